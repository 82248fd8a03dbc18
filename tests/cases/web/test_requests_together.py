"""Several requests at once: nothing before it was shown what would happen, then each for itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import InformationRequest
from cases.services import reminders, requests
from cases.web.secretariat import together
from compliance.accounts.models import User
from notifications.models import Notice
from tests.conftest import Answer, MakeRequest, actor_of, at

TODAY = date(2026, 12, 1)
URL = "/secretariat/requests/together/"
LIST = "/secretariat/requests/"


@pytest.fixture(autouse=True)
def _today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    client.get(LIST)  # the first page after signing in also writes the session
    return client


@pytest.fixture
def five(make_request: MakeRequest, answer: Answer, officer: User) -> dict[str, InformationRequest]:
    """A draft, one withdrawn, one with no step open, one reminded today, and one that is silent."""
    made = {"draft": make_request(subject="draft")}
    for name in ("ended", "done", "reminded", "silent"):
        made[name] = make_request(subject=name, sent_on=date(2026, 10, 1))
    requests.withdraw(actor=actor_of(officer), request=made["ended"], reason="Moot.", at=at(TODAY, hour=8))
    answer(made["done"], date(2026, 10, 5), information="COMPLETE", text="All of it.")
    reminders.remind(actor=actor_of(officer), request=made["reminded"], at=at(TODAY, hour=8))
    return made


def sent(act: str, records: Any, **more: Any) -> dict[str, Any]:
    return {"act": act, "chosen": [str(record.pk) for record in records], **more}


def told(page: Any) -> tuple[dict[str, str], dict[str, str]]:
    """The words about each request, by its subject: of what goes, and of what is refused."""
    goes, refused = page.context["goes"], page.context["refused"]
    return {one.subject: words for one, words in goes}, {one.subject: words for one, words in refused}


FORESEEN = {
    "assign": (
        dict.fromkeys(("draft", "done", "reminded", "silent"), "From Officer to the colleague"),
        {"ended": "withdrawn on 1 December 2026"},
    ),
    "remind": (
        {"silent": "about: Reply or approximate date, due on 1 November 2026"},
        {
            "draft": "send it first. (23 a))",
            "ended": "withdrawn on 1 December 2026",
            "done": "No step is open",
            "reminded": "reminded today",
        },
    ),
    "withdraw": (
        dict.fromkeys(("done", "reminded", "silent"), "Demonstration Party Alder is told"),
        {"draft": "send it first. (23 a))", "ended": "was withdrawn on 1 December 2026"},
    ),
}


@pytest.mark.parametrize("act", FORESEEN)
def test_the_preview_says_what_will_happen_or_why_not_and_does_nothing(
    desk: Client, five: dict[str, InformationRequest], act: str
) -> None:
    notices, history = Notice.objects.count(), InformationRequest.history.count()
    page = desk.post(URL, sent(act, five.values()))
    assert page.status_code == 200
    for said, expected in zip(told(page), FORESEEN[act], strict=True):
        assert said.keys() == expected.keys()
        for subject, words in expected.items():
            assert words in said[subject]
    assert "Nothing is done yet" in page.content.decode()
    assert (Notice.objects.count(), InformationRequest.history.count()) == (notices, history)


def test_what_was_shown_is_what_is_done(
    desk: Client, five: dict[str, InformationRequest], supervisor: User
) -> None:
    """Also where something changed meanwhile: then each request is told for itself."""
    page = desk.post(URL, sent("assign", five.values(), confirmed="1", officer=str(supervisor.pk)))
    goes, refused = told(page)
    assert set(goes) == {"draft", "done", "reminded", "silent"}
    assert refused.keys() == {"ended"}
    assert set(InformationRequest.objects.filter(officer=supervisor)) == {five[name] for name in goes}
    again = desk.post(URL, sent("assign", five.values(), confirmed="1", officer=str(supervisor.pk)))
    goes, refused = told(again)
    assert not goes
    assert "Supervisor has this request already" in refused["silent"]


def test_reminders_go_to_whom_was_shown(desk: Client, five: dict[str, InformationRequest]) -> None:
    page = desk.post(URL, sent("remind", five.values(), confirmed="1"))
    assert set(told(page)[0]) == {"silent"}
    reminded = Notice.objects.filter(code="PARTY_REMINDED").values_list("request__subject", flat=True)
    assert sorted(reminded) == ["reminded", "silent"]


def test_withdrawing_asks_for_the_reason_and_keeps_it(
    desk: Client, five: dict[str, InformationRequest]
) -> None:
    page = desk.post(URL, sent("withdraw", five.values(), confirmed="1", reason=" "))
    assert "Give the reason" in page.context["form"].errors["reason"][0]
    assert InformationRequest.objects.filter(stage="WITHDRAWN").count() == 1
    page = desk.post(URL, sent("withdraw", five.values(), confirmed="1", reason="Settled."))
    assert set(told(page)[0]) == {"done", "reminded", "silent"}
    assert InformationRequest.objects.filter(withdrawal_reason="Settled.").count() == 3


def test_a_colleague_has_to_be_chosen(
    desk: Client, five: dict[str, InformationRequest], focal_point: User, administrator: User
) -> None:
    for officer, says in (
        ("", "Choose the colleague"),
        (str(focal_point.pk), "Select a valid choice"),
        (str(administrator.pk), "Select a valid choice"),
    ):
        page = desk.post(URL, sent("assign", five.values(), confirmed="1", officer=officer))
        assert says in page.context["form"].errors["officer"][0]
        assert page.context["goes"], "the requests are still there"


def test_all_that_match_are_the_list_as_it_was_filtered(
    desk: Client, five: dict[str, InformationRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.post(URL, {"act": "remind", "all": "1", "query": "work=overdue&sort=due", "chosen": "1"})
    assert {one.subject for one in page.context["records"]} == {"reminded", "silent"}
    monkeypatch.setattr(together, "AT_MOST", 2)
    page = desk.post(URL, {"act": "remind", "all": "1", "query": "work=overdue&sort=due"})
    assert "that match." not in page.content.decode()
    monkeypatch.setattr(together, "AT_MOST", 1)
    page = desk.post(URL, {"act": "remind", "all": "1", "query": "work=overdue&sort=due"})
    assert len(page.context["records"]) == 1
    assert "first 1 that match" in page.content.decode()


@pytest.mark.parametrize(
    "chosen", [[], ["x", "-1", "1e3", "٣"], ["9" * 5000], [str(2**63)], [str(2**63 - 1), "0"]]
)
def test_nothing_chosen_goes_back_to_the_list_and_says_so(desk: Client, chosen: list[str]) -> None:
    page = desk.post(URL, {"act": "remind", "chosen": chosen, "query": "region=ASIA"})
    assert page.headers["Location"] == f"{LIST}?region=ASIA"
    assert "No request was chosen" in desk.get(LIST).content.decode()


@pytest.mark.parametrize("body", [{}, {"act": "burn", "chosen": "1"}])
def test_an_act_that_is_none(desk: Client, body: dict[str, str]) -> None:
    assert desk.post(URL, body).headers["Location"] == LIST
    assert desk.get(URL).headers["Location"] == LIST


def test_administrators_export_and_do_nothing_else(
    client: Client, administrator: User, five: dict[str, InformationRequest]
) -> None:
    client.force_login(administrator)
    for act in together.TOGETHER:
        assert client.post(URL, sent(act, five.values())).status_code == 403
    assert client.post(URL, sent("export", five.values())).status_code == 200
    assert [name for name, _ in client.get(LIST).context["together"]] == ["export"]


@pytest.mark.parametrize("act", [*together.TOGETHER, "export"])
def test_a_preview_takes_as_many_queries_for_thirty_as_for_three(
    desk: Client, make_request: MakeRequest, act: str
) -> None:
    taken = []
    for many in (3, 27):
        for n in range(many):
            make_request(sent_on=date(2026, 6, 1) + timedelta(days=n))
        with CaptureQueriesContext(connection) as queries:
            page = desk.post(URL, sent(act, InformationRequest.objects.all()))
        assert page.status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1], "\n".join(q["sql"][:160] for q in queries.captured_queries)


def test_the_list_offers_it(desk: Client, five: dict[str, InformationRequest]) -> None:
    page = desk.get(LIST)
    assert [name for name, _ in page.context["together"]] == ["assign", "remind", "withdraw", "export"]
    assert f'action="{reverse("secretariat:together")}"' in page.content.decode()
    assert f'aria-label="Mark {five["draft"].reference}"' in page.content.decode()
