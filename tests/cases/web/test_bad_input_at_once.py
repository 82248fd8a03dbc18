"""The same form sent twice at the same instant makes one row: two browsers, two connections, one database.

Apart from the other bad input in ``tests/security``, whose record is one open
transaction that a second connection cannot see.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from cases.models import Assessment, ComplianceMatter, InformationRequest, Submission
from compliance.accounts.models import Invitation, User
from compliance.rules import loader
from notifications.models import Message, Notice
from tests.conftest import Answer, MakeMatter, MakeRequest, SetClock, at
from tests.services import given

pytestmark = [
    pytest.mark.skipif(not given.postgresql(), reason=given.NEEDS_POSTGRESQL),
    pytest.mark.django_db(transaction=True),
]

AT_ONCE = 4
SENT_ON = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _today(set_clock: SetClock, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    set_clock(at(date(2026, 12, 1)))


def _at_once(user: User, url: str, form: dict[str, Any]) -> list[int]:
    """Sends one form from several browsers in the same moment; the statuses of the answers."""
    browsers = [Client(raise_request_exception=False) for _ in range(AT_ONCE)]
    for browser in browsers:
        browser.force_login(user)
    together = Barrier(AT_ONCE)

    def send(browser: Client) -> int:
        try:
            together.wait(timeout=30)
            return browser.post(url, form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return sorted(threads.map(send, browsers))


def test_an_answer(focal_point: User, make_request: MakeRequest) -> None:
    sent = make_request(sent_on=SENT_ON)
    form = {"key": uuid.uuid4(), "justification": "Flood.", "information": "NONE"}
    assert _at_once(focal_point, reverse("party:answer", args=[sent.reference]), form) == [302] * AT_ONCE
    _one(Submission, "SUBMISSION_RECEIVED")


def test_what_arrived_on_paper(officer: User, make_request: MakeRequest) -> None:
    sent = make_request(sent_on=SENT_ON)
    form = {
        "key": uuid.uuid4(),
        "received_on": "2026-11-20",
        "justification": "Flood.",
        "information": "NONE",
    }
    assert _at_once(officer, reverse("secretariat:record", args=[sent.reference]), form) == [302] * AT_ONCE
    _one(Submission, "SUBMISSION_RECEIVED")


def test_sending(officer: User, make_request: MakeRequest) -> None:
    draft = make_request()
    assert _at_once(officer, reverse("secretariat:send", args=[draft.reference]), {}) == [302] * AT_ONCE
    _one(InformationRequest, "REQUEST_SENT")


def test_withdrawing(officer: User, make_request: MakeRequest) -> None:
    sent = make_request(sent_on=SENT_ON)
    url = reverse("secretariat:withdraw", args=[sent.reference])
    assert _at_once(officer, url, {"reason": "Moot."}) == [200] * (AT_ONCE - 1) + [302]
    _one(InformationRequest, "REQUEST_WITHDRAWN")


def test_bringing(officer: User, make_matter: MakeMatter) -> None:
    url = reverse("secretariat:bring", args=[make_matter(ready=SENT_ON).reference])
    form = {"because": "NO_RESPONSE", "grounds": "None came.", "confirmed": "1"}
    assert _at_once(officer, url, form) == [200] * (AT_ONCE - 1) + [302]
    assert ComplianceMatter.history.exclude(grounds="").count() == 1


def test_assessing(officer: User, make_request: MakeRequest, answer: Answer) -> None:
    sent = make_request(sent_on=SENT_ON)
    given_then = answer(sent, date(2026, 11, 5), information="COMPLETE", text="All.")
    url = reverse("secretariat:assess", args=[sent.reference, given_then.pk])
    _at_once(officer, url, {"verdict": "ADEQUATE", "reasons": "All is there."})
    _one(Assessment, "INFORMATION_ASSESSED")


def test_opening_a_request(officer: User, make_request: MakeRequest) -> None:
    party = make_request().party
    form = {"party": party.pk, "subject": "Twice", "questions": "Which?", "rule_set_code": loader.DEFAULT}
    _at_once(officer, reverse("secretariat:open"), form)
    assert InformationRequest.objects.filter(subject="Twice").count() == 1


def test_opening_a_matter(officer: User, make_request: MakeRequest) -> None:
    form = {"party": make_request().party.pk, "title": "Twice", "attention": "REPORTS"}
    _at_once(officer, reverse("secretariat:matter_new"), form)
    assert ComplianceMatter.objects.filter(title="Twice").count() == 1


def _invite(supervisor: User, _focal_point: User) -> list[int]:
    form = {"role": "MEMBER", "name": "Mona", "email": "mona@committee.example", "language": "en"}
    return _at_once(supervisor, reverse("secretariat:invite"), form)


def _propose(_supervisor: User, focal_point: User) -> list[int]:
    form = {"name": "Cora", "email": "cora@party.example", "language": "en"}
    return _at_once(focal_point, reverse("party:colleagues"), form)


@pytest.mark.parametrize("act", [_invite, _propose], ids=["inviting", "proposing"])
def test_one_invitation_comes_of_it(
    supervisor: User, focal_point: User, act: Callable[[User, User], list[int]]
) -> None:
    act(supervisor, focal_point)
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("act", [_invite, _propose], ids=["inviting", "proposing"])
def test_whoever_came_second_is_told(
    supervisor: User, focal_point: User, act: Callable[[User, User], list[int]]
) -> None:
    assert max(act(supervisor, focal_point)) < 500


def _one(model: type[models.Model], code: str) -> None:
    """One row, one notice of it, and one letter to each address."""
    assert model._default_manager.count() == 1
    notice = Notice.objects.get(code=code)
    letters = Counter(Message.objects.filter(notice=notice).values_list("recipient", "address"))
    assert letters
    assert set(letters.values()) == {1}
