"""Banks: is this account open, and is it that of the person? No bank's own protocol is written here: none is public.

`protocol.py` says what a gateway answers; `sandbox.py` answers by rule, for the demonstration and the tests.
"""
