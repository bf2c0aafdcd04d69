"""Données personnelles / المعطيات الشخصية: what a person changes alone, what needs proof, and their bank account."""
