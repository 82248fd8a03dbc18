"""The same record, acts and rules as the pages, for other programs: under /api/v1/, with a token."""
