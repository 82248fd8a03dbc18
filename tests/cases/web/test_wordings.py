"""The registry of letters as a page, and wording a letter anew: what is refused, kept, compared and taken back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from cases.services import wordings
from cases.services.refusals import Refused
from compliance.accounts.models import User
from notifications import delivery, wording
from notifications.letters import BY_KEY
from notifications.models import Message, Wording
from notifications.wording import Words
from tests.cases import pdf_reader
from tests.conftest import MakeRequest, actor_of

pytestmark = pytest.mark.django_db

PAGE = "/secretariat/messages/wording/"
LETTER = "request_sent.party/en/"
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
REQUEST = BY_KEY["request_sent.party"]


@pytest.fixture
def head(client: Client, supervisor: User) -> Client:
    client.force_login(supervisor)
    return client


def _english() -> Words:
    words = wording.shipped(REQUEST, "en")
    assert words
    return words


def _form(**changed: Any) -> dict[str, Any]:
    words = _english()
    return {"subject": words.subject, "body": words.body, "why": "Shorter", "seen": 0} | changed


def _keep(user: User, body: str, *, seen: int = 0, why: str = "Shorter") -> Wording:
    return wordings.keep(
        actor=actor_of(user),
        letter=REQUEST,
        language="en",
        words=Words(_english().subject, body),
        why=why,
        seen=seen,
        at=AT,
    )


def test_the_page_lists_every_letter_with_its_wording(head: Client, supervisor: User) -> None:
    _keep(supervisor, f"{_english().body}\n\nThank you.")
    shown = head.get(PAGE).content.decode()
    for letter in BY_KEY.values():
        assert f"{PAGE}{letter.key}/fr/" in shown
    assert "version 1" in shown
    one = head.get(PAGE + LETTER).content.decode()
    assert "Thank you." in one
    assert "{questions}" in one
    assert "version 1" in one


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"subject": "{reference} {colour}"}, "{colour} is not a variable", id="unknown, in the subject"),
        pytest.param({"body": "+\nA {settings.SECRET_KEY}"}, "Line 22: {settings.SECRET_KEY}", id="no template"),
        pytest.param({"body": "+\nHow {questions} so"}, "Line 22: {questions} stands on a line", id="block in a line"),
        pytest.param({"body": "+\nOpen { only"}, "Line 22: a brace has no partner", id="brace"),
        pytest.param({"body": "Dear {party},\n\n{questions}"}, "{dates} is missing", id="missing"),
        pytest.param({"subject": "{reference} {questions}"}, "too long for a subject", id="block in the subject"),
        pytest.param({"body": "+\nNew.", "why": " "}, "Say why", id="no reason"),
        pytest.param({}, "in force already", id="nothing new"),
        pytest.param({"body": "+\nNew.", "seen": 3}, "was kept meanwhile", id="behind"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_with_its_line(head: Client, changed: dict[str, Any], said: str) -> None:
    if changed.get("body", "").startswith("+"):
        changed = changed | {"body": _english().body + changed["body"][1:]}
    answer = head.post(PAGE + LETTER + "edit/", _form(**changed))
    assert answer.status_code == 200
    faults = [str(one) for faults in answer.context["form"].errors.values() for one in faults]
    assert [one for one in faults if said in one], faults
    assert not Wording.objects.exists()


def test_who_was_told_of_a_version_kept_meanwhile_can_keep_theirs_over_it(
    head: Client, supervisor: User
) -> None:
    _keep(supervisor, f"{_english().body}\n\nThank you.")
    typed = _form(body=f"{_english().body}\n\nMany thanks.")
    told = head.post(PAGE + LETTER + "edit/", typed)
    assert "Version 1 was kept meanwhile" in told.content.decode()
    assert "Many thanks." in told.content.decode()
    again = typed | {"seen": told.context["form"]["seen"].value()}
    assert head.post(PAGE + LETTER + "edit/", again).status_code == 302


def test_it_is_looked_at_before_it_is_kept(head: Client) -> None:
    form = _form(body=f"{_english().body}\n\n<b>Thank</b> you.")
    page = head.post(PAGE + LETTER + "edit/", form | {"show": "text"})
    assert "Demonstration Party Alder" in page.context["preview"]["body"]
    assert "&lt;b&gt;Thank" in page.content.decode()
    as_html = head.post(PAGE + LETTER + "edit/", form | {"show": "html"})
    assert "&lt;b&gt;Thank&lt;/b&gt; you." in as_html.content.decode()
    assert "style-src 'sha256-" in as_html["Content-Security-Policy"]
    as_pdf = head.post(PAGE + LETTER + "edit/", form | {"show": "pdf"})
    assert "<b>Thank</b>you." in pdf_reader.text_of(as_pdf.content)
    assert not Wording.objects.exists()


def test_the_next_letter_is_written_from_it_and_what_is_frozen_stays(
    head: Client, make_request: MakeRequest
) -> None:
    make_request(sent_on=date(2026, 11, 30))
    delivery.deliver(now=lambda: AT)
    frozen = dict(Message.objects.values_list("pk", "body"))
    form = _form(body=f"{_english().body}\r\n\r\nThank you, {{officer}}.")
    assert head.post(PAGE + LETTER + "edit/", form).status_code == 302
    make_request(sent_on=date(2026, 11, 30))
    delivery.deliver(now=lambda: AT)
    for message in Message.objects.order_by("pk"):
        if message.pk in frozen:
            assert (message.body, message.wording) == (frozen[message.pk], None)
        else:
            assert message.body.endswith("\n\nThank you, Officer.\n")
            assert message.wording == Wording.objects.get()


def test_back_to_what_ships_is_a_version_and_versions_are_compared(head: Client, supervisor: User) -> None:
    _keep(supervisor, f"{_english().body}\n\nThank you.")
    page = head.get(PAGE + LETTER + "compare/?before=0&after=1").content.decode()
    assert "<ins>Thank you.</ins>" in page
    assert head.get(PAGE + LETTER + "compare/?before=0&after=2").status_code == 404
    form = {"why": "It was clearer", "seen": 1}
    assert head.post(PAGE + LETTER + "ships/", form).status_code == 302
    assert [one.ships for one in Wording.objects.order_by("version")] == [False, True]
    assert "Thank you." not in head.get(PAGE + LETTER).context["chosen"].words.body
    assert head.post(PAGE + LETTER + "ships/", form | {"seen": 2}).status_code == 200, "it ships already"


def test_two_at_the_same_moment_keep_one_version(supervisor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    _keep(supervisor, f"{_english().body}\n\nThank you.")
    monkeypatch.setattr(wordings, "_require_seen", lambda before, seen: None)
    with pytest.raises(Refused, match="Version 1 was kept meanwhile"):
        _keep(supervisor, f"{_english().body}\n\nThanks.")


@pytest.mark.parametrize(
    "address", ["nothing.party/en/", "request_sent.party/de/", "qualifies_23d.officer/en/example.pdf"]
)
def test_there_is_no_such_letter(head: Client, address: str) -> None:
    assert head.get(PAGE + address).status_code == 404
