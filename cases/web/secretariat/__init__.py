"""Pages of the audience: secretariat."""
