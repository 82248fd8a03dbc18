"""The whole portfolio at once, in the sheets and columns that an import reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import selectors
from cases.access import Actor
from cases.exports import lists, writers, zipping
from cases.exports.lists import Column, List, Taking, column
from cases.exports.of_matters import MATTERS
from cases.exports.of_requests import ASSESSMENTS, REQUESTS, SUBMISSIONS
from cases.exports.of_the_desk import FOCAL_POINTS, PARTIES
from cases.exports.table import Table
from cases.models import ComplianceMatter, Consultation, FocalPoint, MatterAct, Party
from compliance import clock
from compliance.rules.stage_table import Action

_DAYS = {Action.INFORM_PARTY: "informed_on", Action.CONSIDER_MATTER: "considered_on"}


def _only(of: List, *codes: str, found: Any = None, more: Sequence[Column] = ()) -> List:
    """Some columns of a list, in this order, and more of the portfolio's own after them."""
    known = {one.code: one for one in (*more, *of.columns)}
    return replace(of, columns=[known[code] for code in codes], found=found or of.found)


def _own_matters(actor: Actor) -> QuerySet[Any]:
    """The Secretariat's file: what public sources tell of is loaded from them."""
    return selectors.matters_visible(actor=actor).filter(origin=ComplianceMatter.Origin.SECRETARIAT)


def _with_story(actor: Actor, rows: list[Any], on: date) -> None:
    """The days and words of the procedure that stand in the acts and the consultations of a matter; two queries."""
    by_key = {row.pk: row for row in rows}
    for row in rows:
        row.opened_on = clock.legal_day(at=row.opened_at)
        row.informed_on = row.considered_on = row.first_consultation = None
        row.closed_reason = ""
    for act in MatterAct.objects.visible_to(actor).filter(matter__in=by_key).order_by("-on", "-pk"):
        row, action = by_key[act.matter_id], Action(act.action)
        if action in _DAYS:
            setattr(row, _DAYS[action], act.on)
        if action is Action.CLOSE_MATTER and row.closed_on and not row.closed_reason:
            row.closed_reason = act.text
    for one in Consultation.objects.visible_to(actor).filter(matter__in=by_key).order_by("-sent_on", "-pk"):
        by_key[one.matter_id].first_consultation = one


_STORY = (
    column("opened_on", gettext_lazy("Opened on")),
    column("informed_on", gettext_lazy("Party informed on")),
    column("considered_on", gettext_lazy("Considered from")),
    column("consulted_on", gettext_lazy("Chair consulted on"), "first_consultation.sent_on"),
    column("chair_answer", gettext_lazy("Answer of the Chair"), "first_consultation.answer"),
    column("chair_answered_on", gettext_lazy("Chair answered on"), "first_consultation.answered_on"),
    column("closed_reason", gettext_lazy("Closed because, in words")),
)

SHEETS = (
    _only(
        PARTIES,
        *("iso2", "name_en", "name_fr", "name_es", "region", "entered_into_force_on"),
        *("name_source", "region_source", "entry_source", "language", "mailbox"),
        found=lambda actor: Party.objects.visible_to(actor).present(),
    ),
    _only(
        FOCAL_POINTS,
        *("party", "name", "email", "position", "language", "left_on"),
        found=lambda actor: (
            FocalPoint.objects.visible_to(actor).filter(merged_into__isnull=True).select_related("party")
        ),
    ),
    replace(
        _only(
            MATTERS,
            *("reference", "party", "title", "attention", "provisions", "significance", "officer"),
            *("opened_on", "informed_on", "considered_on", "consulted_on", "chair_answer"),
            *("chair_answered_on", "brought_on", "brought_because", "grounds", "brought_to", "agenda_item"),
            *("document_symbol", "closed_on", "closed_because", "closed_reason"),
            found=_own_matters,
            more=_STORY,
        ),
        prepare=_with_story,
    ),
    _only(
        REQUESTS,
        *("reference", "party", "subject", "questions", "rule_set", "officer", "matter", "follows"),
        *("sent_on", "withdrawn_on", "withdrawal_reason"),
    ),
    _only(
        SUBMISSIONS,
        *("request", "key", "received_on", "channel", "acknowledgement", "approximate_date"),
        *("justification", "information", "text"),
    ),
    _only(ASSESSMENTS, "submission", "verdict", "assessed_on", "reasons", "shared_with_party"),
)
"""In the order in which each can be read back: what a row names comes before it."""


def tables(*, taking: Taking) -> list[Table]:
    """A table for each sheet, as far as the reader sees it; nothing is read before its lines are.

    What the file states stands beside the tables, which hold their header first.
    """
    return [replace(lists.table(of=one, taking=taking), about=()) for one in SHEETS]


def as_workbook(*, taking: Taking, coded: bool) -> Iterator[bytes]:
    """One workbook with all sheets, however many rows there are."""
    return writers.workbook(
        tables=tables(taking=taking),
        about=lists.about(title=_("The whole portfolio"), taking=taking),
        coded=coded,
        at_most=writers.ALL_THAT_A_SHEET_HOLDS,
    )


def as_archive(*, taking: Taking, coded: bool) -> Iterator[bytes]:
    """One ZIP with a file of comma-separated values for each sheet, and the digest of each."""
    files = [
        zipping.Entry(
            path=f"{table.name}.csv",
            what=table.title,
            at=taking.at,
            content=writers.comma_separated(table=table, coded=coded),
        )
        for table in tables(taking=taking)
    ]
    about = {one.code: one.value for one in lists.about(title=_("The whole portfolio"), taking=taking)}
    return zipping.archive(entries=files, about=about, at=taking.at)
