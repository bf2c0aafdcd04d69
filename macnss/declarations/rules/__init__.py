"""The law of declarations: contributions, due dates, penalties, minimum wages.

Pure functions of `Law` and plain values. Figures stand in `law/parameters/`; none is written here.
"""
