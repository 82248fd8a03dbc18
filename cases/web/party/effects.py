"""What an answer does to the steps of its request, in whole sentences: before it is sent, and on its receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import Submission
from cases.web import dates
from cases.web.party.answering import Effect
from cases.web.steps import StepView
from compliance.rules.types import Status, StepCode


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence about one step."""

    step: StepView
    words: str


@dataclass(frozen=True, slots=True)
class Words:
    """What it meets, a sentence each, or why it meets nothing; and what stays due."""

    settled: list[Line]
    nothing: str
    stays: list[Line]


def words(*, effect: Effect, submission: Submission) -> Words:
    """The effect of an answer, told in the present: as true before it is sent as on the day it was received."""
    return Words(
        settled=[Line(step, _settled(step)) for step in effect.settled],
        nothing="" if effect.settled else _nothing(submission),
        stays=[
            Line(step, _stays(step, submission)) for step in sorted(effect.stays, key=lambda one: one.due_on)
        ],
    )


def _settled(step: StepView) -> str:
    say = _SETTLED.get((step.code, step.status))
    text = say() if say else _("This settles a step of %(paragraph)s: %(step)s.")
    return text % _values(step)


def _stays(step: StepView, submission: Submission) -> str:
    if step.code is StepCode.APPROXIMATE_DATE:
        text = (
            _("You give %(due_on)s as the date by which you expect to provide the information.")
            if submission.approximate_date == step.due_on
            else _("The date that you gave for the information stays: %(due_on)s.")
        )
    else:
        say = (_PAST if step.status is Status.OVERDUE else _DUE).get(step.code)
        text = say() if say else _("A step of %(paragraph)s stays due by %(due_on)s: %(step)s.")
    return text % _values(step)


def _values(step: StepView) -> dict[str, str]:
    return {"paragraph": step.paragraph, "due_on": dates.plain(step.due_on), "step": step.label}


def _nothing(submission: Submission) -> str:
    """Why an answer meets no step, which nobody should find out later."""
    if submission.information == Submission.Information.COMPLETE:
        return _("The steps that ask for the information are met already. This is added to the record.")
    if submission.information == Submission.Information.PARTIAL:
        return _(
            "Part of the information meets no step by itself. It is kept in the record, and what is due stays due."
        )
    if submission.approximate_date:
        return _("The date is kept in the record. It meets no step that was open.")
    if submission.justification:
        return _("The justification is kept in the record. It meets no step that was open.")
    return _(
        "An acknowledgement meets no step by itself. It is kept in the record, and what is due stays due."
    )


# Each sentence is looked up when it is said, in the language of whoever reads it.

_SETTLED: dict[tuple[StepCode, Status], Callable[[], str]] = {
    (StepCode.REPLY, Status.MET): lambda: _("This meets the reply of %(paragraph)s."),
    (StepCode.REPLY, Status.MET_LATE): lambda: _(
        "This meets the reply of %(paragraph)s late: it was due by %(due_on)s."
    ),
    (StepCode.JUSTIFICATION, Status.MET): lambda: _("This meets the justification of %(paragraph)s."),
    (StepCode.JUSTIFICATION, Status.MET_LATE): lambda: _(
        "This meets the justification of %(paragraph)s late: it was due by %(due_on)s."
    ),
    (StepCode.JUSTIFICATION, Status.NOT_REQUIRED): lambda: _(
        "The justification of %(paragraph)s is not required any more, because all the information "
        "comes by its due date, %(due_on)s."
    ),
    (StepCode.JUSTIFICATION, Status.MISSED): lambda: _(
        "The justification of %(paragraph)s was due by %(due_on)s and stays recorded as not received, "
        "because the information comes later without one."
    ),
    (StepCode.RESPONSE, Status.MET): lambda: _(
        "This meets the response of %(paragraph)s. The Secretariat then assesses whether it is adequate."
    ),
    (StepCode.RESPONSE, Status.MET_LATE): lambda: _(
        "This meets the response of %(paragraph)s late: it was due by %(due_on)s. "
        "The Secretariat then assesses whether it is adequate."
    ),
    (StepCode.APPROXIMATE_DATE, Status.MET): lambda: _(
        "The information comes by the date that you gave, %(due_on)s."
    ),
    (StepCode.APPROXIMATE_DATE, Status.MET_LATE): lambda: _(
        "The information comes after the date that you gave, %(due_on)s."
    ),
}
_DUE: dict[StepCode, Callable[[], str]] = {
    StepCode.REPLY: lambda: _("The reply, or an approximate date, is due by %(due_on)s (%(paragraph)s)."),
    StepCode.JUSTIFICATION: lambda: _(
        "If the information is not there by then, the justification is due by %(due_on)s (%(paragraph)s)."
    ),
    StepCode.RESPONSE: lambda: _("The information is due by %(due_on)s (%(paragraph)s)."),
}
_PAST: dict[StepCode, Callable[[], str]] = {
    StepCode.REPLY: lambda: _(
        "The reply, or an approximate date, was due by %(due_on)s and is still open (%(paragraph)s)."
    ),
    StepCode.JUSTIFICATION: lambda: _(
        "The justification was due by %(due_on)s and is still open (%(paragraph)s)."
    ),
    StepCode.RESPONSE: lambda: _("The information was due by %(due_on)s and is still open (%(paragraph)s)."),
}
