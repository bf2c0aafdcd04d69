"""Accounts, ways in, roles, sessions: who somebody is on the screen.

Whether an account belongs to an insured person or acts for a company is said by those domains, not here.
"""
