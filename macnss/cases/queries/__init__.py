"""Reads of case files, one file an audience."""
