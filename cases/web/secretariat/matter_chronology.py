"""Everything on record of a matter, in the order of the legal days: what, who, when, and who can see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from cases import matter_file, selectors
from cases.access import Actor
from cases.matter_querysets import TOLD_TO_THE_COMMITTEE, TOLD_TO_THE_PARTY
from cases.models import (
    Assistance,
    ComplianceMatter,
    Consultation,
    Document,
    MatterAct,
    Recommendation,
    Release,
)
from cases.web import dates
from cases.web.secretariat.chronology import both, secretariat_only
from compliance import clock
from compliance.rules.stage_table import Action


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on record; ``when`` is its day as exactly as it is known, ``links`` what can be done about it."""

    on: date
    at: datetime
    when: str
    what: str
    who: str
    seen_by: str
    text: str = ""
    source: str = ""
    links: tuple[tuple[str, str], ...] = ()
    documents: Sequence[Document] = ()


def of_matter(*, actor: Actor, matter: ComplianceMatter) -> list[Entry]:
    """The whole record of a matter, the earliest first. Eleven queries, however much there is."""
    released = list(matter_file.releases(actor=actor, matter=matter))
    entries = [
        _entry(clock.legal_day(at=matter.opened_at), matter.opened_at, _("Matter opened"), "", _seen(matter)),
        *_acts(actor, matter),
        *_consultations(actor, matter),
        *_assistance(actor, matter),
        *_reports(actor, matter, released),
        *_contacts(actor, matter),
        *_recommendations(actor, matter, released),
        *_measures(actor, matter),
        *_releases(released),
        *_events(actor, matter),
    ]
    return sorted(entries, key=lambda entry: (entry.on, entry.at))


def _entry(on: date, at: datetime, what: object, who: object, seen_by: str, text: str = "") -> Entry:
    return Entry(on, at, dates.plain(on), str(what), str(who), seen_by, text)


def _seen(matter: ComplianceMatter) -> str:
    return all_three() if matter.brought_on else both()


def all_three() -> str:
    return _("Secretariat, the Party and the Committee")


def _acts(actor: Actor, matter: ComplianceMatter) -> Iterator[Entry]:
    """Of a decision, its measures are what is told."""
    acts = matter_file.acts(actor=actor, matter=matter)
    return (_act(one) for one in acts if one.action != Action.DECIDE_MEASURE)


def _act(one: MatterAct) -> Entry:
    action = Action(one.action)
    party, committee = action in TOLD_TO_THE_PARTY, action in TOLD_TO_THE_COMMITTEE
    seen_by = {
        (True, True): all_three(),
        (True, False): both(),
        (False, True): _("Secretariat and the Committee"),
        (False, False): secretariat_only(),
    }[party, committee]
    what = one.get_action_display()
    if one.meeting:
        what = _("%(act)s (%(meeting)s)") % {"act": what, "meeting": one.meeting.code}
    return _entry(one.on, one.recorded_at, what, one.recorded_by.name, seen_by, one.text)


def _consultations(actor: Actor, matter: ComplianceMatter) -> Iterator[Entry]:
    seen_by = _("Secretariat and the Chair")
    for one in matter_file.consultations(actor=actor, matter=matter):
        yield Entry(
            on=one.sent_on,
            at=one.sent_at,
            when=dates.plain(one.sent_on),
            what=_("The Chair consulted"),
            who=one.sent_by.name,
            seen_by=seen_by,
            text=one.question,
            links=_links(matter, one, answer=_("Record the Chair's answer")) if not one.answered_on else (),
        )
        if one.answered_on and one.answer_recorded_at:
            what = _("Answer of the Chair")
            yield _entry(one.answered_on, one.answer_recorded_at, what, "", seen_by, one.answer)


def _assistance(actor: Actor, matter: ComplianceMatter) -> Iterator[Entry]:
    for one in matter_file.assistance(actor=actor, matter=matter):
        yield Entry(
            on=one.offered_on,
            at=one.offered_at,
            when=dates.plain(one.offered_on),
            what=_("%(kind)s offered") % {"kind": one.get_kind_display()},
            who="",
            seen_by=_seen(matter),
            text=one.text,
            links=_links(matter, one, answer=_("Record what came of it")) if not one.outcome_on else (),
        )
        if one.outcome_on:
            yield _entry(
                one.outcome_on, one.offered_at, _("What came of the offer"), "", _seen(matter), one.outcome
            )


def _links(
    matter: ComplianceMatter, one: Consultation | Assistance | Recommendation, *, answer: str
) -> tuple[tuple[str, str], ...]:
    slug = {Consultation: "chair-answer", Assistance: "outcome", Recommendation: "drop"}[type(one)]
    return ((answer, reverse("secretariat:matter_item_act", args=[matter.reference, slug, one.pk])),)


def _reports(actor: Actor, matter: ComplianceMatter, released: list[Release]) -> Iterator[Entry]:
    shown = {one.report_id for one in released}
    for one in matter_file.reports(actor=actor, matter=matter):
        what = one.get_kind_display()
        if one.deadline:
            carried = _("all that was asked") if one.complete else _("a part")
            what = _("%(kind)s: %(deadline)s (%(carried)s)") % {
                "kind": what,
                "deadline": one.deadline.what,
                "carried": carried,
            }
        seen_by = all_three() if one.pk in shown else both()
        entry = _entry(one.received_on, one.recorded_at, what, one.get_channel_display(), seen_by, one.text)
        yield replace(entry, documents=getattr(one, "visible_documents", ()))


def _contacts(actor: Actor, matter: ComplianceMatter) -> Iterator[Entry]:
    for one in matter_file.contacts(actor=actor, matter=matter):
        what, seen_by = _("Contact of the Committee with the Party"), _("Secretariat and the Committee")
        yield _entry(one.on, one.recorded_at, what, one.by_whom, seen_by, one.text)


def _recommendations(actor: Actor, matter: ComplianceMatter, released: list[Release]) -> Iterator[Entry]:
    shown = {one.recommendation_id for one in released}
    for one in matter_file.recommendations(actor=actor, matter=matter):
        text = one.text
        if one.dropped_on:
            text += "\n\n" + _("Dropped on %(date)s: %(reason)s") % {
                "date": dates.plain(one.dropped_on),
                "reason": one.dropped_because,
            }
        yield Entry(
            on=one.drafted_on,
            at=one.drafted_at,
            when=dates.plain(one.drafted_on),
            what=_("Draft recommendation: %(kind)s") % {"kind": one.get_kind_display()},
            who="",
            seen_by=_("Secretariat and the Committee") if one.pk in shown else secretariat_only(),
            text=text,
            links=() if one.dropped_on else _links(matter, one, answer=_("Drop this draft")),
        )


def _measures(actor: Actor, matter: ComplianceMatter) -> Iterator[Entry]:
    for one in matter_file.measures(actor=actor, matter=matter):
        when = dates.known(one.decided_on, precision=one.decided_precision)
        what = _("Measure decided: %(kind)s") % {"kind": one.get_kind_display()}
        yield Entry(one.decided_on, one.recorded_at, when, what, "", all_three(), one.text)
        if one.ends_on:
            what = _("Measure ended: %(kind)s") % {"kind": one.get_kind_display()}
            yield _entry(one.ends_on, one.recorded_at, what, "", all_three(), one.ended_because)


def _releases(released: list[Release]) -> Iterator[Entry]:
    seen_by = _("Secretariat and the Committee")
    for one in released:
        what = _("Released to the Committee: %(item)s") % {"item": name_of(one)}
        yield _entry(one.released_on, one.released_at, what, one.released_by.name, seen_by, one.note)


def name_of(one: Release) -> str:
    """What was released, in a few words."""
    if one.document:
        return one.document.name
    if one.report:
        return str(one.report.get_kind_display())
    if one.recommendation:
        return _("draft recommendation: %(kind)s") % {"kind": one.recommendation.get_kind_display()}
    assert one.submission is not None  # noqa: S101  # the named constraint: exactly one item
    return _("answer of %(date)s to %(reference)s") % {
        "date": dates.plain(one.submission.received_on),
        "reference": one.submission.request.reference,
    }


def _events(actor: Actor, matter: ComplianceMatter) -> Iterator[Entry]:
    for one in selectors.matter_events(actor=actor, matter=matter):
        when = dates.known(one.on, precision=one.precision)
        seen_by = _("Secretariat and the Committee") if matter.brought_on else secretariat_only()
        yield Entry(
            *(one.on, matter.opened_at, when, one.text, "", seen_by),
            text=one.note,
            source=one.source,
        )
