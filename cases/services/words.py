"""Which characters a text of the record may hold: those that a reader sees, in the order in which they see them.

Our choice. Text of several lines keeps marks of direction: a paragraph of its own
contains them. In a line that stands among other words (a name, a subject, a title)
they could turn what is around it, so there they are refused.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

LONGEST_TEXT = 100_000
"""Characters of one text: some forty pages. What is longer comes as a document."""
_UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
"""Control characters, halves of characters and separators that nobody can type."""
_LOST = "\N{REPLACEMENT CHARACTER}"
_UNSEEN_IN_A_LINE = re.compile(
    "[\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]",
)
"""Overrides and embeddings of direction, and what has no width; joiners and plain marks of direction are needed."""
_MOST_MARKS = 10
"""Accents on one letter: no script that is in use needs as many."""
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_SHOWN_BEFORE = 20


def fault(text: str, *, is_line: bool) -> str:
    """What is wrong with the characters of a text and where, for whoever typed it; "" where nothing is."""
    if found := _UNKEPT.search(text) or (is_line and _UNSEEN_IN_A_LINE.search(text)):
        return _unseen(text, found.start())
    if (at := text.find(_LOST)) >= 0:
        words = _("Some characters did not arrive as they were typed: type the one%(after)s again.")
        return words % {"after": _after(text, at)}
    if (at := _pile(text)) >= 0:
        words = _("There are more than %(most)d accents on one letter%(after)s: delete them.")
        return words % {"most": _MOST_MARKS, "after": _after(text, at)}
    if text.strip() and not any(map(_is_seen, text)):
        return _("It holds only characters that cannot be seen: write it in letters.")
    return ""


def _unseen(text: str, at: int) -> str:
    words = _("There is a character that cannot be seen%(after)s (%(code)s): delete it.")
    return words % {"after": _after(text, at), "code": f"U+{ord(text[at]):04X}"}


def _after(text: str, at: int) -> str:
    """The words before a place, as far as they can be shown, so that it is found again."""
    before = "".join(one for one in text[max(0, at - _SHOWN_BEFORE) : at] if one.isprintable()).strip()
    return _(" after “%(words)s”") % {"words": before} if before else _(" at the beginning")


def _pile(text: str) -> int:
    """Where the first pile of combining marks that is too high begins; -1 where none does."""
    if text.isascii():
        return -1
    height = 0
    for at, one in enumerate(text):
        height = height + 1 if unicodedata.category(one) in ("Mn", "Me") else 0
        if height > _MOST_MARKS:
            return at - _MOST_MARKS
    return -1


def _is_seen(one: str) -> bool:
    return unicodedata.category(one)[0] in "LNPS" and one not in _BLANK_LETTERS
