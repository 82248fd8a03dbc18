"""Pages of the audience: committee."""
