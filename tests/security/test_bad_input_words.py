"""What somebody types: characters that nobody can read, markup, templates and headers in every text."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cases.models import ComplianceMatter, FocalPoint, InformationRequest, Submission
from compliance import clock
from compliance.accounts.models import User
from notifications import delivery
from tests.security.bad_input import (  # noqa: F401  (one is a fixture)
    Place,
    made_place,
    record,
    refused,
    said,
)

pytestmark = pytest.mark.django_db

LINES = [
    ("open", "subject"),
    ("edit", "subject"),
    ("matter", "title"),
    ("invite", "name"),
    ("propose", "name"),
    ("profile", "name"),
    ("accept", "name"),
    ("template", "name"),
    ("meeting", "source"),
    ("merge", "reason"),
]
TEXTS = [
    ("open", "questions"),
    ("edit", "questions"),
    ("withdraw", "reason"),
    ("record", "justification"),
    ("record", "text"),
    ("assess", "reasons"),
    ("bring", "grounds"),
    ("answer", "justification"),
    ("answer", "text"),
    ("template", "questions_en"),
]
NAMED = [pytest.param(*one, id=f"{one[0]}, {one[1]}") for one in LINES + TEXTS]
NAMED_LINES = [pytest.param(*one, id=f"{one[0]}, {one[1]}") for one in LINES]
NAMED_TEXTS = [pytest.param(*one, id=f"{one[0]}, {one[1]}") for one in TEXTS]


@pytest.mark.parametrize(("form", "name"), NAMED)
def test_nul_is_refused_in_every_text(place: Place, form: str, name: str) -> None:
    page = refused(place.form(form), **{name: "Before\0after"})
    assert re.search("cannot be seen|Null characters", said(page, name))
    assert page.context["form"][name].value() == "Before\0after"


@pytest.mark.parametrize(("form", "name"), NAMED)
def test_half_a_character_is_refused_in_every_text(place: Place, form: str, name: str) -> None:
    page = refused(place.form(form), **{name: "Before\ud800after"})
    assert "did not arrive as they were typed" in said(page, name)
    assert "after “Before”" in said(page, name)
    assert page.context["form"][name].value().startswith("Before")


@pytest.mark.parametrize(("form", "name"), NAMED)
def test_text_that_only_looks_like_text_is_none(place: Place, form: str, name: str) -> None:
    """Otherwise a justification that nobody can read would meet a step."""
    page = refused(place.form(form), **{name: "\u2800\u3164\u2800"})
    assert "only characters that cannot be seen" in said(page, name)


@pytest.mark.parametrize(("form", "name"), NAMED_LINES)
@pytest.mark.parametrize(
    "bad",
    [
        pytest.param("Alder \u202egpj.exe", id="override of direction"),
        pytest.param("Alder\u200bParty", id="space without width"),
    ],
)
def test_a_line_among_other_words_turns_nothing_around(place: Place, form: str, name: str, bad: str) -> None:
    page = refused(place.form(form), **{name: bad})
    assert "cannot be seen after “Alder”" in said(page, name)
    assert page.context["form"][name].value() == bad


@pytest.mark.parametrize(
    ("form", "name", "bad", "says"),
    [
        pytest.param("open", "subject", "Zi\u0301" + "\u0301" * 400, "200 characters", id="flood in a line"),
        pytest.param("open", "subject", "Zi" + "\u0301" * 40, "accents on one letter", id="pile in a line"),
        pytest.param("answer", "text", "Zi" + "\u0301" * 4000, "accents on one letter", id="flood in a text"),
        pytest.param("answer", "text", "Red \x1b[31m", "U+001B", id="terminal colours"),
        pytest.param("answer", "justification", "One\x0btwo", "U+000B", id="vertical tab"),
        pytest.param("record", "text", "A\u2028B", "U+2028", id="line separator"),
        pytest.param("assess", "reasons", "x\x07", "after “x”", id="bell"),
        pytest.param("open", "subject", "x" * 201, "200 characters", id="subject too long"),
        pytest.param("matter", "title", "x" * 301, "300 characters", id="title too long"),
        pytest.param("profile", "name", "x" * 201, "200 characters", id="name too long"),
        pytest.param("invite", "email", "a" * 400 + "@x.example", "320 characters", id="address too long"),
        pytest.param("open", "matter", "CM-" + "9" * 400, "20 characters", id="reference too long"),
    ],
)
def test_a_text_that_cannot_be_kept(place: Place, form: str, name: str, bad: str, says: str) -> None:
    page = refused(place.form(form), **{name: bad})
    assert says in said(page, name)
    assert page.context["form"][name].value() == bad


@pytest.mark.parametrize(("form", "name"), NAMED_TEXTS)
def test_a_text_longer_than_is_kept_says_where_it_goes(place: Place, form: str, name: str) -> None:
    typed = "x" * 100_001
    page = refused(place.form(form), **{name: typed})
    assert "at most 100000 are kept" in said(page, name).replace("\xa0", "").replace(",", "")
    assert "document" in said(page, name)
    assert page.context["form"][name].value() == typed


def test_marks_of_direction_are_kept_in_a_text_and_end_with_its_block(place: Place) -> None:
    form, typed = place.form("answer"), "Left \u202eright\nلا يوجد \u200fنص"
    assert form.send(text=typed).status_code == 302
    assert Submission.objects.get().text == typed
    page = form.browser.get(form.url.removesuffix("answer/")).content.decode()
    assert re.search(rf'<(dd|div|p) class="typed[^"]*">{re.escape(escape(typed))}</\1>', page)


def test_what_people_write_in_their_own_script_is_taken(place: Place) -> None:
    """What is refused above must not be anybody's name: joiners, marks of direction, stacked accents, emoji."""
    for name in ("می‌خواهم", "क्‍ष", "Nguyễn Thị Ế", "שָׁלוֹם\u200f", "ཧཱུྃ", "Ó\u0301", "👩‍🔬 Ana"):
        form = place.form("open")
        assert form.send(subject=name, questions=name).status_code == 302, name
        assert InformationRequest.objects.get(subject=name).questions == name


HEADERS = [
    ("open", "subject"),
    ("edit", "subject"),
    ("matter", "title"),
    ("invite", "name"),
    ("invite", "email"),
    ("propose", "name"),
    ("propose", "email"),
    ("profile", "name"),
    ("accept", "name"),
    ("reset", "email"),
    ("sign in", "login"),
]


@pytest.mark.parametrize(("form", "name"), [pytest.param(*one, id=f"{one[0]}, {one[1]}") for one in HEADERS])
@pytest.mark.parametrize("end", [pytest.param("\r\n", id="CR LF"), pytest.param("\n", id="LF")])
def test_no_header_is_added_to_a_letter(place: Place, form: str, name: str, end: str) -> None:
    """A line is stored as one line or refused; no letter goes to whom it did not name."""
    sent = place.form(form)
    good = sent.good.get(name, "")
    answer = sent.send(**{name: f"{good}{end}Bcc: evil@evil.example{end}{end}Body"})
    assert answer.status_code in (200, 302)
    if form in ("open", "edit"):
        draft = InformationRequest.objects.get()
        assert draft.subject == f"{good} Bcc: evil@evil.example Body"
        place.browser(place.supervisor).post(f"/secretariat/requests/{draft.reference}/send/")
    delivery.deliver(now=clock.now)
    stored = [value for rows in record().values() for row in rows for value in row if isinstance(value, str)]
    assert not [value for value in stored if "\nBcc" in value]
    for letter in mail.outbox:
        assert "evil@evil.example" not in letter.recipients()
        assert letter.message().get("Bcc") is None
        assert "\n" not in letter.subject


EVIL = "<script>alert({n})</script><b onclick=x>'\"{{{{ 7|add:7 }}}}{{% debug %}}%(x)s{{0}}"


def _planted(place: Place) -> dict[str, str]:
    """Every text of the desk with markup and template syntax in it, each with its number."""
    planted = {}
    for n, (form, name) in enumerate(LINES + TEXTS):
        sent = place.form(form)
        extra = {"matter": _matter_of(place)} if form == "open" else {}
        planted[f"{form}, {name}"] = EVIL.format(n=n)
        answer = sent.send(**{name: EVIL.format(n=n)}, **extra)
        assert answer.status_code == 302, (form, name, answer.context["form"].errors)
        sent.browser.get(sent.url)
    return planted


def _sent_and_brought(place: Place) -> None:
    """Everything goes to whom it may go: drafts to the Party, matters to the Committee."""
    desk = place.browser(place.supervisor)
    for draft in InformationRequest.objects.filter(stage="DRAFT"):
        desk.post(f"/secretariat/requests/{draft.reference}/send/")
    for matter in ComplianceMatter.objects.filter(brought_on__isnull=True):
        form = {"because": "NO_RESPONSE", "grounds": EVIL.format(n=99), "confirmed": "1"}
        brought = desk.post(f"/secretariat/matters/{matter.reference}/bring/", form)
        assert brought.status_code in (200, 302), "a matter that was not taken up yet is refused in words"


def _matter_of(place: Place) -> str:
    return place.make_matter().reference


def _pages(browser: Client, start: str) -> dict[str, str]:
    """Every page that the links of a desk lead to."""
    pages: dict[str, str] = {}
    waiting = [start]
    while waiting:
        url = waiting.pop()
        if url in pages:
            continue
        answer: Any = browser.get(url, follow=True)
        assert answer.status_code == 200, url
        pages[url] = answer.content.decode() if "text/html" in answer["Content-Type"] else ""
        waiting += re.findall(r'href="(/(?:secretariat|party|committee)/[^"#?]*)', pages[url])
    return pages


def test_markup_is_shown_and_run_nowhere(place: Place, member: User, chair: User) -> None:
    planted = _planted(place)
    _sent_and_brought(place)
    pages = _pages(place.browser(place.supervisor), "/secretariat/")
    pages |= _pages(place.browser(place.focal_point), "/party/")
    pages |= _pages(place.browser(member), "/committee/")
    merged = FocalPoint.objects.get(merged_into__isnull=False)
    history = reverse("secretariat:reference_history", args=["focal-points", merged.pk])
    pages |= _pages(place.browser(place.supervisor), history)
    everything = "\n".join(pages.values())
    assert "<script>alert" not in everything
    assert "<b onclick" not in everything
    missing = [
        name for name, evil in planted.items() if escape(evil) not in everything.replace("&#39;", "&#x27;")
    ]
    assert missing in ([], ["accept, name"]), "each is shown somewhere as it was typed"
    assert len(pages) > 30


def test_no_letter_evaluates_what_was_typed(place: Place) -> None:
    planted = _planted(place)
    _sent_and_brought(place)
    delivery.deliver(now=clock.now)
    letters = [f"{letter.subject}\n{letter.body}" for letter in mail.outbox]
    pages = [str(page) for letter in mail.outbox for page, _ in getattr(letter, "alternatives", ())]
    assert any("&lt;script&gt;alert(" in page for page in pages)
    assert not [page for page in pages if "<script" in page or "<b onclick" in page]
    assert not [letter for letter in letters if "alert(" in letter and "{{ 7|add:7 }}" not in letter]
    for name in ("open, questions", "withdraw, reason", "invite, name"):
        assert [letter for letter in letters if planted[name] in letter], name
