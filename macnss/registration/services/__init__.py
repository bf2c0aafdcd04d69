"""Acts of registration, by sub-subject."""
