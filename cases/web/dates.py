"""Days and instants in the reader's language: what ``cases.dates`` gives every edge."""

from __future__ import annotations

from cases.dates import in_full, instant, known, moment, of_meeting, plain, short

__all__ = ["in_full", "instant", "known", "moment", "of_meeting", "plain", "short"]
