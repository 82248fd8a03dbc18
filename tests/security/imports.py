"""Imports of the scan: one without faults and one with, a planted word in the rows and the faults of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.models import PortfolioImport
from cases.services.portfolio import checking, imports
from tests.cases.portfolio_files import as_files, request_row
from tests.security import cast
from tests.security.people import TODAY
from tests.security.rules import NO_METHOD, NOT_FOUND, Others, Row, heads

if TYPE_CHECKING:
    from tests.security.targets import Target
    from tests.security.world import World

_BROUGHT = {
    "party": "XB",
    "attention": "PRESS",
    "opened_on": "2026-01-01",
    "informed_on": "2026-01-02",
    "considered_on": "2026-01-03",
    "consulted_on": "2026-01-04",
    "brought_on": "2026-01-05",
    "brought_because": "NO_RESPONSE",
    "grounds": "Nothing came.",
}
NONE = 999_999_999
_ALL = "checked, faulty"

ROWS = (
    # Without files the page comes again, and says so.
    Row("secretariat:imports", heads("200"), heads("200")),
    Row(
        "secretariat:import_template",
        {"workbook, sheet, legend": heads("200"), "missing": NOT_FOUND},
        NO_METHOD,
        "import template",
        others=Others.REFUSED,
    ),
    Row("secretariat:import", {_ALL: heads("200"), "missing": NOT_FOUND}, about="import"),
    # For the page that waits alone; by itself it leads there.
    Row(
        "secretariat:import_progress",
        {_ALL: heads("-> secretariat:import"), "missing": NOT_FOUND},
        about="import",
    ),
    Row(
        "secretariat:import_faults",
        {_ALL: heads("200"), "missing": NOT_FOUND},
        NO_METHOD,
        "import",
        others=Others.REFUSED,
    ),
    *(
        Row(
            name,
            NO_METHOD,
            {_ALL: heads(f"-> {leads_to}"), "missing": NOT_FOUND},
            "import",
            others=Others.REFUSED,
        )
        for name, leads_to in (
            ("secretariat:import_confirm", "secretariat:import"),
            ("secretariat:import_again", "secretariat:import"),
            ("secretariat:import_discard", "secretariat:imports"),
        )
    ),
)


def add(world: World) -> None:
    """Both by the supervisor, of requests to Birch."""
    for number, label in enumerate(("checked", "faulty"), start=1):
        subject = world.canaries.plant(f"imported {label}", cast.SECRETARIAT)
        row = request_row(number, reference=f"OLD-{number}", party="XB", subject=subject)
        if label == "faulty":
            row["officer"] = f"{subject}@desk.example"
        answer = {"request": row["reference"], "received_on": "2026-01-10", "acknowledgement": "yes"}
        matter = {**_BROUGHT, "reference": f"OLD-M-{number}", "title": subject}
        world.imports[label] = _checked(world, matters=[matter], requests=[row], submissions=[answer])


def _checked(world: World, **sheets: list[dict[str, str]]) -> PortfolioImport:
    actor = world.people.actor(cast.SUPERVISOR)
    portfolio = imports.receive(actor=actor, uploads=as_files(**sheets), language="en", at=TODAY)
    checking.check(portfolio=portfolio, now=lambda: TODAY)
    portfolio.refresh_from_db()
    return portfolio


def targets(world: World) -> dict[str, dict[str, Target]]:
    """What the addresses of the import are about."""
    from tests.security.targets import Target

    keys = {label: found.pk for label, found in world.imports.items()} | {"missing": NONE}
    names = {
        "workbook": "portfolio.xlsx",
        "sheet": "requests.csv",
        "legend": "legend.csv",
        "missing": "x.csv",
    }
    return {
        "import": {label: Target({"portfolio": key}) for label, key in keys.items()},
        "import template": {label: Target({"name": name}) for label, name in names.items()},
    }
