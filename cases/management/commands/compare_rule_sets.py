"""What would have been overdue, and when, under each text, over the requests on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from cases.models import InformationRequest
from cases.models.party import Region
from cases.services import comparing
from cases.services.comparing import Scope
from cases.services.refusals import Refused
from cases.services.tallying import KEPT_DIFFERING, OPEN, Stories, Tally
from compliance import clock
from compliance.management import arguments
from compliance.management.plain import PlainCommand
from compliance.rules import loader
from compliance.rules.types import Status, StepCode

_COLUMNS: tuple[tuple[str, str], ...] = (
    ("met", Status.MET.value),
    ("late", Status.MET_LATE.value),
    ("overdue", Status.OVERDUE.value),
    ("missed", Status.MISSED.value),
    ("not due", OPEN),
    ("not req.", Status.NOT_REQUIRED.value),
    ("withdrawn", Status.WITHDRAWN.value),
)


class Command(PlainCommand):
    help = "Says what of the requests on record would have been overdue, and when, under each text of paragraph 23."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=arguments.day, help="as of this day, YYYY-MM-DD (default: today)")
        parser.add_argument("--party", default="", help="only requests to the Party with this ISO code")
        parser.add_argument(
            "--region", choices=Region.values, default="", help="only to Parties of this region"
        )
        parser.add_argument("--sent-from", type=arguments.day, help="only requests sent on this day or later")
        parser.add_argument("--sent-to", type=arguments.day, help="only requests sent on this day or before")
        parser.add_argument("--json", action="store_const", const="json", dest="format", help="as JSON")
        parser.add_argument("--list", action="store_true", help="list the requests on which the texts differ")
        parser.add_argument("--keep", action="store_true", help="keep the figures for the desk's page")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        on = options["on"] or clock.legal_day(at=at)
        scope = Scope(options["party"].upper(), options["region"], options["sent_from"], options["sent_to"])
        try:
            comparing.require_sense(on=on, scope=scope, at=at)
            tally = comparing.kept(on=on, scope=scope, at=at) if options["keep"] else _counted(on, scope)
        except Refused as error:
            self.refuse(str(error))
        differing = list(_differing(tally, on)) if options["list"] else []
        payload = {"on": on.isoformat(), "scope": scope.as_data(), **_figures(tally)}
        if options["list"]:
            payload["differing_requests"] = [data for data, _line in differing]
        text = "\n".join([_heading(on, tally), *_table(tally), *(line for _data, line in differing)])
        self.answer(payload=payload, text=text, options=options)


def _counted(on: date, scope: Scope) -> Tally:
    """A run that keeps nothing."""
    tally, after = Tally(), 0
    while requests := comparing.next_chunk(scope=scope, on=on, after=after):
        comparing.count_in(tally=tally, requests=requests, on=on)
        after = requests[-1].pk
    return tally


def _figures(tally: Tally) -> dict[str, Any]:
    figures = tally.as_data()
    figures.pop("differing_keys")
    return figures


def _heading(on: date, tally: Tally) -> str:
    return (
        f"As of {on}: {tally.requests} requests compared; the texts of paragraph 23 differ on {tally.differing}.\n"
        "Days late are counted over the steps that were overdue at any time, until they were settled or until that day."
    )


def _table(tally: Tally) -> Iterator[str]:
    """Each text with its steps, aligned; then the months in which steps became overdue."""
    for rule_set in loader.all_rule_sets():
        yield f"\n{rule_set.code} ({tally.sent_under[rule_set.code]} sent under it): {rule_set.title}"
        heads = [name for name, _status in _COLUMNS]
        rows = [["step", "requests", *heads, "days late", "median"]]
        for step in StepCode:
            one = tally.step(code=rule_set.code, step=step)
            if one.considered:
                counts = [str(one.statuses[status]) for _name, status in _COLUMNS]
                middle = "-" if one.median_days_late is None else f"{one.median_days_late:g}"
                rows.append([step.value, str(one.considered), *counts, str(one.total_days_late), middle])
        yield from _aligned(rows)
        for step in StepCode:
            if months := tally.step(code=rule_set.code, step=step).months:
                told = ", ".join(f"{month}: {count}" for month, count in sorted(months.items()))
                yield f"  {step} became overdue in {told}"


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        first, *numbers = row
        cells = [f"{one:>{width}}" for one, width in zip(numbers, widths[1:], strict=True)]
        yield "  " + "  ".join([f"{first:<{widths[0]}}", *cells])


def _differing(tally: Tally, on: date) -> Iterator[tuple[dict[str, Any], str]]:
    """Each request on which the texts differ, with what was overdue under each; the newest that were kept."""
    keys = tally.differing_keys
    if tally.differing > KEPT_DIFFERING:
        yield {"newest_only": KEPT_DIFFERING}, f"\nThe newest {KEPT_DIFFERING} of {tally.differing}:"
    for start in range(0, len(keys), comparing.CHUNK):
        found = InformationRequest.objects.filter(pk__in=keys[start : start + comparing.CHUNK])
        requests = list(found.select_related("party").order_by("pk"))
        told = comparing.under_each(requests=requests, on=on)
        yield from ((_as_data(one, told[one.pk]), _as_line(one, told[one.pk])) for one in requests)


def _overdue(told: Stories) -> dict[str, dict[str, Any]]:
    return {
        code: {
            story.standing.step.value: {
                "since": story.overdue_since.isoformat(),
                "days": story.days_late,
                "status": story.status.value,
            }
            for story in stories
            if story.overdue_since
        }
        for code, stories in told.items()
    }


def _as_data(request: InformationRequest, told: Stories) -> dict[str, Any]:
    return {
        "reference": request.reference,
        "party": request.party.iso2,
        "sent_on": request.sent_on.isoformat() if request.sent_on else None,
        "sent_under": request.rule_set_code,
        "overdue": _overdue(told),
    }


def _as_line(request: InformationRequest, told: Stories) -> str:
    lines = [
        f"\n{request.reference}  {request.party.iso2}  sent {request.sent_on} under {request.rule_set_code}"
    ]
    for code, steps in _overdue(told).items():
        lines.append(f"  {code}: {'; '.join(_words(steps)) or 'nothing overdue'}")
    return "\n".join(lines)


def _words(steps: dict[str, dict[str, Any]]) -> Iterable[str]:
    for step, one in steps.items():
        yield f"{step} overdue from {one['since']}, {one['days']} days ({one['status']})"
