"""Lists to take away: one registry of columns, and the files that are written from it."""
