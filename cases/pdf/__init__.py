"""Pages to keep: typeset as tagged PDF from a template of our own and values that are never more than text."""

from compliance import typeset

__all__ = ["typeset"]
