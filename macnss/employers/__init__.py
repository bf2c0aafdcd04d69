"""Who declares: the company, its affiliation number, its places of work, and the people who act for it."""
