"""How much may be uploaded. Each number is our choice."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.models.document import MAX_FILE_BYTES
from cases.services.uploads.refusals import TooLarge

MEGABYTE = 1024 * 1024
MAX_ANSWER_BYTES = 100 * MEGABYTE
"""All documents of one answer together."""
MAX_DOCUMENTS = 50
"""Documents of one answer."""
MAX_UNSENT_BYTES = 500 * MEGABYTE
"""All that one Party, or one person of the Secretariat, has attached to answers that are not sent."""
MAX_REQUEST_BYTES = 1000 * MEGABYTE
"""All that one side has attached to one request, in whatever answers, sent or not."""
MAX_BODY_BYTES = MAX_ANSWER_BYTES + 4 * MEGABYTE
"""A whole form with its files: the documents of one answer, and room for what is typed."""


def file_too_large(*, name: str) -> TooLarge:
    """One file over its limit."""
    why = _("A file has at most %(limit)d MB. Split it, or save it with smaller pictures.")
    return TooLarge(name=name, why=why % {"limit": MAX_FILE_BYTES // MEGABYTE})


def answer_too_large(*, name: str) -> TooLarge:
    """One file too many for its answer."""
    why = _(
        "The documents of one answer have at most %(limit)d MB together. "
        "Remove one, or send the rest with a second answer."
    )
    return TooLarge(name=name, why=why % {"limit": MAX_ANSWER_BYTES // MEGABYTE})


def too_much_unsent(*, name: str) -> TooLarge:
    """One file too many among those that wait for their answers."""
    why = _(
        "Documents of answers that are not sent have at most %(limit)d MB together. "
        "Send an answer, or remove documents that you do not need."
    )
    return TooLarge(name=name, why=why % {"limit": MAX_UNSENT_BYTES // MEGABYTE})


def request_full(*, name: str) -> TooLarge:
    """One file too many for its request."""
    why = _(
        "The documents of all answers to one request have at most %(limit)d MB together. "
        "Agree with the other side on another way to send the rest."
    )
    return TooLarge(name=name, why=why % {"limit": MAX_REQUEST_BYTES // MEGABYTE})
