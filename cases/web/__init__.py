"""Pages for the three audiences; none imports another's."""
