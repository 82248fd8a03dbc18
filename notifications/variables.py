"""What the wording of a letter may name in braces: fixed names, each with its meaning. Nothing else is substituted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.utils.translation import gettext_lazy as _


class Kind(Enum):
    """What a variable stands for, and so where it can stand and how it is drawn."""

    WORDS = auto()
    """Part of a sentence."""
    LINK = auto()
    """An address on the desk."""
    TEXT = auto()
    """What somebody typed, with its lines and paragraphs; on a line of its own."""
    LIST = auto()
    """Several items; on a line of its own."""
    DATES = auto()
    """The open dates, a table where a table can be drawn; on a line of its own."""
    CONDITION = auto()
    """Nothing itself: its paragraph stands where the dates are none."""


BLOCKS = frozenset({Kind.TEXT, Kind.LIST, Kind.DATES})


@dataclass(frozen=True, slots=True)
class Variable:
    """``may_be_empty``: the paragraph that names it is left out where there is nothing to say."""

    name: str
    kind: Kind
    meaning: Any
    may_be_empty: bool = False

    @property
    def stands_alone(self) -> bool:
        return self.kind in BLOCKS


_ALL = (
    Variable("reference", Kind.WORDS, _("reference of the request or the matter")),
    Variable("party", Kind.WORDS, _("name of the Party, in the language of the letter")),
    Variable("subject", Kind.WORDS, _("subject of the request")),
    Variable("title", Kind.WORDS, _("title of the matter")),
    Variable("officer", Kind.WORDS, _("name of the case officer")),
    Variable("sent_on", Kind.WORDS, _("day on which the request was sent")),
    Variable("about_on", Kind.WORDS, _("date that the letter is about")),
    Variable("issued_on", Kind.WORDS, _("date of the letter")),
    Variable("step", Kind.WORDS, _("step that the letter is about")),
    Variable("rule_set", Kind.WORDS, _("text that sets the dates of the request")),
    Variable("questions", Kind.TEXT, _("what the Party is asked, as typed")),
    Variable("text", Kind.TEXT, _("words that staff typed for this letter")),
    Variable("reasons", Kind.TEXT, _("reasons, as typed"), may_be_empty=True),
    Variable("verdict", Kind.WORDS, _("result of the assessment")),
    Variable("carried", Kind.LIST, _("what the answer carries")),
    Variable("dates", Kind.DATES, _("open dates, each with its step and source"), may_be_empty=True),
    Variable(
        "no_dates",
        Kind.CONDITION,
        _("nothing: a paragraph that begins with it is written only where no date is open"),
        may_be_empty=True,
    ),
    Variable("what", Kind.WORDS, _("what the Committee asks for")),
    Variable("why", Kind.WORDS, _("how the date was counted")),
    Variable("kind", Kind.WORDS, _("kind of report that was received")),
    Variable("documents", Kind.LIST, _("documents that came with the report"), may_be_empty=True),
    Variable("because", Kind.WORDS, _("reason for which the matter is brought")),
    Variable("meeting", Kind.WORDS, _("meeting of the Committee, where one is on record"), may_be_empty=True),
    Variable("measure", Kind.WORDS, _("kind of measure")),
    Variable(
        "notification",
        Kind.WORDS,
        _("Notification to the Parties, where one is on record"),
        may_be_empty=True,
    ),
    Variable("name", Kind.WORDS, _("name of whoever reads it")),
    Variable("count", Kind.WORDS, _("how many notices wait, in words")),
    Variable("until", Kind.WORDS, _("time of day until which notices are told")),
    Variable("lines", Kind.TEXT, _("the notices, case by case")),
    Variable("notices_url", Kind.LINK, _("page of all notices")),
    Variable("profile_url", Kind.LINK, _("page of one's own account")),
    Variable("answer_url", Kind.LINK, _("page on which the Party answers")),
    Variable("party_url", Kind.LINK, _("page of the request or the matter for the Party")),
    Variable("secretariat_url", Kind.LINK, _("page of the request or the matter for the Secretariat")),
    Variable("chair_url", Kind.LINK, _("page of the consultation for the Chair")),
)
VARIABLES = {one.name: one for one in _ALL}
