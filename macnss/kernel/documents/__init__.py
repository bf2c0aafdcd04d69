"""Files that people send, made into plain pictures: nothing of what came is kept but what it shows.

A photo becomes one picture, a PDF one a page. What a file is, its first bytes say; its name and its announced type are
never believed.
"""
