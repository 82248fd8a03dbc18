"""The receipt as a PDF: what it says, in whose language, and that what was typed is text."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import InformationRequest, Submission
from cases.pdf import typeset
from cases.services import documents, submissions
from compliance.accounts.models import User
from tests.cases import sample_files
from tests.cases.pdf_reader import text_of
from tests.conftest import MakeRequest, SetClock, actor_of

pytestmark = pytest.mark.django_db

SENT_ON = date(2026, 11, 30)
AT = datetime(2026, 12, 8, 23, 30, tzinfo=UTC)
"""Half past midnight of the ninth at the seat."""
HOSTILE = [
    '#import "/etc/passwd": *',
    "$x^2$",
    "*b* _i_ `raw`",
    "<script>alert(1)</script>",
    '@label #eval("1+1") \\u{41} //x /* y */',
    "= heading\n- item",
    "#" * 40,
]


@pytest.fixture(autouse=True)
def today(set_clock: SetClock) -> None:
    set_clock(AT)


def _answer(by: User, request: InformationRequest, **carried: Any) -> Submission:
    key = carried.pop("key", None) or uuid.uuid4()
    return submissions.answer(actor=actor_of(by), request=request, key=key, at=AT, **carried)


def _get(client: Client, submission: Submission) -> Any:
    url = reverse("party:receipt_pdf", args=[submission.request.reference, submission.key])
    return client.get(url)


def _joined(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_it_says_what_was_received_when_and_what_it_did(
    client: Client, focal_point: User, make_request: MakeRequest
) -> None:
    sent, key = make_request(sent_on=SENT_ON, subject="Rosewood permits"), uuid.uuid4()
    content = sample_files.pdf("permits")
    document = documents.attach(
        actor=actor_of(focal_point),
        request=sent,
        form_key=key,
        upload=SimpleUploadedFile("permits 2026.pdf", content),
        at=AT,
    )
    submission = _answer(
        focal_point, sent, key=key, approximate_date=date(2027, 3, 1), justification="The flood of May."
    )
    client.force_login(focal_point)
    answer = _get(client, submission)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{sent.reference}-2026-12-09.pdf"'
    text = text_of(answer.content)
    for said in (
        "Receipt: your answer is on record",
        sent.reference,
        "Rosewood permits",
        "Demonstration Party Alder",
        "Wednesday 9 December 2026",
        "9 December 2026, 00:30:00 CET (Europe/Zurich)",
        str(submission.key),
        "The date given is Monday 1 March 2027.",
        "This meets the reply of paragraph 23 a).",
        "The information is due by 30 May 2027 (paragraph 23 b)).",
        "The flood of May.",
        "permits 2026.pdf",
        document.sha256,
        "time zone Europe/Zurich",
    ):
        assert _joined(said) in text, said


def test_it_is_tagged_in_the_language_of_its_reader_and_the_same_each_time(
    client: Client, focal_point: User, make_request: MakeRequest
) -> None:
    submission = _answer(focal_point, make_request(sent_on=SENT_ON), justification="Inondation.")
    User.objects.filter(pk=focal_point.pk).update(language="fr")
    client.force_login(focal_point)
    first = _get(client, submission).content
    assert first.startswith(b"%PDF-1.7")
    assert b"/Lang(fr)" in first
    assert b"/StructTreeRoot" in first
    assert b"/Marked true" in first
    assert b"<pdfuaid:part>1</pdfuaid:part>" in first
    assert _joined("9 décembre 2026") in text_of(first)
    assert _get(client, submission).content == first


@pytest.mark.parametrize("words", HOSTILE)
def test_what_was_typed_comes_out_as_it_was_typed(
    client: Client, focal_point: User, make_request: MakeRequest, words: str
) -> None:
    sent = make_request(sent_on=SENT_ON, subject=" ".join(words.split()), questions="?")
    submission = _answer(focal_point, sent, justification=words, information="PARTIAL", text=words)
    client.force_login(focal_point)
    text = text_of(_get(client, submission).content)
    assert text.count(_joined(words)) == 4, "at the head, among the facts, and twice as it was sent"


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        pytest.param("שלום עולם", "שלוםע", id="Hebrew"),
        pytest.param("a\u202eb\u202c c", "abc", id="override of direction"),
        pytest.param("Кириллица, ελληνικά", "Кириллица,ελληνικά", id="Cyrillic and Greek"),
    ],
)
def test_other_scripts_are_there(
    client: Client, focal_point: User, make_request: MakeRequest, words: str, letters: str
) -> None:
    submission = _answer(focal_point, make_request(sent_on=SENT_ON), justification=words)
    client.force_login(focal_point)
    text = text_of(_get(client, submission).content)
    assert set(letters) <= set(text)


def test_letters_that_no_font_has_do_not_stop_a_receipt(
    client: Client, focal_point: User, make_request: MakeRequest
) -> None:
    submission = _answer(focal_point, make_request(sent_on=SENT_ON), justification="\U00012000 and words")
    client.force_login(focal_point)
    answer = _get(client, submission)
    assert answer.status_code == 200
    assert "andwords" in text_of(answer.content)
    assert b"pdfuaid" not in answer.content


def test_a_long_answer_goes_over_many_pages(
    client: Client, focal_point: User, make_request: MakeRequest
) -> None:
    submission = _answer(focal_point, make_request(sent_on=SENT_ON), justification="A line.\n" * 2000)
    client.force_login(focal_point)
    text = text_of(_get(client, submission).content)
    assert text.count("Aline.") == 2000


def test_a_fault_of_the_template_is_no_letter_without_a_font() -> None:
    import typst

    with pytest.raises(typst.TypstError):
        typeset.pdf(template="receipt", values={"title": "No more"}, language="en", at=AT)


def test_another_party_and_another_desk_get_none(
    client: Client, focal_point: User, other_focal_point: User, officer: User, make_request: MakeRequest
) -> None:
    submission = _answer(focal_point, make_request(sent_on=SENT_ON), justification="Flood.")
    for user, status in ((other_focal_point, 404), (officer, 403)):
        client.force_login(user)
        assert _get(client, submission).status_code == status
