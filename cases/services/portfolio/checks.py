"""What the rules have against the rows of each sheet: the services' own rules, asked of records that are not saved."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date

from django.utils.translation import gettext as _

from cases.models import Party
from cases.models.portfolio_import import Sheet
from cases.services import reference, refusals
from cases.services.portfolio import answer_checks, building, cells, columns, matter_story, request_checks
from cases.services.portfolio.column import Column
from cases.services.portfolio.finding import officer_of, party_of, refuse_twins
from cases.services.portfolio.looking_up import Lookups
from cases.services.portfolio.reading import RowRead
from cases.services.refusals import Refused


def check(*, sheet: Sheet, rows: list[RowRead], look: Lookups, today: date) -> None:
    """Notes on each row of a sheet what is wrong with it; a handful of queries for a chunk, and the constraints'."""
    _CHECKS[sheet](rows, look, today)


def _parties(rows: list[RowRead], look: Lookups, today: date) -> None:
    for row in rows:
        row.key = row.values["iso2"]
    refuse_twins(rows, look, field="iso2")
    for row in rows:
        before = look.parties_on_record.get(row.key)
        if before and not row.values["update"]:
            continue  # found by its code, and left as it is
        record = building.party(row.values, onto=copy(before) if before else None)
        if before and before.merged_into:
            row.refuse(
                Refused(
                    _("This entry was found to be entered twice; correct the one that is kept: %(kept)s.")
                    % {"kept": before.merged_into},
                    field="iso2",
                )
            )
        row.refuse_all(reference.faults_of_kind(record, before=before, on=today))
        if before is None:
            row.refuse_all(cells.empty(one) for one in _needed_of_new() if not row.values[one.code])
        row.refuse_all(refusals.faults(record, exclude={"merged_into"} | row.in_doubt))


def _needed_of_new() -> list[Column]:
    """What a Party that is not on record yet cannot be without."""
    codes = ("name_en", "name_fr", "name_es", "region")
    return [one for one in columns.COLUMNS[Sheet.PARTIES] if one.code in codes]


def _focal_points(rows: list[RowRead], look: Lookups, today: date) -> None:
    for row in rows:
        row.key = f"{row.values['party']} {row.values['email']}"
    refuse_twins(rows, look, field="email")
    for row in rows:
        if (party := party_of(row, look)) is None:
            continue
        record = building.focal_point(row.values, party=party)
        row.refuse_all(reference.faults_of_kind(record, before=None, on=today))
        unsaved = {"party"} if party.pk < 0 else set()
        row.refuse_all(refusals.faults(record, exclude={"merged_into"} | unsaved | row.in_doubt))


def _matters(rows: list[RowRead], look: Lookups, today: date) -> None:
    for row in rows:
        row.key, row.about = row.values["reference"], row.values["party"]
    refuse_twins(rows, look, field="reference")
    on_record = look.matters_on_record(row.key for row in rows)
    for row in rows:
        if row.key in on_record:
            row.refuse(Refused(_("A matter with this reference is on record already."), field="reference"))
        party, officer = party_of(row, look), officer_of(row, look)
        if party and party.merged_into:
            row.refuse_all(reference.merged(party))
        meeting = look.meetings.get(row.values["brought_to"])
        if row.values["brought_to"] and meeting is None:
            row.refuse(
                Refused(
                    _("No meeting has this code: add it to the reference data first."), field="brought_to"
                )
            )
        row.refuse_all(matter_story.faults(row.values, today=today))
        if row.values["opened_on"] is None:
            continue
        record = building.matter(row.values, party=party or Party(pk=0), officer=officer, meeting=meeting)
        asked = {"party", "officer", "brought_to", "reference", *_TOLD_BY_ITS_STORY}
        row.refuse_all(refusals.faults(record, exclude=asked | row.in_doubt))


_TOLD_BY_ITS_STORY = frozenset(
    {"stage", "brought_on", "brought_because", "grounds", "closed_on", "closed_because"}
)
"""Fields of a matter that its constraints hold together, and its days have been asked about."""

_CHECKS: dict[Sheet, Callable[[list[RowRead], Lookups, date], None]] = {
    Sheet.PARTIES: _parties,
    Sheet.FOCAL_POINTS: _focal_points,
    Sheet.MATTERS: _matters,
    Sheet.REQUESTS: request_checks.check,
    Sheet.SUBMISSIONS: answer_checks.submissions_of,
    Sheet.ASSESSMENTS: answer_checks.assessments_of,
}
