"""Changes are made once, to what was read; bodies are strict; tokens end and are narrow."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cases.models import ComplianceMatter, InformationRequest, KeptAnswer
from cases.services import kept_answers
from compliance import clock
from compliance.accounts.api_token import ApiToken, digest
from compliance.accounts.models import Membership, User
from tests.cases.api.conftest import SENT_ON, TODAY, MakeProgram, Program, token_of
from tests.conftest import MakeMatter, MakeRequest, SetClock, at

pytestmark = pytest.mark.django_db

DRAFT = {"party": "XA", "subject": "Export permits", "questions": "Which permits were issued?"}


def test_the_same_key_makes_one_thing(program: MakeProgram, officer: User, party: Any) -> None:
    desk = program(officer)
    refused = desk.post("requests/", DRAFT | {"party": "ZZ"}, Idempotency_Key="first")
    assert refused.status_code == 422
    first = desk.post("requests/", DRAFT, Idempotency_Key="first")
    again = desk.post("requests/", dict(reversed(DRAFT.items())), Idempotency_Key="first")
    assert (first.status_code, again.status_code) == (201, 201), "what was refused has kept nothing"
    assert (again.json(), again["Location"], again["ETag"]) == (
        *(first.json(), first["Location"], first["ETag"]),
    )
    assert again["Idempotency-Replayed"] == "true"
    other = desk.post("requests/", DRAFT | {"subject": "Other"}, Idempotency_Key="first")
    assert (other.status_code, other.json()["rule"]) == (422, "key-reused")
    assert desk.post("requests/", DRAFT, Idempotency_Key="x" * 256).status_code == 400
    assert InformationRequest.objects.count() == 1
    kept_answers.forget(before=at(TODAY) + timedelta(seconds=1))
    assert not KeptAnswer.objects.exists()


def test_a_matter_is_described_and_what_is_left_out_stays(
    program: MakeProgram, officer: User, make_matter: MakeMatter
) -> None:
    desk, other = program(officer), make_matter()
    opened = desk.post("matters/", {"party": "XA", "title": "Article XIII", "attention": "REPORTS"})
    path = opened["Location"].removeprefix("/api/v1/")
    given = {"species": [{"name": "Anguilla anguilla", "appendix": "II"}], "related": [other.reference]}
    described = desk.send("PATCH", path, given, If_Match=opened["ETag"])
    assert described.status_code == 200, described.json()
    assert (described.json()["species"], described.json()["related"]) == (given["species"], [other.reference])
    later = desk.send("PATCH", path, {"provisions": "Article IV"}, If_Match=described["ETag"])
    assert later.json()["species"] == given["species"]
    assert later.json()["title"] == "Article XIII"
    unknown = desk.send("PATCH", path, {"species": [{"name": ""}]}, If_Match=later["ETag"])
    assert (unknown.status_code, unknown.json()["field"]) == (422, "species.0.name")


NUL, HALF = "Before\0after", "Before\ud800after"
BODIES = [
    pytest.param(b"{", 400, "", "JSON", id="no JSON"),
    pytest.param(b"", 422, "party", "required", id="nothing"),
    pytest.param(b"[]", 422, None, "dictionary", id="a list"),
    pytest.param(b'"x"', 422, None, "dictionary", id="a text"),
    pytest.param(b"\xff\xfe{}", 400, "", "UTF-8", id="no UTF-8"),
    pytest.param(b'{"a":' * 10_000, 400, "", "deep", id="10,000 deep"),
    pytest.param(b'{"subject": NaN}', 400, "", "JSON", id="no number"),
    pytest.param(b'{"subject": "a", "subject": "b"}', 400, "", "twice", id="one name twice"),
    pytest.param(b'{"subject": ' + b"9" * 5000 + b"}", 400, "", "JSON", id="five thousand digits"),
    pytest.param(b'{"subject": "' + b"x" * 3_000_000 + b'"}', 413, "", "bytes", id="3 MB"),
    pytest.param(json.dumps(DRAFT | {"subject": NUL}).encode(), 422, "subject", "U+0000", id="NUL"),
    pytest.param(json.dumps(DRAFT | {"subject": HALF}).encode(), 422, "subject", "U+D800", id="half"),
    pytest.param(json.dumps(DRAFT | {HALF: 1}).encode(), 422, HALF, "U+D800", id="half in a name"),
    pytest.param(json.dumps(DRAFT | {"subject": "x" * 201}).encode(), 422, "subject", "200", id="long"),
    pytest.param(json.dumps(DRAFT | {"subject": "a\u200bb"}).encode(), 422, "subject", "seen", id="unseen"),
    pytest.param(json.dumps(DRAFT | {"questions": "\u2800"}).encode(), 422, "questions", "seen", id="blank"),
    pytest.param(
        json.dumps(DRAFT | {"questions": "x" * 100_001}).encode(), 422, "questions", "", id="100,001"
    ),
    pytest.param(json.dumps(DRAFT | {"questions": 7}).encode(), 422, "questions", "text", id="a number"),
    pytest.param(
        json.dumps(DRAFT | {"party": ["XA"]}).encode(), 422, "party", "text", id="a Party in a list"
    ),
    pytest.param(json.dumps(DRAFT | {"matter": "CM-1"}).encode(), 422, "matter", "nothing", id="no matter"),
    pytest.param(json.dumps(DRAFT | {"rule_set_code": "X"}).encode(), 422, "rule_set_code", "", id="no text"),
    pytest.param(json.dumps(DRAFT | {"stage": "SENT"}).encode(), 422, "stage", "no such field", id="unknown"),
]


@pytest.mark.parametrize(("body", "status", "field", "says"), BODIES)
def test_a_body_that_cannot_be_taken(
    program: MakeProgram, officer: User, party: Any, body: bytes, status: int, field: str | None, says: str
) -> None:
    headers = {"Authorization": f"Bearer {program(officer).secret}"}
    client = Client(raise_request_exception=False)
    answer = client.generic(
        "POST", "/api/v1/requests/", body, content_type="application/json", headers=headers
    )
    told = answer.json()
    assert (answer.status_code, told["status"]) == (status, status), told
    assert says in told["detail"] or says == told["rule"]
    assert field in ("", HALF) or told["field"] == field
    assert not InformationRequest.objects.exists()


DAYS = ("2026-02-30", "2026-11-31", "0000-11-10", "10000-01-01", "2026-W47-1", "2026-11-20T10:00", 20261120)


@pytest.mark.parametrize("bad", [*DAYS, "٢٠٢٦-١١-٢٠", "", None, "2026-12-02", "2026-10-31", "9999-12-31"])
def test_a_bad_day_names_its_field(
    program: MakeProgram, officer: User, make_request: MakeRequest, bad: Any
) -> None:
    sent = make_request(sent_on=SENT_ON)
    answer = program(officer).post(
        f"requests/{sent.reference}/submissions/", {"received_on": bad, "justification": "A flood."}
    )
    assert (answer.status_code, answer.json()["field"]) == (422, "received_on")


@pytest.mark.parametrize("kind", ["text/xml", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_another_kind_of_body_is_415(program: MakeProgram, officer: User, kind: str) -> None:
    headers = {"Authorization": f"Bearer {program(officer).secret}"}
    answer = Client().generic("POST", "/api/v1/requests/", b"a=b", content_type=kind, headers=headers)
    assert answer.status_code == 415
    assert program(officer).get("me/", Accept="text/html").status_code == 406


def test_the_calculator_answers_without_a_record(program: MakeProgram, member: User) -> None:
    anybody = program(member)
    fact = {"kind": "approximate_date", "on": "2026-12-20", "date_given": "2027-03-30"}
    asked = {"sent_on": "2026-11-30", "facts": [fact], "on": "2027-01-10"}
    told = anybody.post("timeline/", asked)
    assert told.status_code == 200, told.json()
    assert {one["step"]: (one["due_on"], one["status"]) for one in told.json()["steps"]} == {
        "REPLY": ("2026-12-30", "MET"),
        "JUSTIFICATION": ("2027-02-28", "UPCOMING"),
        "RESPONSE": ("2027-05-30", "UPCOMING"),
        "APPROXIMATE_DATE": ("2027-03-30", "UPCOMING"),
    }
    early = anybody.post("timeline/", asked | {"facts": [fact | {"on": "2026-11-29"}]})
    assert (early.status_code, early.json()["field"]) == (422, "facts")
    late = anybody.post("timeline/", {"sent_on": "9999-12-31"})
    assert late.status_code in (200, 422)
    wrong = anybody.post("timeline/", asked | {"facts": [fact | {"kind": "justification"}]})
    assert wrong.json()["paragraph"] == "23 a)"


# Tokens


def test_a_token_ends_with_its_day_its_membership_and_its_owner(
    program: MakeProgram, officer: User, focal_point: User, set_clock: SetClock
) -> None:
    desk, party = program(officer), program(focal_point)
    assert desk.get("me/").json()["role"] == "OFFICER"
    assert party.get("me/").json() | {"expires_at": ""} == {
        "name": "Focal",
        "role": "FOCAL_POINT",
        "party": "XA",
        "scopes": ["READ", "ANSWER"],
        "expires_at": "",
    }
    token = ApiToken.objects.get(secret_digest=digest(desk.secret))
    assert token.last_used_on == TODAY
    Membership.objects.filter(user=officer).update(ended_at=at(TODAY))
    assert desk.get("me/").status_code == 401
    User.objects.filter(pk=focal_point.pk).update(is_active=False)
    assert party.get("me/").status_code == 401
    User.objects.filter(pk=focal_point.pk).update(is_active=True)
    assert party.get("me/").status_code == 200
    set_clock(at(TODAY + timedelta(days=91)))
    assert party.get("me/").status_code == 401


def test_a_token_does_no_more_than_it_was_made_for(
    program: MakeProgram, officer: User, focal_point: User, make_request: MakeRequest
) -> None:
    sent = make_request(sent_on=SENT_ON)
    reads = Program(token_of(focal_point, "READ"), Client(raise_request_exception=False))
    refused = reads.post(f"requests/{sent.reference}/answers/", {"justification": "A flood."})
    assert refused.status_code == 403
    assert "token was not made for this" in refused.json()["detail"]
    matters = Program(token_of(officer, "MATTERS"), Client(raise_request_exception=False))
    assert matters.post("requests/", DRAFT).status_code == 403
    assert program(focal_point).post("requests/", {"nonsense": 1}).status_code == 403, "before it is read"
    opened = matters.post("matters/", {"party": "XA", "title": "Article XIII", "attention": "REPORTS"})
    assert opened.status_code == 201
    assert ComplianceMatter.objects.get().officer == officer


def test_whoever_asks_too_often_is_told_to_wait(program: MakeProgram, officer: User, settings: Any) -> None:
    settings.API_RATES = {"reading": "2/min", "changing": "1/min"}
    desk = program(officer)
    assert [desk.get("me/").status_code for _n in range(3)] == [200, 200, 429]
    assert int(desk.get("me/")["Retry-After"]) > 0
    assert Program(token_of(officer), desk.client).get("me/").status_code == 429, "of the person"
    cache.clear()


def test_a_token_is_made_on_the_account_page_and_shown_once(
    client: Client, focal_point: User, supervisor: User, officer: User
) -> None:
    page = reverse("api_tokens")
    form = {
        "name": "Our register",
        "scopes": ["ANSWER"],
        "expires_on": str(clock.today() + timedelta(days=300)),
    }
    client.force_login(focal_point)
    assert client.post(page, form)["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_login"), {"login": focal_point.email, "password": "correct horse battery"})
    client.post(reverse("account_reauthenticate"), {"password": "correct horse battery"})
    too_long = client.post(page, form | {"expires_on": str(clock.today() + timedelta(days=400))})
    assert "within a year" in too_long.content.decode()
    more = client.post(page, form | {"scopes": ["MATTERS"]})
    assert more.status_code == 200
    assert not ApiToken.objects.exists()
    shown = client.post(page, form, follow=True).content.decode()
    token = ApiToken.objects.get()
    secret = next(word for word in shown.split() if "citesdesk_" in word).split("<code>")[1].split("<")[0]
    assert (token.secret_digest, token.scopes) == (digest(secret), ["READ", "ANSWER"])
    assert secret not in client.get(page).content.decode()
    client.post(reverse("api_token_end", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_at
    assert Program(secret, Client()).get("me/").status_code == 401
    of_officer = ApiToken.objects.get(secret_digest=digest(token_of(officer)))
    client.force_login(supervisor)
    assert "Officer" in client.get(page).content.decode()
    client.post(reverse("api_token_end", args=[of_officer.pk]))
    of_officer.refresh_from_db()
    assert of_officer.revoked_at
