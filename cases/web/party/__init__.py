"""Pages of the audience: party."""
