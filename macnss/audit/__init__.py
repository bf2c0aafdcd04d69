"""The journal: every act, and every read of somebody else's file.

Written in the transaction of the act, never changed, never erased. It is also what higher domains listen to.
"""
