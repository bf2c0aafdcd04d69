"""Opens `law/` at a date: figures in force, where they come from, how sure they are.

Owns the reading of parameter files, `Law(day)`, the citations that a result keeps, and wordings that a reform
replaces (`rule`). Pure Python: no table, no clock, no Django, and no figure of its own.
"""
