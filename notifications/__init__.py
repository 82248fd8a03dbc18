"""What we told whom, and proof of it."""
