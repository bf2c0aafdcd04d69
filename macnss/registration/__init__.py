"""Immatriculation et affiliation / التسجيل والانخراط: how a person or a company gets a number, and the card.

The kinds of case that enter or change the registers, form 321-1-06, form 322-1-11, and the CNSS card.
"""
