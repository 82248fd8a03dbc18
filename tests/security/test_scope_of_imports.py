"""Imports of portfolios: what is on its way into the record is the Secretariat's alone, and so is what it refers to."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory

from cases.access import Actor
from cases.models import ImportFault, ImportFile, ImportRow, PortfolioImport
from cases.models.portfolio_import import Sheet
from cases.services.portfolio import answer_checks, cases_of, checking, imports, previewing
from cases.services.portfolio.looking_up import Lookups
from cases.services.portfolio.reading import RowRead
from cases.web.secretariat import import_files
from cases.web.secretariat import imports as pages
from tests.security import cast
from tests.security.people import TODAY
from tests.security.scopes import IMPORTS, MATTERS, NOTHING, PARTIES, READERS, REQUESTS, SUBMISSIONS
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")

PARTS = {"files": ImportFile, "rows": ImportRow, "faults": ImportFault}


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def actor(world: World, reader: str) -> Actor:
    return world.people.actor(reader)


def labels(known: dict[str, Any], found: Any) -> frozenset[str]:
    by_key = {one.pk: label for label, one in known.items()}
    return frozenset(by_key[one.pk] for one in found if one.pk in by_key)


def test_an_import_and_its_parts_are_the_secretariats(world: World, reader: str, actor: Actor) -> None:
    seen = IMPORTS.get(reader, NOTHING)
    assert labels(world.imports, PortfolioImport.objects.visible_to(actor)) == seen
    for model in PARTS.values():
        found: Any = model.objects.visible_to(actor).values_list("portfolio", flat=True)  # type: ignore[attr-defined]
        assert labels(world.imports, PortfolioImport.objects.filter(pk__in=found)) <= seen
        assert bool(found) is bool(seen)


def test_what_rows_refer_to_is_what_a_reader_sees(world: World, reader: str, actor: Actor) -> None:
    look = Lookups(actor=actor, portfolio=world.imports["checked"], at=TODAY)
    assert labels(world.people.parties, look.parties_on_record.values()) == PARTIES.get(reader, NOTHING)
    references = [one.reference for one in world.requests.values()]
    found = look.requests_on_record(references)
    assert labels(world.requests, found.values()) == REQUESTS.get(reader, NOTHING)
    matters = look.matters_on_record(one.reference for one in world.matters.values())
    assert labels(world.matters, matters.values()) == MATTERS.get(reader, NOTHING)
    assert bool(look.meetings) is (reader in (cast.OWN, cast.OTHER, cast.MEMBER, cast.OFFICER))
    assert bool(look.officers) is (reader == cast.OFFICER)
    assert bool(look.staged(Sheet.REQUESTS)) is (reader == cast.OFFICER)


def test_a_key_is_taken_as_far_as_the_submission_is_seen(world: World, reader: str, actor: Actor) -> None:
    look = Lookups(actor=actor, portfolio=world.imports["checked"], at=TODAY)
    for label, submission in world.submissions.items():
        row = RowRead(Sheet.SUBMISSIONS, 2, {}, key=str(submission.key))
        taken = bool(answer_checks._taken([row], look))
        assert taken is (label in SUBMISSIONS.get(reader, NOTHING)), label


def test_the_preview_is_the_secretariats(world: World, reader: str, actor: Actor) -> None:
    portfolio = world.imports["checked"]
    cases = previewing.first_cases(actor=actor, portfolio=portfolio, at=TODAY)
    assert len(cases) == (reader == cast.OFFICER)
    rows = list(ImportRow.objects.filter(portfolio=portfolio, sheet=Sheet.REQUESTS))
    look = Lookups(actor=actor, portfolio=portfolio, at=TODAY)
    answers = cases_of._by_what(look, Sheet.SUBMISSIONS, [row.key for row in rows])
    assert bool(answers) is (reader == cast.OFFICER)


def test_pages_of_an_import_give_their_readers_nothing_else(world: World, reader: str, actor: Actor) -> None:
    own = reader == cast.OFFICER
    checked, faulty = world.imports["checked"], world.imports["faulty"]
    assert bool(pages._counts(actor, checked)) is own
    assert bool(pages._faults(actor, faulty)["faults"]) is own
    preview = pages._preview(actor, checked, TODAY)
    assert (bool(preview["first"]), preview["brought"]) == (own, int(own))
    assert bool(import_files.all_faults(actor, faulty)) is own
    ImportRow.objects.filter(portfolio=checked, sheet=Sheet.REQUESTS).update(record=world.requests["own"].pk)
    done = pages._done(actor, checked, "")["page"].rows
    assert labels(world.requests, done) == {"own"} & REQUESTS.get(reader, NOTHING)
    assert bool(pages.listed(actor)) is own
    request = RequestFactory().get("/")
    request.actor = actor  # type: ignore[attr-defined]
    if not own:
        with pytest.raises(Http404):
            pages.opened(request, checked.pk)
        with pytest.raises(PortfolioImport.DoesNotExist):
            imports._locked(actor, checked)
    assert checking.Check(checked)._actor().user_id == world.people.users[cast.SUPERVISOR].pk
