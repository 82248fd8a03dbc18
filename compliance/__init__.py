"""The site and the law it applies."""
