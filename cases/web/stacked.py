"""The timeline of a matter: its own dates in one picture, and below it one picture for each of its requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.access import Actor
from cases.models import ComplianceMatter, Deadline, InformationRequest, Measure, Meeting
from cases.models.meeting import Precision
from cases.timeline_picture.draw import timeline_picture
from cases.timeline_picture.story import Happening, StepMark
from cases.web import dates, steps
from cases.web.matters import DeadlineView
from cases.web.steps import StepView
from compliance import clock
from compliance.rules import explain, timeline
from compliance.rules import types as rules
from compliance.rules.types import StepCode


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request by its dates: where each step stands, and its picture."""

    request: InformationRequest
    steps: list[StepView]
    next_step: StepView | None
    picture: SafeString


def requests(
    *, actor: Actor, found: Sequence[InformationRequest], meeting: Meeting | None, today: date
) -> list[RequestView]:
    """The requests of a matter with their steps and pictures; one query for all of them.

    The steps come from the stored due dates, so that they are the same for a
    reader who sees none of the communications behind them.
    """
    rows = Deadline.objects.visible_to(actor).in_force().filter(request__in=found)
    standings: dict[int, list[rules.Standing]] = {}
    for row in rows.order_by("pk"):
        standings.setdefault(row.request_id, []).append(row.standing)
    return [_request(one, standings.get(one.pk, []), meeting, today) for one in found]


def _request(
    request: InformationRequest, standings: Sequence[rules.Standing], meeting: Meeting | None, today: date
) -> RequestView:
    found = steps.step_views(steps=_deadlines(request, standings, today), today=today)
    drawn = steps.picture(
        request=request,
        steps=found,
        today=today,
        meeting=meeting,
        happenings=steps.happenings_from_steps(request=request, steps=found),
    )
    return RequestView(request, found, steps.next_open(found), drawn)


def _deadlines(
    request: InformationRequest, standings: Sequence[rules.Standing], today: date
) -> list[rules.Deadline]:
    """The steps in the order of the procedure, each with its status on the day and its explanation."""
    if request.sent_on is None:
        return []
    order = list(StepCode)
    return [
        rules.Deadline(
            standing=standing,
            status=timeline.status(standing=standing, on=today),
            explanation=explain.deadline(
                rule_set=request.rule_set, sent_on=request.sent_on, facts=(), standing=standing
            ),
        )
        for standing in sorted(standings, key=lambda one: order.index(one.step))
    ]


def of_matter(
    *,
    matter: ComplianceMatter,
    deadlines: Sequence[DeadlineView],
    happened: Iterable[Happening],
    meeting: Meeting | None,
    today: date,
) -> SafeString:
    """The matter itself: what happened above the line, the deadlines of the Committee below; nothing without one."""
    if not deadlines:
        return SafeString("")
    return timeline_picture(
        title=_("Timeline of %(reference)s") % {"reference": matter.reference},
        description=" ".join(_in_words(one) for one in deadlines),
        sent_on=clock.legal_day(at=matter.opened_at),
        today=today,
        steps=[_mark(one) for one in deadlines],
        happenings=list(happened),
        meeting=steps.band(meeting),
        write_date=dates.plain,
        today_label=_("Today"),
        request_label=_("Matter opened"),
    )


def decisions(*, measures: Iterable[Measure]) -> list[Happening]:
    """Measures decided and ended on days that are known, for the line."""
    found = [
        Happening(one.decided_on, str(one.get_kind_display()))
        for one in measures
        if one.decided_precision == Precision.DAY
    ]
    ended = [
        Happening(one.ends_on, _("%(measure)s ended") % {"measure": one.get_kind_display()})
        for one in measures
        if one.ends_on
    ]
    return found + ended


def _mark(one: DeadlineView) -> StepMark:
    return StepMark(
        code=one.deadline.form,
        label=one.deadline.what,
        status=one.status,
        status_label=one.status_words,
        due_on=one.deadline.due_on,
        paragraph=one.deadline.source,
        promised=False,
    )


def _in_words(one: DeadlineView) -> str:
    return _("%(step)s due %(due_on)s: %(status)s.") % {
        "step": one.deadline.what,
        "due_on": dates.plain(one.deadline.due_on),
        "status": one.status_words,
    }
