"""Numbers and lists do not move when something is added that a reader does not see, with doors and without."""

from __future__ import annotations

import re
import uuid
from io import BytesIO

import pytest
from openpyxl import load_workbook

from cases.services import desk_tasks, notes, people
from tests.security import cast, crawling
from tests.security.asking import Answer, Asker
from tests.security.people import ALDER, BIRCH, TODAY
from tests.security.world import World, attach, open_matter, open_request, receive

pytestmark = pytest.mark.usefixtures("on_the_record")

_OF_THIS_ANSWER = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|(?:value|data-key)="[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"'
    r"|timeline-[0-9a-f]{12}|'X-Request-ID': '[^']+'"
)
"""What differs between any two answers: its number, the token of a form, the key of a new one, ids of a picture."""
PAGES = ("secretariat:request", "secretariat:matter", "party:request", "committee:matter")


def _pages(asker: Asker, urls: list[str]) -> dict[str, str]:
    found = {}
    for url in urls:
        found[url] = _told(asker.ask_and_undo("GET", url))
    return found


def _told(answer: Answer) -> str:
    """All that an answer tells; of a workbook the cells, for its bytes carry the instant at which it was made."""
    if answer.body.startswith(b"PK"):
        sheets = load_workbook(BytesIO(answer.body)).worksheets
        return repr([list(sheet.iter_rows(values_only=True)) for sheet in sheets])
    return _OF_THIS_ANSWER.sub("", f"{answer.said} {answer.headers} {answer.body.decode(errors='replace')}")


def _urls(world: World) -> list[str]:
    rows = [row for row in crawling.ROWS if ":" in row.name and not row.demonstration]
    lists = [*crawling.by_key(world, [row for row in rows if not row.about or row.about.startswith("new")])]
    pages = crawling.by_key(world, [row for row in rows if row.name in PAGES])
    return [*lists, *pages, *crawling.by_query(world)]


def _add_what_birch_alone_sees(world: World) -> None:
    """A matter, a request with an answer and a document, a draft, and somebody proposed."""
    birch = world.people.parties[BIRCH]
    matter = open_matter(world, birch, "One more")
    request = open_request(world, birch, sent=True, subject="More", questions="More?", matter=matter)
    open_request(world, birch, sent=False, subject="More", questions="More?")
    attach(world, _unheard(world), cast.OTHER, request, uuid.uuid4(), cast.BIRCH)
    carried = {"key": uuid.uuid4(), "at": TODAY, "justification": "More."}
    receive(world, cast.OTHER, request, carried)
    people.propose(actor=world.people.actor(cast.OTHER), email="more@desk.example", name="More", at=TODAY)


def _unheard(world: World) -> str:
    """A label that nothing has: words are planted once."""
    return "more" + chr(ord("a") + sum("more" in word for word in world.canaries.readers))


def _add_drafts(world: World) -> None:
    """Drafts to Alder, also in matters that Alder or the Committee sees."""
    for matter in (None, world.matters["own"], world.matters["brought"]):
        party = world.people.parties[ALDER]
        open_request(world, party, sent=False, subject="More", questions="More?", matter=matter)


def _add_what_the_committee_does_not_see(world: World) -> None:
    alder = world.people.parties[ALDER]
    matter = open_matter(world, alder, "One more")
    open_request(world, alder, sent=True, subject="More", questions="More?", matter=matter)
    open_request(world, alder, sent=True, subject="More", questions="More?")
    receive(
        world, cast.OWN, world.requests["own"], {"key": uuid.uuid4(), "at": TODAY, "justification": "More."}
    )


def _add_what_staff_keep_for_themselves(world: World) -> None:
    """A note and a task about requests that others see."""
    actor, officer = world.people.actor(cast.SUPERVISOR), world.people.users[cast.OFFICER]
    for label in ("own", "brought", "other"):
        request = world.requests[label]
        notes.write(actor=actor, request=request, text="More.", tell=[officer], at=TODAY)
        desk_tasks.ask(actor=actor, request=request, title="More.", assigned_to=officer, at=TODAY)


ADDED = {
    cast.OWN: (_add_what_birch_alone_sees, _add_drafts, _add_what_staff_keep_for_themselves),
    cast.MEMBER: (
        _add_what_birch_alone_sees,
        _add_drafts,
        _add_what_the_committee_does_not_see,
        _add_what_staff_keep_for_themselves,
    ),
    cast.STRANGER: (
        _add_what_birch_alone_sees,
        _add_drafts,
        _add_what_the_committee_does_not_see,
        _add_what_staff_keep_for_themselves,
    ),
}


@pytest.mark.parametrize("member", ADDED)
def test_nothing_moves(world: World, askers: dict[str, Asker], member: str) -> None:
    _nothing_moves(world, askers[member], member)


@pytest.mark.usefixtures("without_doors")
@pytest.mark.parametrize("member", ADDED)
def test_nothing_moves_behind_the_doors(world: World, askers: dict[str, Asker], member: str) -> None:
    _nothing_moves(world, askers[member], member)


def _nothing_moves(world: World, asker: Asker, member: str) -> None:
    urls = _urls(world)
    before = _pages(asker, urls)
    for add in ADDED[member]:
        add(world)
    after = _pages(asker, urls)
    moved = [url for url in urls if before[url] != after[url]]
    assert moved == []
