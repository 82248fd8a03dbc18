"""Writing an answer over days and between colleagues: what is saved, and that nothing typed is ever lost."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import AnswerDraft, Document, InformationRequest, Party, Submission
from cases.services import requests
from compliance import clock
from compliance.accounts.models import Role, User
from notifications import delivery
from tests.cases import sample_files
from tests.conftest import MakeRequest, SetClock, _person, actor_of, at

pytestmark = pytest.mark.django_db

SENT_ON = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def today(set_clock: SetClock) -> None:
    set_clock(datetime(2026, 12, 8, 13, 32, tzinfo=UTC))


@pytest.fixture(autouse=True)
def _documents_of_its_own(settings: Any, tmp_path: Path) -> None:
    options = settings.STORAGES["default"]["OPTIONS"] | {"location": str(tmp_path / "documents")}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": options}}


@pytest.fixture
def sent(make_request: MakeRequest) -> InformationRequest:
    return make_request(sent_on=SENT_ON)


@pytest.fixture
def ana(focal_point: User) -> Client:
    client = Client()
    client.force_login(focal_point)
    return client


@pytest.fixture
def ben(party: Party) -> Client:
    client = Client()
    client.force_login(_person("ben", Role.FOCAL_POINT, party))
    return client


def _url(request: InformationRequest, page: str = "answer") -> str:
    return reverse(f"party:{page}", args=[request.reference])


def _form(browser: Client, request: InformationRequest) -> dict[str, str]:
    """What a browser would send back of the form that it is shown."""
    form = browser.get(_url(request)).context["form"]
    shown = {field.name: field.value() for field in form}
    return {name: str(value) for name, value in shown.items() if value is not None}


def _write(browser: Client, request: InformationRequest, act: str = "save", **typed: str) -> Any:
    return browser.post(_url(request), _form(browser, request) | typed | {"act": act})


# Saved and continued.


def test_without_scripts_it_is_saved_by_its_button_and_continued_by_a_colleague(
    ana: Client, ben: Client, sent: InformationRequest
) -> None:
    saved = _write(ana, sent, justification="The flood.", approximate_date="2027-02-01")
    assert saved.headers["Location"] == _url(sent, "request")
    for page in (reverse("party:home"), _url(sent, "request")):
        said = ben.get(page).content.decode()
        assert "is being written" in said
        assert "Saved by Focal on 8 December 2026, 14:32 (Europe/Zurich)." in said
    form = _form(ben, sent)
    assert (form["justification"], form["approximate_date"], form["seen"]) == (
        "The flood.",
        "2027-02-01",
        "1",
    )
    assert not Submission.objects.exists()


def test_a_script_saves_while_it_is_typed(ana: Client, sent: InformationRequest) -> None:
    form = _form(ana, sent) | {"text": "One."}
    first = ana.post(_url(sent, "draft"), form)
    assert first.json() == {"saved": True, "key": form["key"], "seen": 1}
    again = ana.post(_url(sent, "draft"), form | {"seen": "1", "text": "One. Two."})
    assert again.json()["seen"] == 2
    assert AnswerDraft.objects.get().text == "One. Two."


def test_a_script_is_told_why_nothing_was_saved(ana: Client, ben: Client, sent: InformationRequest) -> None:
    form = _form(ana, sent)
    assert ana.post(_url(sent, "draft"), form).json() == {"saved": False}
    _write(ben, sent, text="Two.")
    stale = ana.post(_url(sent, "draft"), form | {"text": "One."})
    assert (stale.status_code, stale.json()["message"]) == (
        409,
        "This answer was changed meanwhile: compare both versions.",
    )
    unreadable = ana.post(_url(sent, "draft"), _form(ana, sent) | {"text": "Bell \x07"})
    assert unreadable.status_code == 422
    assert "cannot be seen" in unreadable.json()["message"]
    assert AnswerDraft.objects.get().text == "Two."


@pytest.mark.parametrize("seen", ["", "x", "-1", "1" * 30, "¹"])
def test_a_version_that_is_no_number_saves_over_nothing(
    ana: Client, sent: InformationRequest, seen: str
) -> None:
    _write(ana, sent, text="One.")
    answer = ana.post(_url(sent, "draft"), _form(ana, sent) | {"seen": seen, "text": "Two."})
    assert answer.status_code == 409
    assert AnswerDraft.objects.get().text == "One."


def test_checking_saves_too_and_sending_ends_the_draft(ana: Client, sent: InformationRequest) -> None:
    checked = _write(ana, sent, "check", information="COMPLETE", text="All of it.")
    assert "Nothing is sent yet." in checked.content.decode()
    assert AnswerDraft.objects.get().text == "All of it."
    form = {field.name: str(field.value() or "") for field in checked.context["form"]}
    received = ana.post(_url(sent), form | {"act": "send"})
    assert received.headers["Location"].endswith(f"/{form['key']}/")
    assert not AnswerDraft.objects.exists()
    assert Submission.objects.get().key == uuid.UUID(form["key"])
    assert ana.post(_url(sent), form | {"act": "send"}).headers["Location"] == received.headers["Location"]
    assert Submission.objects.count() == 1


def test_what_cannot_be_sent_yet_is_saved_as_it_was_typed(ana: Client, sent: InformationRequest) -> None:
    page = _write(ana, sent, "check", information="COMPLETE", approximate_date="mid May")
    assert page.context["form"].errors
    assert AnswerDraft.objects.get().approximate_date == "mid May"
    assert _form(ana, sent)["approximate_date"] == "mid May"


def test_attaching_a_document_saves_what_was_typed_beside_it(ana: Client, sent: InformationRequest) -> None:
    form = _form(ana, sent) | {"text": "See the permits.", "act": "attach"}
    file = SimpleUploadedFile("permits.pdf", sample_files.pdf())
    page = ana.post(_url(sent), form | {"documents": file})
    assert page.context["form"]["seen"].value() == "1"
    assert AnswerDraft.objects.get().text == "See the permits."
    assert [one.name for one in ana.get(_url(sent)).context["documents"].waiting] == ["permits.pdf"]


# Two at once.


def test_both_versions_are_shown_side_by_side_and_nothing_is_saved_over(
    ana: Client, ben: Client, sent: InformationRequest
) -> None:
    _write(ana, sent, text="The beginning.")
    mine = _form(ana, sent)
    _write(ben, sent, text="The beginning, and Ben's end.")
    page = ana.post(_url(sent), mine | {"text": "The beginning, and Ana's end.", "act": "check"})
    said = page.content.decode()
    assert page.status_code == 409
    assert "Ben saved this answer while you were writing." in said
    assert "Saved by Ben on 8 December 2026, 14:32 (Europe/Zurich)." in said
    assert "The beginning, and Ben&#x27;s end." in said
    assert "The beginning, and Ana&#x27;s end." in said
    assert AnswerDraft.objects.get().text == "The beginning, and Ben's end."


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("mine", "Ana."),
        ("theirs", "Ben."),
        ("both", "Ben.\n\nAna."),
    ],
)
def test_she_chooses_what_to_keep(
    ana: Client, ben: Client, sent: InformationRequest, act: str, text: str
) -> None:
    mine = _form(ana, sent)
    _write(ben, sent, text="Ben.", approximate_date="2027-02-01")
    compared = ana.post(_url(sent), mine | {"text": "Ana.", "act": "save"})
    form = {field.name: str(field.value() or "") for field in compared.context["form"]}
    form["own_key"] = compared.context["own_key"]
    assert form["own_key"] == mine["key"]
    kept = ana.post(_url(sent), form | {"act": act})
    assert kept.headers["Location"] == _url(sent)
    draft = AnswerDraft.objects.get()
    assert draft.text == text
    assert draft.approximate_date == ("" if act == "mine" else "2027-02-01")


def test_a_third_version_that_comes_while_she_chooses_is_shown_too(
    ana: Client, ben: Client, sent: InformationRequest
) -> None:
    mine = _form(ana, sent)
    _write(ben, sent, text="Ben.")
    compared = ana.post(_url(sent), mine | {"text": "Ana.", "act": "save"})
    form = {field.name: str(field.value() or "") for field in compared.context["form"]}
    _write(ben, sent, text="Ben, again.")
    again = ana.post(_url(sent), form | {"act": "mine", "own_key": mine["key"]})
    assert again.status_code == 409
    assert "Ben, again." in again.content.decode()
    assert AnswerDraft.objects.get().text == "Ben, again."


def test_documents_of_both_come_together(ana: Client, ben: Client, sent: InformationRequest) -> None:
    mine = _form(ana, sent)
    file = SimpleUploadedFile("ana.pdf", sample_files.pdf("ana"))
    ana.post(reverse("documents:upload"), {"request": sent.reference, "key": mine["key"], "documents": file})
    theirs = SimpleUploadedFile("ben.pdf", sample_files.pdf("ben"))
    ben.post(_url(sent), _form(ben, sent) | {"act": "attach", "documents": theirs})
    compared = ana.post(_url(sent), mine | {"text": "Ana.", "act": "save"})
    form = {field.name: str(field.value() or "") for field in compared.context["form"]}
    ana.post(_url(sent), form | {"act": "theirs", "own_key": compared.context["own_key"]})
    waiting = ben.get(_url(sent)).context["documents"].waiting
    assert sorted(one.name for one in waiting) == ["ana.pdf", "ben.pdf"]


def test_what_she_types_after_a_colleague_sent_it_becomes_a_further_answer(
    ana: Client, ben: Client, sent: InformationRequest
) -> None:
    _write(ana, sent, information="COMPLETE", text="One.")
    mine = _form(ana, sent)
    _write(ben, sent, "send")
    page = ana.post(_url(sent), mine | {"text": "One, and two.", "act": "send"})
    assert "This answer was sent already." in page.content.decode()
    form = page.context["form"]
    assert form["text"].value() == "One, and two."
    assert str(form["key"].value()) != mine["key"]
    assert Submission.objects.get().text == "One."


def test_what_she_types_after_a_colleague_threw_it_away_is_still_there(
    ana: Client, ben: Client, sent: InformationRequest
) -> None:
    _write(ana, sent, text="One.")
    mine = _form(ana, sent)
    ben.post(_url(sent, "discard"), {"seen": "1"})
    page = ana.post(_url(sent), mine | {"text": "One, and two.", "act": "check", "information": "PARTIAL"})
    assert "A colleague threw the saved answer away" in page.content.decode()
    form = page.context["form"]
    assert (form["text"].value(), form["seen"].value()) == ("One, and two.", 0)


# Thrown away.


def test_it_is_thrown_away_after_it_was_asked(ana: Client, sent: InformationRequest) -> None:
    file = SimpleUploadedFile("permits.pdf", sample_files.pdf())
    ana.post(_url(sent), _form(ana, sent) | {"text": "One.", "act": "attach", "documents": file})
    page = ana.get(_url(sent, "discard")).content.decode()
    assert "Throw it away, with 1 document" in page
    assert "One." in page
    assert AnswerDraft.objects.exists()
    gone = ana.post(_url(sent, "discard"), {"seen": "1"})
    assert gone.headers["Location"] == _url(sent, "request")
    assert not AnswerDraft.objects.exists()
    assert not Document.objects.exists()
    assert ana.get(_url(sent, "discard")).headers["Location"] == _url(sent, "request")


def test_what_changed_while_it_was_asked_is_kept(ana: Client, ben: Client, sent: InformationRequest) -> None:
    _write(ana, sent, text="One.")
    _write(ben, sent, text="One. Two.")
    page = ana.post(_url(sent, "discard"), {"seen": "1"})
    assert page.status_code == 409
    assert "It was changed after you opened this page" in page.content.decode()
    assert AnswerDraft.objects.exists()


# Withdrawn, and others.


def test_the_draft_of_a_withdrawn_request_can_be_read_and_not_sent(
    ana: Client, officer: User, sent: InformationRequest
) -> None:
    _write(ana, sent, text="Two hours of work.")
    form = _form(ana, sent)
    requests.withdraw(actor=actor_of(officer), request=sent, reason="Settled.", at=at(date(2026, 12, 8)))
    assert "Read what was written" in ana.get(_url(sent, "request")).content.decode()
    page = ana.get(_url(sent))
    assert page.status_code == 409
    assert "Two hours of work." in page.content.decode()
    for act in ("save", "check", "send", "mine"):
        refused = ana.post(_url(sent), form | {"act": act, "information": "PARTIAL"})
        assert refused.status_code == 409
        assert "Two hours of work." in refused.content.decode()
    assert ana.post(_url(sent, "draft"), form | {"text": "More."}).status_code == 409
    assert AnswerDraft.objects.get().text == "Two hours of work."
    assert not Submission.objects.exists()


def test_nobody_else_meets_a_word_of_it(
    ana: Client, officer: User, other_focal_point: User, member: User, sent: InformationRequest
) -> None:
    _write(ana, sent, text="Unsent words.")
    for user, status in ((other_focal_point, 404), (officer, 403), (member, 403)):
        browser = Client()
        browser.force_login(user)
        assert browser.get(_url(sent)).status_code == status
        assert browser.get(_url(sent, "discard")).status_code == status
        for page in ("draft", "discard"):
            assert browser.post(_url(sent, page), {"seen": "1", "text": "Over."}).status_code == status
    browser = Client()
    browser.force_login(officer)
    shown = browser.get(reverse("secretariat:request", args=[sent.reference])).content.decode()
    assert "Unsent words." not in shown
    assert AnswerDraft.objects.get().text == "Unsent words."


# From the mail to the answer.


def test_a_holding_reply_takes_three_pages_from_the_link_in_the_mail(
    ana: Client, sent: InformationRequest
) -> None:
    """One: the form that the letter leads to. Two: what would be sent. Three: the receipt."""
    delivery.deliver(now=clock.now)
    letter = mail.outbox[0].body
    found = re.search(r"Answer online: \S+?//[^/]+(\S+)", letter)
    assert found
    pages = 1
    form = ana.get(found[1])
    assert form.status_code == 200
    typed = {field.name: str(field.value() or "") for field in form.context["form"]}
    checked = ana.post(form.wsgi_request.path, typed | {"approximate_date": "2027-03-01", "act": "check"})
    pages += 1
    assert "This meets the reply of paragraph 23 a)." in checked.content.decode()
    assert "The information is due by 30 May 2027" in checked.content.decode()
    typed = {field.name: str(field.value() or "") for field in checked.context["form"]}
    receipt = ana.post(form.wsgi_request.path, typed | {"act": "send"}, follow=True)
    pages += 1
    assert "your answer is on record" in receipt.content.decode()
    assert len(receipt.redirect_chain) == 1
    assert Submission.objects.get().approximate_date == date(2027, 3, 1)
    assert pages <= 3
