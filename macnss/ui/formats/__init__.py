"""How Morocco writes numbers and dates, in Arabic and in French (FORMAT_MODULE_PATH)."""
