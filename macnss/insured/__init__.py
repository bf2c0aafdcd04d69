"""Who is covered: the person, the registration number, the ways to reach them.

Owns `insured_insured`. Knows no employer and no wage: those domains stand above or beside and name the person's key.
"""
