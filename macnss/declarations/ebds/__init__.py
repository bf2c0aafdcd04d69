"""e-BDS: the monthly wage-declaration file of employers, read, checked and written without Django.

`layout` is the one table everything derives from; `examine` checks a declaration as a stream and says all that is
wrong with it; `write` makes pre-established files, declarations and complementary declarations; `cli` is the command.
Amounts are integer centimes, periods are months, positions in a line are bytes. Lines are handled some thousands at a
time as numpy arrays: a file of 500,000 lines costs one batch of memory, plus four bytes a declared number.
"""
