"""What rows refer to: Parties, people, meetings, and what is on record or on an earlier sheet of the same import.

An unsaved record of an earlier sheet has the negative key of its row, so that two of them are never taken for one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from cases import people
from cases.access import Actor
from cases.models import (
    ComplianceMatter,
    ImportRow,
    InformationRequest,
    Meeting,
    Party,
    PortfolioImport,
    Submission,
)
from cases.models.portfolio_import import Sheet
from cases.services.portfolio import building, reading
from compliance.accounts.models import User


class Lookups:
    """One for each chunk of rows; a query for each kind of thing, however many rows ask for it."""

    def __init__(self, *, actor: Actor, portfolio: PortfolioImport, at: datetime) -> None:
        self.actor, self.portfolio, self.at = actor, portfolio, at

    @cached_property
    def parties_on_record(self) -> dict[str, Party]:
        visible = Party.objects.visible_to(self.actor).select_related("merged_into")
        return {one.iso2: one for one in visible}

    @cached_property
    def parties(self) -> dict[str, Party]:
        """Those on record, and those that the sheet of Parties adds."""
        found = dict(self.parties_on_record)
        for row in self.staged(Sheet.PARTIES):
            if row.key not in found and row.values is not None:
                found[row.key] = building.party(reading.values_of(row), onto=Party(pk=-row.pk))
        return found

    @cached_property
    def parties_in_doubt(self) -> set[str]:
        """New Parties whose own row has faults: what refers to them is not told a second time."""
        return {row.key for row in self.staged(Sheet.PARTIES) if row.values is None} - set(self.parties)

    @cached_property
    def officers(self) -> dict[str, User]:
        found = people.case_officers(actor=self.actor).select_related("user")
        return {one.user.email.lower(): one.user for one in found}

    @cached_property
    def own_account(self) -> User | None:
        """The actor, where they work on requests themselves."""
        return next((one for one in self.officers.values() if one.pk == self.actor.user_id), None)

    @cached_property
    def meetings(self) -> dict[str, Meeting]:
        return {one.code.upper(): one for one in Meeting.objects.visible_to(self.actor)}

    def staged(self, sheet: Sheet, keys: Iterable[str] | None = None) -> list[ImportRow]:
        """The rows of a sheet that were read before, all or those with these names."""
        found = ImportRow.objects.visible_to(self.actor).filter(portfolio=self.portfolio, sheet=sheet)
        if keys is not None:
            found = found.filter(key__in=set(keys))
        return list(found.order_by("pk"))

    def by_key(self, sheet: Sheet, keys: Iterable[str]) -> dict[str, ImportRow]:
        """The same by name; of two with one name the first, as the other is a fault."""
        return {one.key: one for one in reversed(self.staged(sheet, keys)) if one.key}

    def requests_on_record(self, references: Iterable[str]) -> dict[str, InformationRequest]:
        visible = InformationRequest.objects.visible_to(self.actor).filter(reference__in=set(references))
        return {one.reference: one for one in visible.select_related("party").defer("questions")}

    def matters_on_record(self, references: Iterable[str]) -> dict[str, ComplianceMatter]:
        visible = ComplianceMatter.objects.visible_to(self.actor).filter(reference__in=set(references))
        return {one.reference: one for one in visible.select_related("party")}

    def request_of(self, row: ImportRow) -> InformationRequest:
        """The request that a row would be; who is responsible and what it belongs to are of no matter here."""
        values = reading.values_of(row)
        found = building.request(values, party=self.parties[values["party"]], officer=None, at=self.at)
        found.pk = -row.pk
        return found

    def matter_of(self, row: ImportRow) -> ComplianceMatter:
        values = reading.values_of(row)
        found = building.matter(values, party=self.parties[values["party"]], officer=None)
        found.pk = -row.pk
        return found

    def submission_of(self, row: ImportRow, request: InformationRequest) -> Submission:
        values = reading.values_of(row)
        found = building.submission(values, request=request, by=self.actor.user_id, at=self.at)
        found.pk = -row.pk
        return found
