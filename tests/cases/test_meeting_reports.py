"""The report of paragraph 24: what is in it and what is not, in three languages and three ways; and issued for good."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from docx import Document

from cases.meeting_report import building, gathering, values, word
from cases.models import ComplianceMatter, Meeting, MeetingReport
from cases.pdf import typeset
from cases.services import (
    matter_stages,
    measures,
    meeting_reports,
)
from cases.services.refusals import Refused
from compliance.accounts.models import User
from tests.cases import article_xiii, reported
from tests.cases.article_xiii import BROUGHT, DECIDED
from tests.cases.pdf_reader import text_of
from tests.cases.reported import SECRETS, TODAY
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at

pytestmark = pytest.mark.django_db
Made = dict[str, str]


def _joined(text: str) -> str:
    return re.sub(r"\s", "", text)


def _docx_text(content: bytes) -> str:
    """Every word of a Word document, in its order."""
    document = Document(io.BytesIO(content))
    return _joined("".join(node.text or "" for node in document.element.iter() if node.tag.endswith("}t")))


def plain(meeting: Meeting, language: str = "en", *, on: date = TODAY) -> dict[str, Any]:
    material = gathering.gather(meeting=meeting, on=on)
    made = building.build(material=material, language=language, symbol="SC84 Doc. NN", issued=False)
    return values.as_plain(made)


def drawn(found: dict[str, Any]) -> Made:
    """The text of each rendering, without its spaces; the page is tested with its view."""
    pdf = typeset.pdf(template="meeting_report", values=found, language=found["lang"], at=at(TODAY))
    return {"pdf": text_of(pdf), "docx": _docx_text(word.docx(values=found, at=at(TODAY)))}


@pytest.fixture
def meeting(db: None) -> Meeting:
    article_xiii.meeting("SC83", starts_on=date(2026, 11, 2))
    return article_xiii.meeting("SC84")


@pytest.fixture
def matter(
    make_matter: MakeMatter, make_request: MakeRequest, answer: Answer, officer: User, meeting: Meeting
) -> ComplianceMatter:
    return reported.matter(
        make_matter=make_matter, make_request=make_request, answer=answer, officer=officer, meeting=meeting
    )


def test_every_way_of_reading_it_says_the_same_and_none_says_what_is_not_for_the_committee(
    matter: ComplianceMatter, meeting: Meeting, make_matter: MakeMatter, officer: User
) -> None:
    _elsewhere(make_matter, officer)
    found = plain(meeting)
    for way, text in {"values": json.dumps(found), **drawn(found)}.items():
        told = [one for one in SECRETS if _joined(one) in _joined(text)]
        assert not told, way
        assert "refused" not in text.lower()
    said = (
        *("SC84 Doc. NN", "Rosewood exports", "Dalbergia spp.", "Article IV", "Advice on quotas."),
        *("That the Party be warned.", "A plan in four steps.", "Progress report", "8 June 2027"),
        "No reply received that meets this step.",
        "Received on 20 December 2026, in time.",
        "Received on 2 March 2027, 2 days after the date.",
        "No complete response received by the date that the Party gave.",
        "No complete response received.",
        "Draft of the Secretariat of 11 June 2027. It was not issued.",
    )
    for way, text in drawn(found).items():
        assert [one for one in said if _joined(one) not in text] == [], way


def _elsewhere(make_matter: MakeMatter, officer: User) -> None:
    """Matters that the report does not tell of: not brought, closed as unfounded, of the public record."""
    for title in ("other-matter", "unfounded-matter"):
        one = make_matter(ready=BROUGHT)
        ComplianceMatter.objects.filter(pk=one.pk).update(title=title)
    matter_stages.close(
        actor=actor_of(officer), matter=one, because="UNFOUNDED", text="Nothing in it.", at=at(DECIDED)
    )
    ComplianceMatter.objects.create(
        reference="PR-0001",
        party=one.party,
        title="other-matter",
        origin="PUBLIC_RECORD",
        attention="PRESS",
        public_source="A newspaper",
        opened_at=at(BROUGHT),
        stage="MEASURES",
        brought_on=BROUGHT,
        grounds="x",
    )


@pytest.mark.parametrize(
    ("language", "weekday"),
    [("en", "Friday 11 June 2027"), ("fr", "vendredi 11 juin 2027"), ("es", "11 de junio de 2027")],
)
def test_it_is_made_in_three_languages(
    matter: ComplianceMatter, meeting: Meeting, language: str, weekday: str
) -> None:
    found = plain(meeting, language)
    pdf = typeset.pdf(template="meeting_report", values=found, language=language, at=at(TODAY))
    assert b"/Lang(%s)" % language.encode() in pdf
    assert b"/StructTreeRoot" in pdf
    content = word.docx(values=found, at=at(TODAY))
    for text in (text_of(pdf), _docx_text(content)):
        assert _joined(weekday) in text
        assert "Dalbergiaspp." in text
    document = Document(io.BytesIO(content))
    assert str(document.core_properties.language).startswith(language)
    assert f'w:lang w:val="{document.core_properties.language}"' in document.styles.element.xml
    headings = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert any("Rosewood exports" in one for one in headings)
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)


def test_what_it_covers(
    matter: ComplianceMatter, meeting: Meeting, make_matter: MakeMatter, officer: User
) -> None:
    closed_before, closed_since, later = (make_matter(brought=BROUGHT) for _ in range(3))
    for one, day in ((closed_before, date(2026, 11, 1)), (closed_since, DECIDED)):
        ComplianceMatter.objects.filter(pk=one.pk).update(
            stage="CLOSED", closed_on=day, closed_because="RESOLVED"
        )
    after = article_xiii.meeting("SC85", starts_on=date(2028, 3, 6))
    ComplianceMatter.objects.filter(pk=later.pk).update(brought_to=after)
    assert [one["reference"] for one in plain(meeting)["matters"]] == sorted(
        [matter.reference, closed_since.reference]
    )
    assert later.reference in [one["reference"] for one in plain(after)["matters"]]


def test_an_inadequate_response_is_not_told_as_silence(
    matter: ComplianceMatter, meeting: Meeting, officer: User
) -> None:
    asked = matter.requests.get(subject="Silent")
    matter.requests.filter(pk=asked.pk).update(answer="INADEQUATE")
    tables = plain(meeting)["matters"][0]["sections"][1]["tables"]
    silent = next(one for one in tables if "Silent" in one["caption"])
    assert "No adequate response received." in [row[2] for row in silent["rows"]]


Issue = Callable[..., MeetingReport]


@pytest.fixture
def issue(officer: User, matter: ComplianceMatter, meeting: Meeting) -> Issue:
    def issued(hour: int = 10, **given: Any) -> MeetingReport:
        material = gathering.gather(meeting=meeting, on=TODAY)
        details = {"actor": actor_of(officer), "symbol": "SC84 Doc. 30", "changed": ""} | given
        details.setdefault("seen", meeting_reports.mark(material))
        return meeting_reports.issue(meeting=meeting, at=at(TODAY, hour), **details)

    return issued


def test_what_was_issued_stays_when_the_facts_change_and_a_later_issue_is_a_revision(
    issue: Issue, matter: ComplianceMatter, meeting: Meeting, officer: User
) -> None:
    first = issue()
    before = first.values_in("fr")
    measures.withdraw(
        actor=actor_of(officer), measure=matter.measures.get(), ends_on=TODAY, reason="Done.", at=at(TODAY)
    )
    second = issue(hour=12, changed="A measure ended.")
    first.refresh_from_db()
    assert first.values_in("fr") == before
    assert (first.full_symbol, second.full_symbol) == ("SC84 Doc. 30", "SC84 Doc. 30 (Rev. 1)")
    assert "A plan in four steps." in json.dumps(before)
    assert "A plan in four steps." not in json.dumps(second.values_in("fr"))
    assert meeting_reports.is_whole(first)
    assert first.values_in("en")["state"] == ""
    assert set(json.loads(first.frozen)) == {"en", "fr", "es"}


def test_it_cannot_be_changed_or_deleted(issue: Issue) -> None:
    report = issue()
    if connection.vendor != "postgresql":
        pytest.skip("the embedded desk's SQLite has no triggers")
    for rewrite in (lambda: MeetingReport.objects.update(frozen="{}"), report.delete):
        with pytest.raises(DatabaseError, match="on record for good"), transaction.atomic():
            rewrite()


def test_the_same_form_sent_twice_issues_once(issue: Issue) -> None:
    assert issue() == issue()
    assert MeetingReport.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"symbol": " "}, "symbol", id="no symbol"),
        pytest.param({"seen": "another"}, None, id="the record is another than was read"),
    ],
)
def test_what_is_not_issued(issue: Issue, given: dict[str, Any], field: str | None) -> None:
    with pytest.raises(Refused) as refused:
        issue(**given)
    assert refused.value.field == field
    assert not MeetingReport.objects.exists()


def test_a_revision_says_what_it_changes(issue: Issue) -> None:
    issue()
    with pytest.raises(Refused) as refused:
        issue(hour=12)
    assert refused.value.field == "changed"


def test_who_issues(issue: Issue, administrator: User, chair: User) -> None:
    for person in (administrator, chair):
        with pytest.raises(PermissionDenied):
            issue(actor=actor_of(person))
