"""What machines ask: alive, ready, figures; the alerts stand on figures that exist."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from cases.models import SweepRun
from cases.services import record_checks, sweep_runs
from cases.web.probes import exposition, health
from compliance import clock
from compliance.accounts.models import User
from notifications import pausing
from notifications.models import Message
from tests.conftest import MakeRequest, SetClock

ROOT = Path(__file__).resolve().parents[3]
TOKEN = "a-token-of-forty-characters-for-the-tests"


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test asks anew."""
    monkeypatch.setattr(health, "_GOOD_FOR_SECONDS", -1)
    monkeypatch.setattr(exposition, "GOOD_FOR_SECONDS", -1)


def _ready(client: Client) -> tuple[int, dict[str, bool]]:
    response = client.get("/readyz")
    return response.status_code, {part["name"]: part["well"] for part in response.json()["parts"]}


def _metrics(client: Client) -> dict[str, float]:
    response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    lines = response.content.decode().splitlines()
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


def test_a_process_that_lives_says_so_without_a_database(client: Client) -> None:
    """No test database is asked for here: a query would fail this test."""
    assert client.get("/healthz").content == b"alive\n"


@pytest.mark.django_db
def test_ready_means_swept_lately_and_no_letter_left_lying(
    client: Client, make_request: MakeRequest, set_clock: SetClock, settings: Any
) -> None:
    now = clock.now()
    assert _ready(client) == (503, {"database": True, "sweep": False, "letters": True, "broker": True})
    make_request(sent_on=now.date() - timedelta(days=1))
    sweep_runs.run(on=clock.today(), at=now, now=clock.now)
    Message.objects.update(not_before=now)
    assert _ready(client)[0] == 200

    set_clock(now + timedelta(hours=3))
    assert _ready(client) == (503, {"database": True, "sweep": False, "letters": False, "broker": True})
    pausing.pause_everything(reason="For the test", at=now)
    assert _ready(client)[1]["letters"], "what is held back is not late"


@pytest.mark.django_db
def test_a_broker_that_is_away_is_named_and_its_address_is_not(client: Client, monkeypatch: Any) -> None:
    from compliance.celery import app

    monkeypatch.setattr(app.conf, "broker_read_url", "redis://:a-password@127.0.0.1:1/0")
    response = client.get("/readyz")
    assert response.status_code == 503
    broker = response.json()["parts"][-1]
    assert (broker["name"], broker["well"]) == ("broker", False)
    assert "password" not in response.content.decode()
    assert "127.0.0.1" not in response.content.decode()


@pytest.mark.django_db
def test_a_sweep_that_stops_is_written_down_and_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(**kwargs: object) -> None:
        raise ValueError("alder@desk.example")

    monkeypatch.setattr("cases.services.sweep.issue_due_notices", stop)
    now = clock.now()
    with pytest.raises(ValueError, match="alder"):
        sweep_runs.run(on=clock.today(), at=now, now=clock.now)
    run = SweepRun.objects.get()
    assert (run.error, run.ended_at is not None) == ("ValueError", True)


@pytest.mark.django_db
def test_runs_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_runs, "KEPT", 2)
    for _ in range(4):
        sweep_runs.run(on=clock.today(), at=clock.now(), now=clock.now)
    assert SweepRun.objects.count() == 2


@pytest.mark.django_db
def test_figures_are_for_the_token_alone_and_say_what_is_so(
    client: Client, make_request: MakeRequest, settings: Any
) -> None:
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = TOKEN
    for wrong in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Token {TOKEN}"}):
        assert client.get("/metrics", headers=wrong).status_code == 401

    before = _metrics(client)
    assert "desk_sweep_last_success_timestamp_seconds" not in before, "none yet is not zero"
    make_request(sent_on=clock.today() - timedelta(days=100))
    sweep_runs.run(on=clock.today(), at=clock.now(), now=clock.now)
    Message.objects.filter(recipient="PARTY").update(state="FAILED")
    record_checks.check(at=clock.now(), now=clock.now)
    found = _metrics(client)
    assert found['desk_steps_overdue{step="REPLY"}'] == 1
    assert found['desk_steps_overdue{step="RESPONSE"}'] == 0
    assert found['desk_failures{kind="message_failed"}'] > 0
    assert found["desk_sweep_notices_created"] > 0
    assert found["desk_record_intact"] == 1
    assert any(name.startswith("django_http_responses_total_by_status_total") for name in found)


@pytest.mark.django_db
def test_the_alerts_read_and_stand_on_figures_that_exist(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    sweep_runs.run(on=clock.today(), at=clock.now(), now=clock.now)
    record_checks.check(at=clock.now(), now=clock.now)
    exist = {name.partition("{")[0] for name in _metrics(client)} | {"up"}
    kinds = {name.split('"')[1] for name in _metrics(client) if name.startswith("desk_failures{")}
    rules = yaml.safe_load((ROOT / "deploy" / "prometheus" / "desk.rules.yml").read_text())
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    assert len(alerts) >= 6
    for rule in alerts:
        assert {"alert", "expr", "for", "labels", "annotations"} == set(rule), rule
        assert rule["labels"]["severity"] in ("page", "ticket"), rule
        assert {"summary", "action"} == set(rule["annotations"]), rule
        named = set(re.findall(r"\b(?:desk|django)_\w+|\bup\b", rule["expr"]))
        assert named, rule
        assert named <= exist, f"{rule['alert']} stands on {named - exist}, which nothing gives"
        assert set(re.findall(r'kind="(\w+)"', rule["expr"])) <= kinds, rule


@pytest.mark.django_db
def test_who_runs_the_desk_sees_its_parts_and_what_can_be_done(
    client: Client, officer: User, supervisor: User, make_request: MakeRequest
) -> None:
    client.force_login(officer)
    assert client.get(reverse("secretariat:operations")).status_code == 403
    client.force_login(supervisor)
    assert "The engine has not run yet" in client.get(reverse("secretariat:operations")).content.decode()

    make_request(sent_on=clock.today() - timedelta(days=100))
    sweep_runs.run(on=clock.today(), at=clock.now(), now=clock.now)
    SweepRun.objects.create(on=clock.today(), started_at=clock.now(), ended_at=clock.now(), error="DataError")
    letter = Message.objects.order_by("pk")[0]
    Message.objects.filter(pk=letter.pk).update(state="FAILED", last_error="550 no such user")
    pause = pausing.pause_everything(reason="We move house", at=clock.now())
    page = client.get(reverse("secretariat:operations")).content.decode()
    for words in ("550 no such user", "We move house", "Came to its end", "DataError"):
        assert words in page, words
    for button in (("secretariat:retry", letter.pk), ("secretariat:pause_end", pause.pk)):
        assert f'action="{reverse(button[0], args=[button[1]])}"' in page, button
