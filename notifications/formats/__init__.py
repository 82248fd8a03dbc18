"""How a composed letter is drawn: as text, as HTML and, for formal letters, as a PDF on letterhead."""
