"""Due dates in one's own calendar, for every desk: the page of the private link, and what the link gives."""
