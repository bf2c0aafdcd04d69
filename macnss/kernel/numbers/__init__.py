"""The numbers that identify a person, a company, an account, a phone: normalised, checked, masked."""
