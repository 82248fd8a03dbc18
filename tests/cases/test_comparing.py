"""What would have been overdue under each text: by hand, against a recomputation day by day, and as a run."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from statistics import median
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import facts
from cases.models import Comparison, InformationRequest, Party
from cases.services import comparing, requests
from cases.services.comparing import Scope
from cases.services.refusals import Refused
from cases.services.tallying import OPEN, Tally
from cases.tasks import compare_rule_sets
from compliance.accounts.models import User
from compliance.rules import loader, timeline
from compliance.rules.types import StepCode
from tests.conftest import Answer, MakeRequest, SetClock, actor_of, at

pytestmark = pytest.mark.django_db

SENT = date(2026, 1, 15)
TODAY = date(2026, 12, 1)
ANNEX, BODY, COP19 = "SC78-DOC-37-ANNEX", "SC78-DOC-37-BODY", "CONF-11.3-REV-COP19"
JUSTIFICATION, REPLY, RESPONSE = StepCode.JUSTIFICATION, StepCode.REPLY, StepCode.RESPONSE


@pytest.fixture(autouse=True)
def _today(set_clock: SetClock) -> None:
    set_clock(at(TODAY))


def counted(on: date = TODAY, scope: Scope | None = None) -> Tally:
    tally = Tally()
    found = comparing.next_chunk(scope=scope or Scope(), on=on, after=0)
    comparing.count_in(tally=tally, requests=found, on=on)
    return tally


def command(*arguments: str) -> Any:
    out = StringIO()
    call_command("compare_rule_sets", "--on", TODAY.isoformat(), "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_a_justification_at_month_four_is_late_under_the_annex_alone(
    make_request: MakeRequest, answer: Answer
) -> None:
    request = make_request(sent_on=SENT)
    answer(request, date(2026, 2, 1), approximate_date=date(2026, 7, 1))
    answer(request, date(2026, 5, 15), justification="A flood.")
    answer(request, date(2026, 6, 20), information="COMPLETE", text="Twelve.")
    tally = counted()
    under_annex, in_force = (tally.step(code=code, step=JUSTIFICATION) for code in (ANNEX, COP19))
    assert (under_annex.statuses, in_force.statuses) == (Counter(MET_LATE=1), Counter(MET=1))
    assert (under_annex.total_days_late, under_annex.median_days_late) == (30, 30)
    assert under_annex.months == Counter({"2026-04": 1})
    assert (in_force.total_days_late, in_force.median_days_late) == (0, None)
    assert (tally.differing, tally.differing_keys) == (1, [request.pk])
    # The approximate date, 1 July, is later than the body admits; under the other two texts it is a reply.
    assert tally.step(code=BODY, step=REPLY).statuses == Counter(MET_LATE=1)
    assert tally.step(code=ANNEX, step=REPLY).statuses == Counter(MET=1)


def test_silence_is_overdue_under_every_text_and_they_differ_on_the_information_alone(
    make_request: MakeRequest,
) -> None:
    make_request(sent_on=SENT)
    tally = counted(on=date(2026, 3, 1))
    assert tally.differing == 0, "one month for the reply, under each text of paragraph 23"
    tally = counted()
    assert tally.differing == 1, "only the proposed texts set a date for the information itself"
    assert tally.step(code=COP19, step=RESPONSE).considered == 0
    assert tally.step(code=ANNEX, step=RESPONSE).total_days_late == (TODAY - date(2026, 7, 15)).days


def test_no_figure_is_of_a_draft_or_of_what_was_sent_later(make_request: MakeRequest) -> None:
    make_request()
    make_request(sent_on=TODAY + timedelta(days=1))
    assert counted().requests == 0


@pytest.fixture
def many(
    make_request: MakeRequest, answer: Answer, officer: User, other_party: Party
) -> list[InformationRequest]:
    """Forty requests under every text with all that can happen to them, the same on each run."""
    chance, found = random.Random(37), []  # noqa: S311 - a made-up record, no secret
    codes = [rule_set.code for rule_set in loader.all_rule_sets()]
    for n in range(40):
        sent_on = SENT + timedelta(days=chance.randrange(250))
        party = other_party if n % 3 == 0 else None
        request = make_request(sent_on=sent_on, rule_set_code=codes[n % len(codes)], party=party)
        days = sorted(chance.randrange(240) for _ in range(chance.randrange(4)))
        for days_after in days:
            on = sent_on + timedelta(days=days_after)
            if on <= TODAY:
                answer(request, on, **chance.choice(_CARRIED)(on))
        if n % 10 == 9:
            requests.withdraw(actor=actor_of(officer), request=request, reason="Settled.", at=at(TODAY))
        found.append(request)
    return found


_CARRIED = (
    lambda on: {"approximate_date": on + timedelta(days=40)},
    lambda on: {"justification": "A flood."},
    lambda on: {"information": "COMPLETE", "text": "Twelve."},
    lambda on: {"information": "PARTIAL", "text": "Six."},
)


def test_the_figures_are_those_of_a_recomputation_day_by_day(many: list[InformationRequest]) -> None:
    tally = counted()
    assert tally.requests == len([one for one in many if one.sent_on and one.sent_on <= TODAY])
    for rule_set in loader.all_rule_sets():
        for step in StepCode:
            told = list(_told(many, rule_set.code, step))
            one = tally.step(code=rule_set.code, step=step)
            assert one.statuses == Counter(status for status, _late in told)
            late = [days for _status, days in told if days]
            assert one.ever_overdue == len(late)
            assert one.total_days_late == sum(map(len, late))
            assert one.median_days_late == (median(map(len, late)) if late else None)
            assert one.months == Counter(f"{days[0]:%Y-%m}" for days in late)


def _told(many: list[InformationRequest], code: str, step: StepCode) -> Iterator[tuple[str, list[date]]]:
    """For each request that has the step: how it stands, and the days that began or ended with it overdue."""
    for request in many:
        request = InformationRequest.objects.get(pk=request.pk)
        known, late, overdue, now = facts.of_request(request=request), [], False, None
        assert request.sent_on
        for n in range((TODAY - request.sent_on).days + 1):
            today = request.sent_on + timedelta(days=n)
            steps = timeline.timeline(
                rule_set=loader.get(code=code), sent_on=request.sent_on, facts=known, on=today
            )
            now = next((one for one in steps if one.standing.step is step), None)
            is_overdue = now is not None and now.status == "OVERDUE"
            due_yesterday = overdue
            if is_overdue or due_yesterday:
                late.append(today)
            overdue = now is not None and now.standing.outcome == "OPEN" and now.standing.due_on <= today
        if now is not None:
            yield (OPEN if now.status in ("UPCOMING", "DUE_SOON") else now.status.value), late


def test_facts_cost_two_queries_for_forty_requests_as_for_one(many: list[InformationRequest]) -> None:
    for some in (many[:1], many):
        with CaptureQueriesContext(connection) as queries:
            told = comparing.under_each(requests=some, on=TODAY)
        assert (len(told), len(queries)) == (len(some), 2)


def test_the_scope_leaves_requests_out(many: list[InformationRequest], other_party: Party) -> None:
    to_birch = [
        one for one in many if one.party_id == other_party.pk and one.sent_on and one.sent_on <= TODAY
    ]
    assert counted(scope=Scope(party="XB")).requests == len(to_birch)
    assert counted(scope=Scope(region="OCEANIA")).requests == 0
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    in_march = [one for one in many if one.sent_on and first <= one.sent_on <= last]
    assert counted(scope=Scope(sent_from=first, sent_to=last)).requests == len(in_march)


# Runs


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "CHUNK", 7)


@pytest.mark.usefixtures("small_chunks")
def test_a_run_kept_chunk_by_chunk_is_the_whole_count(
    many: list[InformationRequest], supervisor: User
) -> None:
    whole = counted_all(many)
    comparison = comparing.ask(actor=actor_of(supervisor), on=TODAY, scope=Scope(), at=at(TODAY))
    assert comparing.advance(at=at(TODAY))
    comparison.refresh_from_db()
    assert (comparison.requests_done, comparison.finished_at) == (7, None)
    compare_rule_sets()  # as beat does, after a worker was killed
    comparison.refresh_from_db()
    assert comparison.finished_at == at(TODAY)
    assert comparison.asked_by == supervisor
    kept = Tally.from_data(comparison.figures)
    assert kept.as_data() == whole.as_data()
    assert comparison.requests_done == kept.requests
    assert not comparing.advance(at=at(TODAY))


def test_a_second_run_at_once_is_refused_in_words(supervisor: User, officer: User) -> None:
    comparing.ask(actor=actor_of(supervisor), on=TODAY, scope=Scope(), at=at(TODAY))
    with pytest.raises(comparing.StillRunning, match="under way"):
        comparing.ask(actor=actor_of(officer), on=TODAY, scope=Scope(), at=at(TODAY))
    compare_rule_sets()
    comparing.ask(actor=actor_of(officer), on=TODAY, scope=Scope(), at=at(TODAY))
    assert Comparison.objects.count() == 2


@pytest.mark.parametrize(
    ("on", "scope", "field"),
    [
        pytest.param(TODAY + timedelta(days=1), Scope(), "on", id="a day to come"),
        pytest.param(TODAY, Scope(sent_from=TODAY, sent_to=SENT), "sent_from", id="days the wrong way round"),
        pytest.param(TODAY, Scope(party="ZZ"), "party", id="no such Party"),
    ],
)
def test_a_run_that_makes_no_sense_is_refused(supervisor: User, on: date, scope: Scope, field: str) -> None:
    with pytest.raises(Refused) as refused:
        comparing.ask(actor=actor_of(supervisor), on=on, scope=scope, at=at(TODAY))
    assert refused.value.field == field
    assert not Comparison.objects.exists()


def test_nobody_but_the_secretariat_compares(focal_point: User, member: User) -> None:
    for user in (focal_point, member):
        with pytest.raises(PermissionDenied):
            comparing.ask(actor=actor_of(user), on=TODAY, scope=Scope(), at=at(TODAY))
        assert not Comparison.objects.visible_to(actor_of(user)).exists()


# The command


@pytest.mark.usefixtures("small_chunks")
def test_the_command_gives_the_figures_and_lists_what_differs(many: list[InformationRequest]) -> None:
    told, tally = command("--list"), counted_all(many)
    expected = tally.as_data()
    keys = expected.pop("differing_keys")
    assert {name: told[name] for name in expected} == json.loads(json.dumps(expected))
    listed = [one["reference"] for one in told["differing_requests"]]
    assert listed == [one.reference for one in many if one.pk in keys]
    assert not Comparison.objects.exists()
    kept = command("--keep")
    assert kept["rule_sets"] == told["rule_sets"]
    assert Comparison.objects.get().finished_at is not None


def counted_all(many: list[InformationRequest]) -> Tally:
    tally = Tally()
    found = InformationRequest.objects.filter(pk__in=[one.pk for one in many], sent_on__lte=TODAY)
    comparing.count_in(tally=tally, requests=found.order_by("pk"), on=TODAY)
    return tally


def test_the_command_prints_a_table_in_columns(many: list[InformationRequest]) -> None:
    out = StringIO()
    call_command("compare_rule_sets", "--on", TODAY.isoformat(), "--list", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].startswith(f"As of {TODAY}: ")
    start = next(n for n, line in enumerate(lines) if line.startswith(ANNEX))
    head, *rows = lines[start + 1 : start + 4]
    assert head.split()[:4] == ["step", "requests", "met", "late"]
    assert len({len(line) for line in (head, *rows)}) == 1
    assert any("overdue from" in line for line in lines)


def test_the_command_refuses_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        call_command("compare_rule_sets", "--party", "ZZ")
    assert left.value.code == 2
    assert capsys.readouterr().err == "compare_rule_sets: There is no Party with this ISO code.\n"
