"""Wage declarations: the e-BDS file, typed entry, contributions, and the career that they make.

Owns what employers declare, month by month, and what it owes them to pay; the law of contributions is in `rules`.
"""
