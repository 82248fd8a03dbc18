"""What the rules have against rows of information requests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from cases.models import ComplianceMatter, InformationRequest, Party
from cases.models.portfolio_import import Sheet
from cases.services import request_rules
from cases.services.portfolio import building, constraints
from cases.services.portfolio.constraints import Asked
from cases.services.portfolio.finding import officer_of, party_of, refuse_twins
from cases.services.portfolio.looking_up import Lookups
from cases.services.portfolio.reading import RowRead
from cases.services.refusals import Refused

_SEEN_TO = frozenset({"reference", "party", "matter", "follows", "officer"})
_DAYS = frozenset({"stage", "sent_on", "withdrawn_on"})
"""Fields that stand or fall together."""


def check(rows: list[RowRead], look: Lookups, today: date) -> None:
    for row in rows:
        row.key, row.about = row.values["reference"], row.values["party"]
    refuse_twins(rows, look, field="reference")
    known, asked = _Known(rows, look), []
    for row in rows:
        if row.key and row.key in known.on_record:
            row.refuse(Refused(_("A request with this reference is on record already."), field="reference"))
        record = _record(row, look, known)
        _of_days(row, today)
        unasked = _SEEN_TO | row.in_doubt
        if unasked & _DAYS:
            unasked |= _DAYS
        row.refuse_all(request_rules.faults(request=record, unasked=unasked, constraints=False))
        asked.append(Asked(row, record, unasked))
        known.add(row, record)
    constraints.ask(asked)


class _Known:
    """The matters and the earlier requests that the rows of a chunk can refer to."""

    def __init__(self, rows: Iterable[RowRead], look: Lookups) -> None:
        asked = {row.values["matter"] for row in rows}
        self.matters: dict[str, ComplianceMatter | None] = dict(look.matters_on_record(asked))
        for row in look.staged(Sheet.MATTERS, asked):
            usable = row.values is not None and row.values["party"] in look.parties
            self.matters.setdefault(row.key, look.matter_of(row) if usable else None)
        named = {name for row in rows for name in (row.key, row.values["follows"])}
        self.on_record = look.requests_on_record(named)
        self.requests: dict[str, InformationRequest | None] = dict(self.on_record)
        for row in look.staged(Sheet.REQUESTS, named):
            usable = row.values is not None and row.values["party"] in look.parties
            self.requests.setdefault(row.key, look.request_of(row) if usable else None)

    def add(self, row: RowRead, record: InformationRequest) -> None:
        """A row of this chunk, for those below it; its key is none of a record."""
        record.pk = -row.number
        self.requests.setdefault(row.key, None if row.faults else record)


def _record(row: RowRead, look: Lookups, known: _Known) -> InformationRequest:
    party, officer = party_of(row, look), officer_of(row, look)
    matter, follows = _matter(row, known), _follows(row, known)
    return building.request(
        row.values,
        party=party or Party(pk=0),
        officer=officer,
        at=look.at,
        matter=matter if party else None,
        follows=follows if party else None,
    )


def _matter(row: RowRead, known: _Known) -> ComplianceMatter | None:
    name = row.values["matter"]
    if name and name not in known.matters:
        words = _("No matter has this reference, on record or on the sheet of matters.")
        row.refuse(Refused(words, field="matter"))
    return known.matters.get(name)


def _follows(row: RowRead, known: _Known) -> InformationRequest | None:
    name = row.values["follows"]
    if name and name not in known.requests:
        words = _("No request has this reference, on record or in a row above.")
        row.refuse(Refused(words, field="follows"))
    return known.requests.get(name)


def _of_days(row: RowRead, today: date) -> None:
    """What a request that is sent from the desk cannot get wrong: its day is the day of the act."""
    sent_on, withdrawn_on = row.values["sent_on"], row.values["withdrawn_on"]
    if sent_on and sent_on > today:
        row.refuse(Refused(_("The date of the request is in the future."), field="sent_on"))
    if withdrawn_on and withdrawn_on > today:
        row.refuse(Refused(_("The day of the withdrawal is in the future."), field="withdrawn_on"))
    if withdrawn_on:
        try:
            request_rules.require_reason(row.values["withdrawal_reason"])
        except Refused as refusal:
            row.refuse(Refused(refusal.rule, field="withdrawal_reason"))
