"""Words without a trade: money, months, the numbers that identify, errors, access, promises of the database.

Nothing here knows a contribution, an insured person or an employer; everything above may use it.
"""
