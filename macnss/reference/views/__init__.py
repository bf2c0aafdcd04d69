"""The doors of those who keep the reference data."""
