"""What the clock will say of a portfolio: counted before anything of it is on record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.utils.translation import gettext as _

from cases import access
from cases.models import ImportFault, ImportRow, InformationRequest, PortfolioImport
from cases.models.portfolio_import import Sheet
from cases.services import deadlines
from cases.services.portfolio import cases_of
from cases.services.portfolio.cases_of import Case
from cases.services.portfolio.looking_up import Lookups
from compliance.rules import loader, notices, timeline
from compliance.rules.notices import NoticeDue
from compliance.rules.types import Deadline, RuleError

FIRST = 10
"""Requests that the preview shows with their dates."""


@dataclass(slots=True)
class Preview:
    """Requests by stage, their steps by status on the day of the check, and the notices that will not be sent."""

    stages: Counter[str]
    steps: Counter[str]
    """``STEP STATUS``: how many."""
    unsent: Counter[str]

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        return cls(*(Counter(data.get(name, {})) for name in ("stages", "steps", "unsent")))

    def as_data(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {"stages": dict(self.stages), "steps": dict(self.steps), "unsent": dict(self.unsent)}


def count_in(*, preview: Preview, rows: Iterable[ImportRow], look: Lookups, on: date) -> list[ImportFault]:
    """Adds some requests to a preview; gives a fault for each whose facts the rules do not admit."""
    faults = []
    for case in cases_of.of_rows(rows=rows, look=look):
        preview.stages[case.request.stage] += 1
        if case.request.sent_on is None:
            continue
        try:
            deadlines.projected(request=case.request, known=case.facts)
            preview.steps.update(f"{one.standing.step} {one.status}" for one in steps(case, on=on))
            preview.unsent.update(one.code.value for one in past_notices(case, on=on))
        except (RuleError, OverflowError) as error:
            faults.append(_fault(case.row, look.portfolio, str(error)))
    return faults


def first_cases(*, actor: access.Actor, portfolio: PortfolioImport, at: datetime) -> list[Case]:
    """The first requests that were sent, for the page; none once the rows have become the record."""
    look = Lookups(actor=actor, portfolio=portfolio, at=at)
    visible = ImportRow.objects.visible_to(actor).filter(portfolio=portfolio, sheet=Sheet.REQUESTS)
    rows = visible.filter(values__has_key="sent_on").order_by("pk")[:FIRST]
    return cases_of.of_rows(rows=rows, look=look)


def steps(case: Case, *, on: date) -> tuple[Deadline, ...]:
    """Every step of a case that was sent, on a day, with its explanation."""
    request = case.request
    if request.sent_on is None:
        return ()
    rule_set = loader.get(code=request.rule_set_code)
    return timeline.timeline(rule_set=rule_set, sent_on=request.sent_on, facts=case.facts, on=on)


def past_notices(case: Case, *, on: date) -> tuple[NoticeDue, ...]:
    """What the calendar called for until the day before ``on``: it was for the desk before this one to send.

    From ``on`` the sweep goes on as ever. A step whose notice is among these gets
    the next of its ladder when that comes: a reminder passed over does not keep
    the overdue notice from being sent. Our choice, from procedure, "What the engine does
    each time it runs": a notice whose moment has passed is not sent late in a burst.
    """
    request = case.request
    if request.sent_on is None or request.stage != InformationRequest.Stage.SENT:
        return ()
    rule_set, before = loader.get(code=request.rule_set_code), on - timedelta(days=1)
    if before < request.sent_on:
        return ()
    return notices.due(rule_set=rule_set, sent_on=request.sent_on, facts=case.facts, on=before)


def _fault(row: ImportRow, portfolio: PortfolioImport, rule: str) -> ImportFault:
    words = _("The rules do not admit what is told of this request: %(why)s.") % {"why": rule}
    return ImportFault(
        portfolio=portfolio,
        file_name=row.file.name,
        sheet=row.sheet,
        row=row.row,
        column="reference",
        value=row.key,
        rule=words,
    )
