"""Letters are kept in three languages, in the Convention's own terms, with the dates of each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks

from cases.citations import KNOWN
from cases.models import FocalPoint, Party
from cases.services import letter_preview
from compliance.rules import loader
from notifications import delivery, letters, rendering, wording
from notifications.formats import text
from notifications.models import Message, Notice
from tests.conftest import MakeRequest
from tests.services.smtp import MailServer

LANGUAGES = [code for code, _name in settings.LANGUAGES]
WORDS = {
    "en": ("Information request", "1 March 2027", "Reply or approximate date"),
    "fr": ("Organe de gestion", "1er mars 2027", "Réponse ou date approximative"),
    "es": ("Autoridad Administrativa", "1 de marzo de 2027", "Contestación o fecha aproximada"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", letters.REGISTRY.values(), ids=lambda one: f"{one.code} {one.recipient}")
def test_every_letter_is_kept_in_every_language_with_the_same_values(
    letter: letters.Letter, language: str
) -> None:
    words, english = wording.shipped(letter, language), wording.shipped(letter, "en")
    assert words
    assert english
    assert wording.named(words) == wording.named(english)
    assert "{reference}" in words.subject or letter.recipient is letters.Recipient.STAFF
    assert wording.faults(letter=letter, words=words) == []


def test_a_letter_that_is_not_kept_in_a_language_is_said_by_the_checks_and_sent_in_english(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    assert not [one for one in run_checks() if one.id in ("compliance.W001", "compliance.E002")]
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    missing = [one for one in run_checks() if one.id == "compliance.W001"]
    assert len(missing) == len(letters.REGISTRY)
    letter = next(iter(letters.REGISTRY.values()))
    assert wording.language_of(letter=letter, wanted="ar") == "en"
    assert wording.language_of(letter=letter, wanted="fr") == "fr"


def test_every_citation_of_a_rule_set_is_marked_for_translation() -> None:
    steps = {step.source for one in loader.all_rule_sets() for step in one.steps}
    assert steps <= set(KNOWN)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_preview_is_the_letter_that_goes_out(
    make_request: MakeRequest, party: Party, mail_server: MailServer, language: str
) -> None:
    FocalPoint.objects.all().delete()
    party.language = language
    party.save()
    draft = make_request()
    draft.party.refresh_from_db()
    shown = letter_preview.of_draft(request=draft, on=date(2027, 2, 1))
    assert (shown.language, shown.is_fallback) == (language, False)
    for words in WORDS[language]:
        assert words in f"{shown.subject}\n{shown.body}", shown.body
    assert not Notice.objects.exists()
    sent = make_request(sent_on=date(2027, 2, 1))
    delivery.deliver(now=lambda: datetime(2027, 2, 1, 12, tzinfo=UTC))
    letter = Message.objects.get(notice__request=sent)
    assert letter.body == shown.body.replace(draft.reference, sent.reference)
    assert letter.subject == shown.subject.replace(draft.reference, sent.reference)


@pytest.mark.django_db
def test_each_reads_it_in_their_own_language(
    make_request: MakeRequest, party: Party, mail_server: MailServer
) -> None:
    FocalPoint.objects.update(language="es")
    party.language = "fr"
    party.save()
    make_request(sent_on=date(2026, 11, 30))
    delivery.deliver(now=lambda: datetime(2026, 11, 30, 12, tzinfo=UTC))
    subjects = dict(Message.objects.values_list("language", "subject"))
    assert "le Secrétariat demande" in subjects["fr"]
    assert "la Secretaría solicita" in subjects["es"]
    assert "Partie de démonstration Alder" in subjects["fr"]


@pytest.mark.django_db
def test_a_notice_addressed_before_letters_had_languages_still_goes_out(
    make_request: MakeRequest,
) -> None:
    sent = make_request(sent_on=date(2026, 11, 30))
    message = Message.objects.filter(notice__request=sent)[0]
    message.notice.context = {
        "reference": "IR-1",
        "party": "Alder",
        "questions": "Which?",
        "dates": "- 30 December 2026: Reply.\n- 30 May 2027: Response.",
        "party_url": "https://desk.example/party/requests/IR-1/",
    }
    letter, _version = rendering.of_message(message=message, kept={})
    body = text.of(letter)
    assert "IR-1" in letter.subject
    assert "Which?" in body
    assert "- 30 December 2026: Reply.\n- 30 May 2027: Response.\n" in body
    assert "Answer online: https://desk.example/party/requests/IR-1/\n" in body


def test_there_is_no_letter_outside_the_folders_of_the_languages() -> None:
    kept = Path(settings.BASE_DIR) / "templates" / "letters"
    assert {one.name for one in kept.iterdir()} == {*LANGUAGES, "invitation.txt", "letter.html", "parts.html"}
