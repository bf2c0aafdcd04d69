"""Acts on agencies and appointments, one file a subject."""
