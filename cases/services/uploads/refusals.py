"""Why a file is not taken: the file, the rule, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.services.refusals import Refused

FIELD = "documents"


class NotTaken(Refused):
    """A file that stays out; nothing of it is kept."""

    def __init__(self, *, name: str, why: str) -> None:
        """``why`` is the rule and what to do, in full sentences and in the reader's language."""
        super().__init__(_("%(name)s is not attached. %(why)s") % {"name": name, "why": why}, field=FIELD)
        self.name = name
        self.why = why


class TooLarge(NotTaken):
    """More bytes than a file or an answer may have."""
