"""An import as a whole: the same due dates, a record that verifies, nothing said of the past, and nothing half done."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from cases.access import Actor
from cases.models import (
    Assessment,
    ComplianceMatter,
    Deadline,
    FocalPoint,
    ImportRow,
    InformationRequest,
    Party,
    PortfolioImport,
    ReferenceSeries,
    Submission,
)
from cases.record import chain, verification
from cases.services import assessments, requests, search, sweep
from cases.services.portfolio import checking, imports, working, writing
from cases.services.portfolio.imports import NotToBeImported
from cases.services.refusals import Refused
from cases.tasks import work_on_imports
from compliance.accounts.models import User
from notifications.models import Message, Notice
from tests.cases.portfolio_files import as_book, as_csv, as_files, request_row
from tests.conftest import Answer, MakeRequest, SetClock, actor_of, at

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 1, 10, 12, tzinfo=UTC)
TODAY = NOW.date()


def brought_in(user: User, files: list[Any], *, now: datetime = NOW) -> PortfolioImport:
    """Checked, confirmed and written."""
    portfolio = imports.receive(actor=actor_of(user), uploads=files, language="en", at=now)
    working.go_on(key=portfolio.pk, now=lambda: now)
    imports.confirm(actor=actor_of(user), portfolio=portfolio, at=now)
    working.go_on(key=portfolio.pk, now=lambda: now)
    portfolio.refresh_from_db()
    return portfolio


WHOLE: dict[str, list[dict[str, Any]]] = {
    "parties": [
        {"iso2": "XA", "update": "yes", "mailbox": "new@alder.example"},
        {"iso2": "XB"},
        {
            "iso2": "XC",
            "name_en": "Demonstration Party Cedar",
            "name_fr": "Partie de démonstration Cèdre",
            "name_es": "Parte de demostración Cedro",
            "region": "EUROPE",
            "name_source": "A list",
            "region_source": "A list",
        },
    ],
    "focal_points": [{"party": "XC", "name": "Carla", "email": "Carla@cedar.example", "language": "es"}],
    "matters": [
        {
            "reference": "CM-2026-0007",
            "party": "XC",
            "title": "Quotas",
            "attention": "REPORTS",
            "opened_on": "2026-02-01",
            "informed_on": "2026-02-02",
            "considered_on": "2026-03-02",
            "consulted_on": "2026-04-02",
            "chair_answer": "Bring it.",
            "chair_answered_on": "2026-04-09",
            "brought_on": "2026-05-02",
            "brought_because": "NO_RESPONSE",
            "grounds": "Nothing came.",
        }
    ],
    "requests": [
        request_row(1, sent_on="2026-11-30"),
        request_row(2, sent_on="2026-02-28", party="XC", matter="CM-2026-0007", officer="officer@desk.example"),
        request_row(3, sent_on="2026-08-31", follows="IR-2025-0001", rule_set="CONF-11.3-REV-COP19"),
        request_row(4, sent_on=""),
        request_row(5, sent_on="2026-08-01", withdrawn_on="2026-09-01", withdrawal_reason="Settled."),
        request_row(6, sent_on="2026-09-20", subject="'=SUM(A1)"),
    ],
    "submissions": [
        {"request": "IR-2025-0002", "received_on": "2026-03-20", "approximate_date": "2026-07-01"},
        {"request": "IR-2025-0002", "key": "x", "received_on": "2026-06-20", "information": "COMPLETE", "text": "All."},
        {"request": "IR-2025-0003", "received_on": "2026-09-15", "justification": "A flood."},
        {"request": "IR-2025-0005", "received_on": "2026-08-15", "acknowledgement": "yes", "channel": "ONLINE"},
    ],
    "assessments": [
        {"submission": "x", "verdict": "ADEQUATE", "assessed_on": "2026-06-25", "reasons": "Yes."},
        {
            "submission": "x",
            "verdict": "INADEQUATE",
            "assessed_on": "2026-07-25",
            "reasons": "Looked again.",
            "shared_with_party": "no",
        },
    ],
}  # fmt: skip


@pytest.fixture
def whole(party: Party, other_party: Party, officer: User, supervisor: User) -> PortfolioImport:
    portfolio = brought_in(supervisor, [as_book(**WHOLE)])
    assert portfolio.state == PortfolioImport.State.DONE, list(portfolio.faults.values())
    return portfolio


def test_what_was_in_the_files_is_on_record_with_its_history(
    whole: PortfolioImport, party: Party, supervisor: User, officer: User
) -> None:
    party.refresh_from_db()
    assert (party.mailbox, party.name_en) == ("new@alder.example", "Demonstration Party Alder")
    cedar = Party.objects.get(iso2="XC")
    assert FocalPoint.objects.get(party=cedar).email == "carla@cedar.example"
    matter = ComplianceMatter.objects.get(reference="CM-2026-0007")
    assert (matter.stage, matter.brought_on, matter.party) == ("BEFORE_COMMITTEE", date(2026, 5, 2), cedar)
    assert [(one.action, one.on.month) for one in matter.acts.order_by("pk")] == [
        ("INFORM_PARTY", 2), ("CONSIDER_MATTER", 3), ("CONSULT_CHAIR", 4), ("BRING_MATTER", 5),
    ]  # fmt: skip
    assert matter.consultations.get().answer == "Bring it."
    found = {one.reference: one for one in InformationRequest.objects.order_by("reference")}
    assert [one.stage for one in found.values()] == ["SENT", "SENT", "SENT", "DRAFT", "WITHDRAWN", "SENT"]
    assert found["IR-2025-0003"].follows == found["IR-2025-0001"]
    assert (found["IR-2025-0002"].officer, found["IR-2025-0001"].officer) == (officer, supervisor)
    assert found["IR-2025-0002"].matter == matter
    assert found["IR-2025-0006"].subject == "=SUM(A1)", "data, and never a formula"
    assert Submission.objects.filter(recorded_at=NOW, recorded_by=supervisor).count() == 4
    assert not Assessment.objects.get(verdict="INADEQUATE").shared_with_party
    born = found["IR-2025-0002"].history.get()
    assert (born.history_user, born.history_change_reason) == (supervisor, f"import {whole.pk}")
    assert born.qualifies_on == found["IR-2025-0002"].qualifies_on == date(2026, 8, 29)
    assert not ImportRow.objects.filter(values__isnull=False).exists(), "what is on record is kept once"
    assert ImportRow.objects.filter(portfolio=whole, record__isnull=False).count() == whole.rows_read == 17


def test_the_record_verifies_after_an_import(whole: PortfolioImport) -> None:
    chain.seal(at=NOW)
    verdict = verification.verify()
    assert verdict.fault is None
    assert not verdict.unsealed


def test_due_dates_are_those_that_the_desk_would_have_written(
    party: Party, make_request: MakeRequest, answer: Answer, supervisor: User, officer: User
) -> None:
    """The same story told through the services on its own days, and imported afterwards."""
    sent = date(2026, 8, 31)
    own = make_request(sent_on=sent)
    answer(own, date(2026, 9, 20), approximate_date=date(2026, 12, 1))
    answer(own, date(2026, 11, 5), justification="A flood.")
    told = answer(own, date(2026, 12, 15), information="COMPLETE", text="Twelve.")
    assessments.assess(
        actor=actor_of(officer), submission=told, verdict="INADEQUATE", reasons="Thin.", shared_with_party=True,
        at=at(date(2026, 12, 20)),
    )  # fmt: skip
    sheets = {
        "requests": [request_row(9, sent_on=sent.isoformat())],
        "submissions": [
            {"request": "IR-2025-0009", "received_on": "2026-09-20", "approximate_date": "2026-12-01"},
            {"request": "IR-2025-0009", "received_on": "2026-11-05", "justification": "A flood."},
            {
                "request": "IR-2025-0009",
                "received_on": "2026-12-15",
                "information": "COMPLETE",
                "text": "T.",
                "key": "k",
            },
        ],
        "assessments": [
            {"submission": "k", "verdict": "INADEQUATE", "assessed_on": "2026-12-20", "reasons": "Thin."}
        ],
    }
    brought_in(supervisor, as_files(**sheets))
    own.refresh_from_db()
    imported = InformationRequest.objects.get(reference="IR-2025-0009")
    worked_out = ("next_due_on", "qualifies_on", "answer", "replied_on", "justified_on", "responded_on")
    assert [getattr(imported, name) for name in worked_out] == [getattr(own, name) for name in worked_out]
    columns = [
        one.attname for one in Deadline._meta.concrete_fields if one.attname not in ("id", "request_id")
    ]
    spells = [set(Deadline.objects.filter(request=one).values_list(*columns)) for one in (own, imported)]
    assert spells[0] == spells[1]
    assert len(spells[0]) > 4


def test_nothing_is_said_of_the_past_and_everything_of_what_is_to_come(
    whole: PortfolioImport,
) -> None:
    def swept(on: date) -> set[tuple[str, str, date]]:
        sweep.issue_due_notices(on=on, at=at(on))
        found = Notice.objects.filter(issued_on=on, messages__isnull=False)
        return {(one.request.reference[-4:], one.code, one.about_on) for one in found if one.request}

    kept = Notice.objects.filter(request__isnull=False)
    assert sum(whole.figures["unsent"].values()) == kept.count() > 0
    assert set(kept.values_list("addressed_at", flat=True)) == {NOW}
    assert not Message.objects.exists()
    # The letters of the day itself are due like any other day's.
    assert swept(TODAY) == set()
    assert swept(TODAY + timedelta(days=1)) == set()
    # 30 November and three months is 28 February: the reminder 14 days before it, the notice the day after.
    assert swept(date(2027, 2, 14)) == {("0001", "STEP_DUE_SOON", date(2027, 2, 28))}
    assert ("0001", "STEP_OVERDUE", date(2027, 2, 28)) in swept(date(2027, 3, 1))


def test_an_import_of_today_gets_the_reminder_of_tomorrow(party: Party, supervisor: User) -> None:
    """A reminder whose day is the day of the import is sent; one whose day was yesterday is not."""
    # A reply is due one month after the request: reminders from 14 days before.
    rows = [request_row(1, sent_on="2026-12-24"), request_row(2, sent_on="2026-12-23")]
    brought_in(supervisor, as_files(requests=rows))
    sweep.issue_due_notices(on=TODAY, at=NOW)
    sent = Message.objects.filter(notice__code="STEP_DUE_SOON")
    assert set(sent.values_list("notice__request__reference", flat=True)) == {"IR-2025-0001"}


def test_own_numbers_go_on_after_those_that_came(whole: PortfolioImport) -> None:
    assert InformationRequest.objects.filter(reference__startswith=f"{requests.PREFIX}-2025-").count() == 6
    assert ReferenceSeries.next_reference(prefix=requests.PREFIX, year=2025) == "IR-2025-0007"


def test_nothing_is_imported_where_the_record_changed_meanwhile(
    party: Party, supervisor: User, make_request: MakeRequest
) -> None:
    rows = [request_row(1), request_row(2, reference="IR-2026-0001")]
    portfolio = imports.receive(
        actor=actor_of(supervisor), uploads=as_files(requests=rows), language="en", at=NOW
    )
    working.go_on(key=portfolio.pk, now=lambda: NOW)
    imports.confirm(actor=actor_of(supervisor), portfolio=portfolio, at=NOW)
    make_request()
    working.go_on(key=portfolio.pk, now=lambda: NOW)
    portfolio.refresh_from_db()
    assert (portfolio.state, InformationRequest.objects.count()) == ("FAILED", 1)
    assert "Check again" in portfolio.why_failed
    imports.check_again(actor=actor_of(supervisor), portfolio=portfolio, at=NOW)
    working.go_on(key=portfolio.pk, now=lambda: NOW)
    assert portfolio.faults.get().column == "reference"


class _Slow(checking.Check):
    """A worker that another overtakes while it has a chunk in hand."""

    meanwhile: checking.Check | None = None

    def _actor(self) -> Actor:
        if self.meanwhile:
            assert self.meanwhile.advance(at=NOW)
        return super()._actor()


def test_a_killed_worker_is_followed_from_its_last_chunk(
    party: Party, supervisor: User, monkeypatch: pytest.MonkeyPatch, set_clock: SetClock
) -> None:
    monkeypatch.setattr(checking, "CHUNK", 4)
    monkeypatch.setattr(writing, "CHUNK", 4)
    rows = [request_row(n) for n in range(1, 11)]
    answers = [
        {"request": f"IR-2025-{n:04d}", "received_on": "2025-12-05", "acknowledgement": "yes"}
        for n in range(1, 11)
    ]
    portfolio = imports.receive(
        actor=actor_of(supervisor),
        uploads=[as_book(requests=rows, submissions=answers)],
        language="en",
        at=NOW,
    )
    with checking.Check(portfolio) as killed:
        assert killed.advance(at=NOW)
        assert killed.advance(at=NOW)
    portfolio.refresh_from_db()
    assert (portfolio.rows_read, ImportRow.objects.count()) == (8, 8)
    with checking.Check(portfolio) as quick, _Slow(portfolio) as slow:
        slow.meanwhile = quick
        assert not slow.advance(at=NOW), "of two workers at one chunk one keeps nothing"
    assert ImportRow.objects.count() == 10
    set_clock(NOW + timedelta(seconds=30))
    work_on_imports()
    portfolio.refresh_from_db()
    assert portfolio.state == "CHECKING", "its worker may be at it still"
    set_clock(NOW + timedelta(minutes=2))
    work_on_imports()
    portfolio.refresh_from_db()
    assert (portfolio.state, portfolio.rows_read, portfolio.faults_found) == ("CHECKED", 20, 0)
    assert list(ImportRow.objects.order_by("pk").values_list("row", flat=True)) == 2 * list(range(2, 12))
    assert portfolio.figures["stages"] == {"SENT": 10}
    imports.confirm(actor=actor_of(supervisor), portfolio=portfolio, at=NOW)

    def break_off(**given: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(search, "write_cases", break_off)
        with pytest.raises(SystemExit):
            working.go_on(key=portfolio.pk, now=lambda: NOW)
    assert not InformationRequest.objects.exists(), "all or nothing"
    set_clock(NOW + timedelta(minutes=4))
    work_on_imports()
    assert InformationRequest.objects.count() == Submission.objects.count() == 10


def test_what_may_not_be_done_is_refused(
    party: Party, officer: User, supervisor: User, administrator: User
) -> None:
    with pytest.raises(PermissionDenied):
        imports.receive(
            actor=actor_of(officer), uploads=as_files(requests=[request_row(1)]), language="en", at=NOW
        )
    with pytest.raises(Refused, match="at least one file"):
        imports.receive(actor=actor_of(supervisor), uploads=[], language="en", at=NOW)
    heads = actor_of(administrator)
    portfolio = imports.receive(
        actor=heads, uploads=as_files(requests=[request_row(1)]), language="en", at=NOW
    )
    with pytest.raises(NotToBeImported, match="checked"):
        imports.confirm(actor=heads, portfolio=portfolio, at=NOW)
    working.go_on(key=portfolio.pk, now=lambda: NOW)
    assert portfolio.faults.get().rule.startswith("Name the case officer"), "an administrator works on none"
    with pytest.raises(NotToBeImported, match="faults"):
        imports.confirm(actor=heads, portfolio=portfolio, at=NOW)
    imports.discard(actor=heads, portfolio=portfolio, at=NOW)
    assert not ImportRow.objects.exists()
    with pytest.raises(NotToBeImported, match="done with"):
        imports.check_again(actor=heads, portfolio=portfolio, at=NOW)
    good = imports.receive(
        actor=actor_of(supervisor), uploads=as_files(requests=[request_row(1)]), language="en", at=NOW
    )
    working.go_on(key=good.pk, now=lambda: NOW)
    for verb in (imports.confirm, imports.check_again, imports.discard):
        with pytest.raises(PermissionDenied):
            verb(actor=actor_of(officer), portfolio=good, at=NOW)
    with pytest.raises(NotToBeImported, match="another day"):
        imports.confirm(actor=actor_of(supervisor), portfolio=good, at=NOW + timedelta(days=1))
    imports.confirm(actor=actor_of(supervisor), portfolio=good, at=NOW)
    supervisor.memberships.update(ended_at=NOW)
    working.go_on(key=good.pk, now=lambda: NOW)
    good.refresh_from_db()
    assert (good.state, InformationRequest.objects.count()) == ("FAILED", 0), "who left imports nothing"


def test_the_command_checks_and_imports(
    party: Party, supervisor: User, tmp_path: Path, set_clock: SetClock
) -> None:
    set_clock(NOW)

    def told(*arguments: str) -> Any:
        out = StringIO()
        call_command(
            "import_portfolio", str(file), "--by", supervisor.email, *arguments, "--format=json", stdout=out
        )
        return json.loads(out.getvalue())

    file = tmp_path / "requests.csv"
    file.write_bytes(as_csv("requests", [request_row(1, subject="")]).read())
    answer = told()
    assert [(one["row"], one["column"]) for one in answer["faults"]] == [(2, "subject")]
    file.write_bytes(as_csv("requests", [request_row(1)]).read())
    assert told("--dry-run")["figures"]["stages"] == {"SENT": 1}
    assert not InformationRequest.objects.exists()
    assert told()["state"] == "DONE"
    assert InformationRequest.objects.count() == 1
