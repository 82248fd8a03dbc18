"""With the doors of all desks taken off, a page still shows no more than its queries give its reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import reverse

from tests.security import cast, crawling
from tests.security.asking import Asker
from tests.security.canaries import word_for
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")

READERS = (cast.OWN, cast.OTHER, cast.MEMBER, cast.STRANGER)
FIELDS: dict[str, set[str]] = {
    cast.OWN: {
        *("grounds own", "grounds brought", "reasons closed"),
        *("significance own", "significance brought"),
        # what it wrote itself: its own pages show that the mail came, and not its text
        *("text of mail own", "attachment of mail own"),
    },
    cast.OTHER: {
        *("grounds other", "grounds other brought", "name of supervisor"),
        "significance other brought",
        *("text of mail other", "attachment of mail other"),
    },
    cast.MEMBER: {
        *(f"questions {label}" for label in ("brought", "withdrawn", "other brought")),
        *("withdrawal withdrawn", "name of officer", "address of officer"),
        *("mailbox Alder", "mailbox Birch"),
        *("significance brought", "significance other brought"),
        # of whoever sent what was released: the Committee's own pages name the Party
        "name of other Party's focal point",
    },
    cast.STRANGER: set(),
}
"""Words in rows that the reader does see, which the pages of their own desk leave out: whether a row is seen is what
is asked here, and ``test_matrix`` asks for the fields."""


def _addresses(world: World) -> Iterator[str]:
    desks = [row for row in crawling.ROWS if ":" in row.name and not row.demonstration]
    yield from crawling.by_key(world, desks)
    yield from crawling.by_query(world)


@pytest.mark.usefixtures("without_doors")
@pytest.mark.parametrize("member", READERS)
def test_no_page_relies_on_its_door_alone(world: World, askers: dict[str, Asker], member: str) -> None:
    asker, left_out = askers[member], {word_for(what) for what in FIELDS[member]}
    leaks = [
        f"{url} shows {member}: {sorted(found)}"
        for url in _addresses(world)
        if (found := {*world.canaries.found_by(member, asker.ask_and_undo("GET", url).text)} - left_out)
    ]
    assert not leaks, "\n".join(leaks)


@pytest.mark.usefixtures("without_doors")
def test_what_a_reader_does_not_see_is_not_there_before_it_is_asked_what_they_may(
    world: World, askers: dict[str, Asker]
) -> None:
    """A member sees the request, and of its submissions not even that they exist: 404 and not 403."""
    request, submission = world.requests["brought"], world.submissions["brought"]
    url = reverse("secretariat:assess", args=[request.reference, submission.pk])
    assert askers[cast.MEMBER].ask_and_undo("GET", url).status == 404
    assert askers[cast.ADMINISTRATOR].ask_and_undo("GET", url).status == 403
