"""How many queries each page costs: as many with three times the record as with once.

``pytest tests/pages/test_queries.py -s`` prints the table.
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.security import addresses, cast
from tests.security import world as record
from tests.security.asking import Asker
from tests.security.people import ALDER, BIRCH, TODAY
from tests.security.targets import Targets
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")

READERS = (cast.OWN, cast.OFFICER, cast.SUPERVISOR, cast.MEMBER)
DESKS = ("secretariat:", "party:", "committee:", "documents:")
MOST = 40
"""More than any page needs; each has its own, smaller number, which the table prints."""
MOST_OF_AN_ARCHIVE = 80
"""A whole case holds every list that hangs on it, each by queries of its own."""


@pytest.mark.parametrize("member", READERS)
def test_a_page_costs_as_many_queries_however_much_is_on_record(
    world: World, askers: dict[str, Asker], targets: Targets, member: str
) -> None:
    _more(world, 30)
    once = dict(_costs(askers[member], targets))
    _more(world, 60)
    grown = {name: (once[name], cost) for name, cost in _costs(askers[member], targets) if cost != once[name]}
    table = [f"{cost:4d}  {name}" for name, cost in sorted(once.items())]
    sys.stdout.write("\n".join([f"\n{member}: queries for each page", *table, ""]))
    assert once, "no page was asked for"
    assert not grown, "these pages cost more with more on record"
    archives = {name: cost for name, cost in once.items() if "_zip" in name}
    assert max(cost for name, cost in once.items() if name not in archives) <= MOST
    assert all(cost <= MOST_OF_AN_ARCHIVE for cost in archives.values())


def _costs(asker: Asker, targets: Targets) -> Iterator[tuple[str, int]]:
    """Every page of a desk that opens, about every object; asked once before, so that what is cached is there."""
    for question, target in addresses.questions(targets):
        if question.method != "GET" or not question.row.name.startswith(DESKS):
            continue
        address = addresses.url(question.row, target)
        if asker.ask("GET", address).status != 200:
            continue
        with CaptureQueriesContext(connection) as queries:
            asker.ask("GET", address)
        yield str(question), len(queries)


def _more(world: World, count: int) -> None:
    """More of everything: requests to both Parties, some of them before the Committee, each with an answer."""
    for number in range(count):
        iso2, matter = (ALDER, "brought") if number % 3 else (BIRCH, "other brought")
        request = record.open_request(
            world,
            world.people.parties[iso2],
            subject=f"More {uuid.uuid4()}",
            questions="Which?",
            matter=world.matters[matter] if number % 2 else None,
            sent=True,
        )
        carried = {
            "key": uuid.uuid4(),
            "information": "COMPLETE" if number % 4 == 0 else "NONE",
            "text": "All of it." if number % 4 == 0 else "",
            "justification": "A flood.",
            "at": TODAY - timedelta(days=4),
        }
        record.receive(world, cast.OFFICER, request, carried)
