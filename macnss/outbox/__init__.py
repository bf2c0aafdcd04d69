"""Messages out: what the fund sends by e-mail and by SMS, written in the transaction of the act, sent once, retried.

Each kind of message is declared once with its words in Arabic and French. What it says of a person is kept sealed and
erased when it has been delivered. In the demonstration an inbox page shows what would have been sent.
"""
