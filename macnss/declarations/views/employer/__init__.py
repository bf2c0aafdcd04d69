"""The employer's pages: declare, by file or on screen, and see what was declared and what is owed."""
