"""Compliance matters and what hangs on them, as lists to take away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import selectors
from cases.access import Actor, Audience
from cases.exports.cells import Cell, Worded
from cases.exports.lists import BOTH_SIDES, EVERYBODY, STAFF, Column, List, column, party, person, worded
from cases.models import (
    Assistance,
    CommitteeContact,
    CommitteeDeadline,
    Consultation,
    MatterAct,
    MatterEvent,
    MatterReport,
    Measure,
    Recommendation,
    Recusal,
    Release,
    SpeciesConcerned,
)
from cases.step_words import status_words

_COMMITTEE = frozenset({Audience.COMMITTEE})
_NOT_THE_PARTY = STAFF | _COMMITTEE


def _with_what_the_reader_sees(actor: Actor, rows: list[Any], on: date) -> None:
    """The species of each matter, and its grounds but for a member whom the Chair excluded from it; two queries."""
    found: dict[int, list[str]] = {}
    recusals = Recusal.objects.live().filter(member_id=actor.user_id)
    excluded = set(recusals.filter(matter__in=[row.pk for row in rows]).values_list("matter", flat=True))
    names = SpeciesConcerned.objects.visible_to(actor).filter(matter__in=[row.pk for row in rows])
    for matter, name in names.order_by("name", "pk").values_list("matter", "name"):
        found.setdefault(matter, []).append(name)
    for row in rows:
        row.exported_species = _joined(found.get(row.pk, ()))
        if row.pk in excluded:
            row.grounds = row.brought_because = ""


def _joined(names: Iterable[str]) -> str:
    return "; ".join(names)


MATTERS = List(
    name="matters",
    title=_("Compliance matters"),
    readers=EVERYBODY,
    found=lambda actor: selectors.matters_visible(actor=actor),
    prepare=_with_what_the_reader_sees,
    of_matter="pk",
    columns=(
        column("reference", _("Reference")),
        *reversed(party()),
        column("title", _("Title")),
        worded("origin", _("Origin")),
        worded("attention", _("Came to attention by"), readers=_NOT_THE_PARTY),
        worded("stage", _("Stage")),
        column("provisions", _("Provisions")),
        column("species", _("Species"), "exported_species"),
        column("significance", _("Significance"), readers=STAFF),
        person("officer", _("Case officer"), readers=BOTH_SIDES),
        column("opened_at", _("Opened at"), readers=BOTH_SIDES),
        column("brought_on", _("Brought to the Committee on")),
        column("brought_to", _("Meeting"), "brought_to.code"),
        worded("brought_because", _("Brought because"), readers=_NOT_THE_PARTY),
        column("grounds", _("Grounds, paragraph 23 d)"), readers=_NOT_THE_PARTY),
        column("agenda_item", _("Agenda item")),
        column("document_symbol", _("Document")),
        column("closed_on", _("Closed on")),
        worded("closed_because", _("Closed because")),
        column("public_source", _("Public source"), readers=_NOT_THE_PARTY),
    ),
)


def _of(model: Any, *related: str) -> Any:
    """The rows of a model that hang on a matter, as far as an actor sees them."""

    def found(actor: Actor) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.visible_to(actor).select_related("matter__party", *related)
        return rows

    return found


_MATTER = (column("matter", _("Compliance matter"), "matter.reference"), *party("matter.party"))


def _covered(actor: Actor, rows: list[Any], on: date) -> None:
    """The species of each measure; one query for all."""
    names: dict[int, list[str]] = {}
    of_measure = SpeciesConcerned.objects.visible_to(actor).filter(measures__in=[row.pk for row in rows])
    for measure, name in of_measure.order_by("name", "pk").values_list("measures", "name"):
        names.setdefault(measure, []).append(name)
    for row in rows:
        row.exported_species = _joined(names.get(row.pk, ()))


MEASURES = List(
    name="measures",
    title=_("Measures of the Committee"),
    readers=EVERYBODY,
    found=_of(Measure, "meeting"),
    prepare=_covered,
    of_matter="matter",
    columns=(
        *_MATTER,
        worded("kind", _("Measure")),
        column("text", _("Text")),
        column("meeting", _("Decided at"), "meeting.code"),
        column("decided_on", _("Decided on")),
        worded("precision", _("Precision"), "decided_precision"),
        worded("scope", _("Scope")),
        column("all_species", _("All species")),
        column("species", _("Species"), "exported_species"),
        column("invited_on", _("Invitation of the Party")),
        column("notification", _("Notification to the Parties")),
        column("starts_on", _("In force from")),
        column("ends_on", _("Ended on")),
        column("ended_by_notification", _("Notification that withdrew it")),
        column("ended_because", _("Why it ended")),
    ),
)


def _with_day(actor: Actor, rows: list[Any], on: date) -> None:
    for row in rows:
        row.exported_on = on


def _standing(deadline: Any) -> Cell:
    status = deadline.status(on=deadline.exported_on)
    return Worded(
        status.value, status_words(status=status, days_left=(deadline.due_on - deadline.exported_on).days)
    )


DEADLINES = List(
    name="committee_deadlines",
    title=_("Deadlines of the Committee"),
    readers=EVERYBODY,
    found=_of(CommitteeDeadline, "meeting", "measure"),
    prepare=_with_day,
    of_matter="matter",
    columns=(
        *_MATTER,
        column("what", _("What is due")),
        worded("form", _("Form")),
        column("count", _("How many")),
        worded("unit", _("Days or months")),
        column("meeting", _("Meeting"), "meeting.code"),
        column("counted_from", _("Counted from")),
        column("due_on", _("Due")),
        Column("status", _("Where it stands"), _standing),
        column("set_on", _("Set on")),
        column("met_on", _("Met on")),
        column("lifted_on", _("Lifted on")),
        column("source", _("Source")),
    ),
)

ACTS = List(
    name="acts",
    title=_("Acts in matters"),
    readers=EVERYBODY,
    found=_of(MatterAct, "meeting", "recorded_by"),
    of_matter="matter",
    columns=(
        *_MATTER,
        worded("action", _("Action")),
        column("on", pgettext_lazy("before a day", "On")),
        worded("at_stage", _("At the stage"), readers=STAFF),
        worded("led_to", _("Led to the stage"), readers=STAFF),
        column("meeting", _("Meeting"), "meeting.code"),
        column("text", _("In words")),
        column("recorded_at", _("Recorded at"), readers=STAFF),
        column("recorded_by", _("Recorded by"), "recorded_by.name", readers=STAFF),
    ),
)

REPORTS = List(
    name="reports",
    title=_("Reports of the Parties in matters"),
    readers=EVERYBODY,
    found=_of(MatterReport, "deadline", "recorded_by"),
    of_matter="matter",
    columns=(
        *_MATTER,
        worded("kind", _("Kind")),
        column("received_on", _("Received on")),
        column("deadline", _("Deadline"), "deadline.what"),
        column("complete", _("Carries all that was asked")),
        column("text", _("In the Party's words")),
        worded("channel", _("Channel")),
        column("recorded_at", _("Recorded at"), readers=BOTH_SIDES),
        column("recorded_by", _("Recorded by"), "recorded_by.name", readers=BOTH_SIDES),
    ),
)

CONSULTATIONS = List(
    name="consultations",
    title=_("Consultations of the Chair"),
    readers=_NOT_THE_PARTY,
    found=_of(Consultation, "sent_by"),
    of_matter="matter",
    columns=(
        *_MATTER,
        column("sent_on", _("Sent on")),
        column("sent_by", _("Sent by"), "sent_by.name", readers=STAFF),
        column("question", _("What the Chair is asked")),
        column("answered_on", _("Answered on")),
        column("answer", _("Answer of the Chair")),
    ),
)

ASSISTANCE = List(
    name="assistance",
    title=_("Offers of assistance"),
    readers=EVERYBODY,
    found=_of(Assistance),
    of_matter="matter",
    columns=(
        *_MATTER,
        worded("kind", _("What is offered")),
        column("offered_on", _("Offered on")),
        column("text", _("The offer in words")),
        column("outcome_on", _("Outcome known on"), readers=_NOT_THE_PARTY),
        column("outcome", _("What came of it"), readers=_NOT_THE_PARTY),
    ),
)

CONTACTS = List(
    name="contacts",
    title=_("Contacts of the Committee with Parties"),
    readers=_NOT_THE_PARTY,
    found=_of(CommitteeContact),
    of_matter="matter",
    columns=(
        *_MATTER,
        column("on", pgettext_lazy("before a day", "On")),
        column("by_whom", _("Who was in contact")),
        column("text", _("What was said")),
        column("recorded_at", _("Recorded at")),
    ),
)

RECOMMENDATIONS = List(
    name="recommendations",
    title=_("Draft recommendations"),
    readers=_NOT_THE_PARTY,
    found=_of(Recommendation),
    of_matter="matter",
    columns=(
        *_MATTER,
        worded("kind", _("Measure")),
        column("drafted_on", _("Drafted on")),
        column("text", _("Draft text")),
        column("dropped_on", _("Dropped on"), readers=STAFF),
        column("dropped_because", _("Dropped because"), readers=STAFF),
    ),
)


def _item(release: Any) -> Cell:
    """What kind of thing was released, and the document where it is one."""
    return str(release.document.name if release.document else release.item_name)


RELEASES = List(
    name="releases",
    title=_("Released to the Committee"),
    readers=EVERYBODY,
    found=_of(Release, "submission__request", "document", "released_by"),
    of_matter="matter",
    columns=(
        *_MATTER,
        column("kind", _("Kind"), "item_name"),
        Column("item", _("Item"), _item),
        column("released_on", _("Released on")),
        column("note", _("What was reviewed before"), readers=_NOT_THE_PARTY),
        column("released_by", _("Released by"), "released_by.name", readers=STAFF),
    ),
)

EVENTS = List(
    name="events",
    title=_("Events of the public record"),
    readers=_NOT_THE_PARTY,
    found=_of(MatterEvent),
    of_matter="matter",
    columns=(
        *_MATTER,
        column("on", pgettext_lazy("before a day", "On")),
        worded("precision", _("Precision")),
        column("kind", _("Kind")),
        column("text", _("Text")),
        column("source", _("Source")),
        column("note", _("Note")),
    ),
)

LISTS = (
    *(MATTERS, MEASURES, DEADLINES, ACTS, REPORTS, CONSULTATIONS, ASSISTANCE),
    *(CONTACTS, RECOMMENDATIONS, RELEASES, EVENTS),
)
