"""What happened in a matter, as the report tells it: the Secretariat's own words, and of all others that and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases import dates
from cases.meeting_report.gathering import MatterFile
from cases.meeting_report.values import Section, Table
from cases.models import Deadline
from cases.models.deadline import Step
from compliance.rules.stage_table import Action


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; ``when`` is its day as exactly as it is known."""

    on: date
    when: str
    what: str

    @classmethod
    def of(cls, day: date, what: str, *more: str) -> Event:
        return cls(day, dates.plain(day), "\n".join([what, *(one for one in more if one)]))


def section(file: MatterFile) -> Section:
    """Everything in the order in which it happened."""
    found = sorted(_events(file), key=lambda event: event.on)
    rows = tuple((event.when, event.what) for event in found)
    return Section(
        _("Chronology"), tables=(Table(_("What happened, and when"), (_("Day"), _("Event")), rows),)
    )


def _events(file: MatterFile) -> Iterator[Event]:
    yield from _acts(file)
    yield from _requests(file)
    yield from _help(file)
    yield from _measures(file)
    yield from _of_the_party(file)


def _acts(file: MatterFile) -> Iterator[Event]:
    for act in file.acts:
        what = str(act.get_action_display())
        if act.meeting:
            what = _("%(act)s, %(meeting)s") % {"act": what, "meeting": act.meeting.code}
        because = file.matter.get_brought_because_display() if act.action == Action.BRING_MATTER else ""
        yield Event.of(act.on, what, act.text or str(because))


def _requests(file: MatterFile) -> Iterator[Event]:
    for request in file.requests:
        named = {"reference": request.reference, "subject": request.subject}
        assert request.sent_on  # noqa: S101  # the Committee sees no draft
        yield Event.of(request.sent_on, _("Information request %(reference)s sent: %(subject)s") % named)
        if request.withdrawn_on:
            yield Event.of(request.withdrawn_on, _("Information request %(reference)s withdrawn") % named)
        for day, label in _received(file.steps.get(request.pk, ())):
            yield Event.of(day, _("%(reference)s: %(step)s received") % {**named, "step": label})


def _received(steps: Iterable[Deadline]) -> list[tuple[date, str]]:
    """What met steps, and when: what came by the Party's own date is its response, told once."""
    found = [
        (step.met_on, str((Step.RESPONSE if step.step == Step.APPROXIMATE_DATE else Step(step.step)).label))
        for step in steps
        if step.met_on
    ]
    return list(dict.fromkeys(found))


def _help(file: MatterFile) -> Iterator[Event]:
    for offer in file.assistance:
        offered = _("%(kind)s offered") % {"kind": offer.get_kind_display()}
        yield Event.of(offer.offered_on, offered, offer.text)
        if offer.outcome_on:
            yield Event.of(offer.outcome_on, _("What came of the offer"), offer.outcome)
    for contact in file.contacts:
        yield Event.of(contact.on, _("Contact of the Committee with the Party"), contact.by_whom)


def _measures(file: MatterFile) -> Iterator[Event]:
    for measure in file.measures:
        named = {"measure": measure.get_kind_display()}
        when = dates.known(measure.decided_on, precision=measure.decided_precision)
        what = [_("The Committee decided: %(measure)s") % named, measure.notification]
        yield Event(measure.decided_on, when, "\n".join(one for one in what if one))
        if measure.starts_on and measure.starts_on != measure.decided_on:
            yield Event.of(measure.starts_on, _("%(measure)s in force") % named)
        if measure.ends_on:
            ended = _("%(measure)s ended") % named
            yield Event.of(measure.ends_on, ended, measure.ended_by_notification)


def _of_the_party(file: MatterFile) -> Iterator[Event]:
    """Reports against deadlines, and statements that were released: that they came, not what they say."""
    for deadline in file.deadlines:
        if deadline.met_on:
            yield Event.of(deadline.met_on, _("Received from the Party: %(what)s") % {"what": deadline.what})
    for statement in file.statements:
        words = _("The Party's own statement, released to the Committee: %(kind)s")
        yield Event.of(statement.received_on, words % {"kind": statement.get_kind_display()})
