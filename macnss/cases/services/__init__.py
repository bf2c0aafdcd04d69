"""Acts on case files, one file a moment of their life."""
