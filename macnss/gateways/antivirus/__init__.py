"""Antivirus / مضاد الفيروسات: looks into each file that people send, where the fund runs one (ClamAV)."""
