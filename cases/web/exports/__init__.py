"""Lists to take away, for every desk."""
