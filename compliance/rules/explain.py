"""Why a date is what it is, in words.

A sentence is an English format string with named values. An edge renders it in
its reader's language by passing that language's catalogue and its way of
writing a date; ``gettext_noop`` marks the strings for the catalogues.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from compliance.rules import periods
from compliance.rules.types import (
    Fact,
    FactKind,
    Outcome,
    Period,
    RuleSet,
    Sentence,
    Standing,
    StepCode,
    StepRule,
    Unit,
)


def gettext_noop(text: str) -> str:
    """Marks a string for the catalogues and leaves it as it is."""
    return text


_MONTHS = {
    1: gettext_noop("One month"),
    3: gettext_noop("Three months"),
    6: gettext_noop("Six months"),
}
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def deadline(
    *, rule_set: RuleSet, sent_on: date, facts: Sequence[Fact], standing: Standing
) -> tuple[Sentence, ...]:
    """The explanation of one step's date: the period, the day it counts from, its paragraph, and what the facts did.

    ``facts`` are those known, ordered by day. The sentences are meant to be
    read one after the other.
    """
    if standing.step is StepCode.APPROXIMATE_DATE:
        return (_promised(standing), _paragraph(standing), *_outcome(standing))
    rule = rule_set.step(standing.step)
    assert rule is not None, "a standing comes from a step of its rule set"
    return (
        _counted(rule, sent_on),
        _paragraph(standing),
        *_month_end(rule, sent_on, standing),
        *_too_late_dates(rule, sent_on, facts),
        *_outcome(standing),
    )


def say(
    sentences: Sequence[Sentence],
    *,
    translate: Callable[[str], str] = str,
    write_date: Callable[[date], str] | None = None,
) -> str:
    """The sentences as one text: in English, or as the two functions translate strings and write dates."""
    return " ".join(_say(sentence, translate, write_date or english_date) for sentence in sentences)


def english_date(day: date) -> str:
    """A date in full, such as ``30 November 2026``."""
    return f"{day.day} {_MONTH_NAMES[day.month - 1]} {day.year}"


def _say(sentence: Sentence, translate: Callable[[str], str], write_date: Callable[[date], str]) -> str:
    def written(value: object) -> str:
        if isinstance(value, date):
            return write_date(value)
        return _say(value, translate, write_date) if isinstance(value, Sentence) else str(value)

    return translate(sentence.text).format(**{name: written(value) for name, value in sentence.values})


def period(one: Period) -> Sentence:
    """A period in words."""
    if one.unit is Unit.MONTHS and one.count in _MONTHS:
        return Sentence(_MONTHS[one.count])
    text = gettext_noop("{count} months") if one.unit is Unit.MONTHS else gettext_noop("{count} days")
    return Sentence(text, (("count", one.count),))


def _counted(rule: StepRule, sent_on: date) -> Sentence:
    return Sentence(
        gettext_noop("{period} from the request of {sent_on}."),
        (("period", period(rule.period)), ("sent_on", sent_on)),
    )


def _promised(standing: Standing) -> Sentence:
    return Sentence(
        gettext_noop("The approximate date that the Party gave on {given_on}."),
        (("given_on", standing.counted_from),),
    )


def _paragraph(standing: Standing) -> Sentence:
    return Sentence("{source}.", (("source", Sentence(standing.source)),))


def _month_end(rule: StepRule, sent_on: date, standing: Standing) -> tuple[Sentence, ...]:
    if not periods.is_clamped(day=sent_on, period=rule.period):
        return ()
    return (month_end(day=sent_on.day, due_on=standing.due_on),)


def month_end(*, day: int, due_on: date) -> Sentence:
    """That a period ended early because its last month has no such day as it began on."""
    return Sentence(
        gettext_noop(
            "That month has no day {day}, so the period ends on its last day, {due_on} (our choice)."
        ),
        (("day", day), ("due_on", due_on)),
    )


def _too_late_dates(rule: StepRule, sent_on: date, facts: Sequence[Fact]) -> tuple[Sentence, ...]:
    """A date later than the text admits is kept, and said."""
    latest = periods.latest_approximate_date(rule=rule, sent_on=sent_on)
    if latest is None:
        return ()
    return tuple(
        Sentence(
            gettext_noop(
                "The approximate date {date_given}, given on {given_on}, is later than {latest}, the latest that "
                "this text admits ({period} from the request): it is kept in the record and does not meet this step."
            ),
            (
                ("date_given", fact.date_given),
                ("given_on", fact.on),
                ("latest", latest),
                ("period", _lower(rule.latest_approximate_date)),
            ),
        )
        for fact in facts
        if fact.kind is FactKind.APPROXIMATE_DATE and fact.date_given and fact.date_given > latest
    )


def _lower(one: Period | None) -> Sentence:
    assert one is not None
    text = gettext_noop("{count} months") if one.unit is Unit.MONTHS else gettext_noop("{count} days")
    return Sentence(text, (("count", one.count),))


def _outcome(standing: Standing) -> tuple[Sentence, ...]:
    if standing.outcome in (Outcome.MET, Outcome.MET_LATE):
        text = gettext_noop("Met on {met_on}.")
        return (Sentence(text, (("met_on", standing.met_on),)),)
    texts = {
        Outcome.NOT_REQUIRED: gettext_noop("Not required: complete information came by this date."),
        Outcome.MISSED: gettext_noop(
            "Missed: the information came after this date, with no justification until then."
        ),
        Outcome.WITHDRAWN: gettext_noop("The request was withdrawn while this step was open."),
    }
    text = texts.get(standing.outcome, "")
    return (Sentence(text),) if text else ()
