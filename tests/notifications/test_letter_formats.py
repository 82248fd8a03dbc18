"""Text, HTML and PDF of a letter say the same in every language; what was typed is text; retries are the same."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.conf import settings

from cases.models import FocalPoint
from cases.services import letter_handling
from compliance.accounts.models import User
from notifications import delivery, frame, mailing, wording
from notifications.composing import Composed, compose
from notifications.formats import html, pdf, text
from notifications.letters import BY_KEY, Letter
from notifications.models import LetterPdf, Message
from notifications.variables import VARIABLES, Kind
from tests.cases import pdf_reader
from tests.conftest import MakeRequest, actor_of
from tests.services.smtp import MailServer

LANGUAGES = [code for code, _name in settings.LANGUAGES]
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
FORMAL = {
    "request_sent.party",
    "response_reminder.party",
    "step_overdue.party",
    "approximate_date_passed.party",
    "request_withdrawn.party",
    "matter_informed.party",
    "matter_brought.party",
    "measure_decided.party",
    "measure_withdrawn.party",
    "committee_deadline_overdue.party",
}


def _composed(letter: Letter, language: str, **values: object) -> Composed:
    words = wording.shipped(letter, language)
    assert words
    values = frame.examples(letter, language) | values
    return compose(letter=letter, words=words, values=values, language=language)


def _squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def _readable(page: str) -> str:
    return _squeezed(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", "", page, flags=re.DOTALL)))


def _facts(letter: Letter, language: str) -> list[str]:
    """What a letter must say: the made-up value of everything that its wording names, and of its head."""
    values = frame.examples(letter, language)
    words = wording.shipped(letter, language)
    assert words
    names = wording.named(wording.Words("", words.body)) | (
        {"party", "reference"} if letter.to_party else set()
    )
    found: list[str] = []
    for name in names:
        if VARIABLES[name].kind is not Kind.CONDITION:
            value = values[name]
            rows = value if isinstance(value, list) else [value]
            found += [cell for row in rows for cell in (row if isinstance(row, list) else [row])]
    return [_squeezed(one) for one in found]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", BY_KEY)
def test_every_form_of_a_letter_says_the_same(key: str, language: str) -> None:
    letter = BY_KEY[key]
    composed = _composed(letter, language)
    page = html.of(composed)
    shown = {"text": _squeezed(text.of(composed)), "html": _readable(page)}
    if letter.formal:
        shown["pdf"] = pdf_reader.text_of(pdf.of(composed, at=NOON))
    for form, words in shown.items():
        assert not [fact for fact in _facts(letter, language) if fact not in words], form
        assert "{" not in words, form
    assert f'<html lang="{language}">' in page
    assert not re.search(r"<img|<link|<script|src=|url\(", page), "nothing is fetched"
    assert 'scope="col"' in page if "{dates}" in str(wording.shipped(letter, language)) else True


def test_formal_letters_are_those_of_the_procedure() -> None:
    assert {letter.key for letter in BY_KEY.values() if letter.formal} == FORMAL


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_in_its_language_and_always_the_same(language: str) -> None:
    composed = _composed(BY_KEY["request_sent.party"], language)
    made = pdf.of(composed, at=NOON)
    assert b"/Marked true" in made
    assert f"/Lang({language})".encode() in made.replace(b"/Lang (", b"/Lang(")
    assert made == pdf.of(composed, at=NOON)
    assert _squeezed(frame.of(language).convention) in pdf_reader.text_of(made)


def test_what_was_typed_is_text_in_every_form() -> None:
    evil = '<b>&amp; {reference} {{ x }} #link("x") %(x)s'
    composed = _composed(BY_KEY["request_sent.party"], "en", subject=evil, questions=f"{evil}\n\n* 2")
    assert evil in text.of(composed)
    assert "<b>" not in html.of(composed)
    assert _squeezed(evil) in _readable(html.of(composed))
    assert _squeezed(evil) in pdf_reader.text_of(pdf.of(composed, at=NOON))


def test_a_paragraph_of_which_there_is_nothing_to_say_is_left_out() -> None:
    letter = BY_KEY["information_assessed.party"]
    with_dates = text.of(_composed(letter, "en"))
    without = text.of(_composed(letter, "en", dates=[], reasons=""))
    assert "What stays due:" in with_dates
    assert "Nothing else is due" not in with_dates
    assert "What stays due:" not in without
    assert "\n\nNothing else is due under this request.\n\n" in without
    assert "\n\n\n" not in without


@pytest.mark.django_db
def test_a_retry_sends_the_same_bytes_with_the_attachment(
    make_request: MakeRequest, mail_server: MailServer
) -> None:
    FocalPoint.objects.all().delete()
    make_request(sent_on=NOON.date())
    mail_server.answers = ["taken, then 421 closing"]
    delivery.deliver(now=lambda: NOON)
    delivery.deliver(now=lambda: NOON + timedelta(minutes=5))
    assert len(mail_server.raw) == 2
    assert mail_server.raw[0] == mail_server.raw[1]
    message = Message.objects.select_related("pdf").get()
    assert message.pdf
    (attached,) = mail_server.taken[0].iter_attachments()
    assert attached.get_payload(decode=True) == bytes(message.pdf.content)
    assert attached.get_filename() == f"{message.notice.request.reference}-request_sent-2026-11-30-en.pdf"
    page = mail_server.taken[0].get_body(("html",))
    assert page
    assert page.get_content().split() == message.html.split()
    again = mailing.of(message=message, connection=None).message().as_bytes()
    assert again == mailing.of(message=message, connection=None).message().as_bytes()


@pytest.mark.django_db
def test_one_pdf_for_all_who_read_a_notice_in_one_language(make_request: MakeRequest) -> None:
    FocalPoint.objects.create(
        party=FocalPoint.objects.get().party, name="Ana", email="ana@party.example", language="es"
    )
    make_request(sent_on=NOON.date())
    delivery.deliver(now=lambda: NOON)
    by_language = {(one.language, one.pdf_id) for one in Message.objects.all()}
    assert {language for language, _pdf in by_language} == {"en", "es"}
    assert len(by_language) == LetterPdf.objects.count() == 2


@pytest.mark.django_db
def test_a_letter_of_before_letters_had_forms_goes_as_text(make_request: MakeRequest) -> None:
    make_request(sent_on=NOON.date())
    message = Message.objects.all()[0]
    message.subject, message.body, message.frozen_at = "As it was", "As it was.", NOON
    mail = mailing.of(message=message, connection=None).message()
    assert mail.get_content_type() == "text/plain"


@pytest.mark.django_db
def test_the_case_says_that_its_letters_are_held(client, make_request: MakeRequest, supervisor: User) -> None:
    held, other = make_request(sent_on=date(2026, 11, 30)), make_request(sent_on=date(2026, 11, 30))
    letter_handling.pause(actor=actor_of(supervisor), reason="A minister calls.", at=NOON, request=held)
    client.force_login(supervisor)
    assert "A minister calls." in client.get(f"/secretariat/requests/{held.reference}/").content.decode()
    assert "held back" not in client.get(f"/secretariat/requests/{other.reference}/").content.decode()
