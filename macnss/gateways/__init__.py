"""The outside world, one folder a system, each behind a small protocol: the national e-ID, SMS operators, mail servers.

Nothing here knows an account or an insured person; who calls decides what an answer means.
"""
