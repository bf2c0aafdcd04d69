"""Famille / الأسرة: the spouses and children of an insured person, and the events that change them.

Health cover and allowances read it; each event is a case with its papers and its effects.
"""
