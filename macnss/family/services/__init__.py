"""Acts on families, by sub-subject: what an accepted event writes, and drafts about somebody of the family."""
