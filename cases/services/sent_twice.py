"""How a form that was sent twice is told from two forms."""

from __future__ import annotations

from datetime import timedelta

SAME_FORM = timedelta(minutes=1)
"""Within this time the same words by the same person are one form sent twice. Our choice."""
