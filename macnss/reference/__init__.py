"""Données de référence / المعطيات المرجعية: what the service says and offers, kept by agents without a developer.

Each table is declared once (`tables`): what it holds, its form, the service of the domain that owns it. A change is
proposed by one agent with a reason and decided by a second; each version stays, and a former one may be proposed again.
"""
