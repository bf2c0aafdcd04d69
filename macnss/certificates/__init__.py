"""Attestations / الشهادات: the requests for those that are not given at once (form 310-1-34)."""
