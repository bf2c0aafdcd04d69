"""Reads of registration, by sub-subject."""
