"""Acts on one's own data, by sub-subject: address and language, the bank account, its verification."""
