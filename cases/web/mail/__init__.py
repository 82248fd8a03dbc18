"""The doors by which a mail provider reaches the desk."""
