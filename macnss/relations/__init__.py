"""Relation clientèle / العلاقة مع المرتفقين: complaints, conciliation, messages to the fund."""
