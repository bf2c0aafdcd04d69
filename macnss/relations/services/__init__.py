"""Acts on complaints, one file a subject."""
