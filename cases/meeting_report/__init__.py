"""The report of paragraph 24 to a meeting: gathered as the Committee may see it, worded once, drawn in three ways."""
