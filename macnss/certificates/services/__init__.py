"""Acts on certificates, one file a subject."""
