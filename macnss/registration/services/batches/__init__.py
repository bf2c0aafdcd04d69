"""Many employees registered from one file: the file that is read, its lines, its template, the drafts it becomes."""
