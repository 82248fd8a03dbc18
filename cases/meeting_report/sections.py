"""The parts of what the report tells of a matter beside its chronology."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from cases import dates, measure_words
from cases.citations import cited
from cases.meeting_report import wording
from cases.meeting_report.gathering import MatterFile
from cases.meeting_report.values import Section, Table, Text
from cases.models import Deadline, InformationRequest, Measure, PlanStep
from cases.models.deadline import Step
from compliance.rules.types import StepCode

_ORDER = [code.value for code in StepCode]


def requests(file: MatterFile, *, on: date) -> Section:
    """One table for each information request: what was asked by when, and how it was answered."""
    heading = _("Information requests and how they were answered")
    if not file.requests:
        return Section(heading, (Text(_("No information request was sent in this matter.")),))
    tables = tuple(_request(one, file.steps.get(one.pk, ()), on) for one in file.requests)
    return Section(heading, tables=tables)


def _request(request: InformationRequest, steps: Sequence[Deadline], on: date) -> Table:
    assert request.sent_on  # noqa: S101  # the Committee sees no draft
    words = _("%(reference)s: %(subject)s. Sent on %(day)s.")
    if request.withdrawn_on:
        words = _("%(reference)s: %(subject)s. Sent on %(day)s, withdrawn on %(withdrawn)s.")
    caption = words % {
        "reference": request.reference,
        "subject": request.subject,
        "day": dates.plain(request.sent_on),
        "withdrawn": dates.plain(request.withdrawn_on) if request.withdrawn_on else "",
    }
    ordered = sorted(steps, key=lambda step: _ORDER.index(step.step))
    rows = tuple(
        (
            str(Step(step.step).label),
            dates.plain(step.due_on),
            wording.answered(step=step, request=request, on=on),
            cited(step.source),
        )
        for step in ordered
    )
    return Table(caption, (_("Step"), _("Due"), _("How it was answered"), _("Source")), rows)


def measures(file: MatterFile) -> Section:
    """The measures in force, each with its text; under an action plan its steps."""
    heading = _("Measures in force")
    found = [one for one in file.measures if one.ends_on is None]
    if not found:
        return Section(heading, (Text(_("No measure is in force.")),))
    columns = (_("Measure"), _("Text"), _("What it covers"), _("Since"), _("Notification"))
    rows = tuple(_measure(one) for one in found)
    tables = [Table(_("What the Standing Committee decided, and is in force"), columns, rows)]
    tables += _plans(found)
    return Section(heading, tables=tuple(tables))


def _measure(measure: Measure) -> tuple[str, ...]:
    decided = dates.known(measure.decided_on, precision=measure.decided_precision)
    return (
        str(measure.get_kind_display()),
        measure.text,
        measure_words.covers(measure),
        dates.plain(measure.starts_on) if measure.starts_on else decided,
        measure.notification,
    )


def _plans(found: Iterable[Measure]) -> list[Table]:
    steps = [step for measure in found for step in measure.plan_steps.all()]
    if not steps:
        return []
    columns = (_("What is to be done"), _("By, as the Party plans"), _("Done"))
    return [Table(_("Steps of the compliance action plan"), columns, tuple(_plan_step(one) for one in steps))]


def _plan_step(step: PlanStep) -> tuple[str, ...]:
    return (
        step.text,
        dates.plain(step.wanted_by) if step.wanted_by else "",
        dates.plain(step.done_on) if step.done_on else _("Not yet"),
    )


def deadlines(file: MatterFile, *, on: date) -> Section:
    """What the Committee asked by when, with every earlier date."""
    heading = _("Deadlines of the Committee")
    if not file.deadlines:
        return Section(heading, (Text(_("The Committee set no deadline.")),))
    columns = (_("What is due"), _("Due"), _("Where it stands"), _("Why this date"))
    rows = tuple(
        (
            one.what,
            dates.plain(one.due_on),
            wording.deadline_stands(deadline=one, on=on),
            wording.why(deadline=one, earlier=file.moved.get(one.pk, [])),
        )
        for one in file.deadlines
    )
    return Section(heading, tables=(Table(_("Deadlines, and where each stands"), columns, rows),))


def recommendations(file: MatterFile) -> Section:
    """The draft recommendations that were released to the Committee and not decided yet."""
    heading = _("Draft recommendations")
    texts = tuple(Text(one.text, lead=str(one.get_kind_display())) for one in file.recommendations)
    return Section(heading, texts or (Text(_("No draft recommendation is before the Committee.")),))
