"""What concerns a person is told once, on the desk and, for those who wish it, in one letter a morning."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cases.access import Audience
from cases.models import PersonalNotice
from cases.services import (
    answer_drafts,
    assignments,
    desk_tasks,
    digests,
    notes,
    personal_notices,
    personal_words,
    releases,
    submissions,
    sweep,
)
from cases.services.answer_drafts import Typed
from compliance.accounts.models import Digest, Membership, Role, User
from notifications import delivery, reports
from notifications.models import Message, Notice
from tests.conftest import MakeMatter, MakeRequest, actor_of, at
from tests.services.smtp import MailServer

pytestmark = pytest.mark.django_db

SENT = date(2026, 11, 30)
OVERDUE = date(2026, 12, 31)  # a Thursday
KIND = PersonalNotice.Kind


def told(user: User, audience: Audience = Audience.SECRETARIAT) -> list[str]:
    found = PersonalNotice.objects.visible_to(actor_of(user)).order_by("pk")
    return [personal_words.sentence(notice=one, audience=audience) for one in found]


def seat(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo("Europe/Zurich"))


def wish(user: User, digest: str, language: str = "en") -> None:
    User.objects.filter(pk=user.pk).update(digest=digest, language=language)


def letters(user: User) -> list[Message]:
    return list(Message.objects.filter(address=user.email).order_by("pk"))


def test_each_is_told_what_concerns_them_once_and_nobody_of_what_they_did(
    officer: User, supervisor: User, focal_point: User, make_request: MakeRequest
) -> None:
    request = make_request(sent_on=SENT)
    assert told(focal_point, Audience.PARTY) == ["Request sent, 30 November 2026"]
    assert told(officer) == []

    actor, instant = actor_of(supervisor), at(date(2026, 12, 1))
    notes.write(actor=actor, request=request, text="@Officer see this", at=instant)
    desk_tasks.ask(actor=actor, request=request, title="Call", assigned_to=officer, at=instant)
    answer = {"key": uuid.uuid4(), "justification": "A flood.", "at": at(date(2026, 12, 2))}
    submissions.answer(actor=actor_of(focal_point), request=request, **answer)
    submissions.answer(actor=actor_of(focal_point), request=request, **answer)
    for _ in range(2):
        sweep.issue_due_notices(on=OVERDUE, at=at(OVERDUE))
    assert told(officer) == [
        "Supervisor named you in a note",
        "Supervisor asked you to do something",
        "Demonstration Party Alder has answered",
        "Reply or approximate date is overdue: the date was 30 December 2026",
    ]
    assert told(supervisor) == []
    assert len(told(focal_point, Audience.PARTY)) == 2, "its own answer is no news to it"


def test_a_request_given_away_and_back_is_told_each_time(
    officer: User, supervisor: User, make_request: MakeRequest
) -> None:
    request = make_request(sent_on=SENT)
    for giver, receiver in ((officer, supervisor), (supervisor, officer), (officer, supervisor)):
        assignments.assign(actor=actor_of(giver), request=request, officer=receiver, at=at(SENT))
    assert told(supervisor) == ["Officer gave you this request"] * 2
    assert told(officer) == ["Supervisor gave you this request"]


def test_who_loses_sight_of_a_case_loses_its_notices(focal_point: User, make_request: MakeRequest) -> None:
    make_request(sent_on=SENT)
    assert told(focal_point, Audience.PARTY)
    Membership.objects.filter(user=focal_point).update(ended_at=at(SENT))
    assert told(focal_point, Audience.PARTY) == []


def test_a_colleague_who_continues_a_draft_is_told_of_to_who_began_it(
    focal_point: User, make_request: MakeRequest
) -> None:
    request = make_request(sent_on=SENT)
    colleague = User.objects.create_user(email="c@party.example", name="Colleague")
    Membership.objects.create(user=colleague, role=Role.FOCAL_POINT, party=request.party, started_at=at(SENT))
    key = uuid.uuid4()
    for seen, (who, text) in enumerate(((focal_point, "a"), (colleague, "b"), (focal_point, "c"))):
        answer_drafts.save(
            actor=actor_of(who), request=request, key=key, seen=seen, typed=Typed(text=text), at=at(SENT)
        )
    assert told(focal_point, Audience.PARTY)[1:] == ["Colleague continued the answer that you began"]
    assert told(colleague, Audience.PARTY) == ["Focal continued the answer that you began"]


def test_the_committee_is_told_of_a_matter_and_an_excluded_member_sees_none_of_it(
    officer: User, member: User, chair: User, make_matter: MakeMatter
) -> None:
    matter = make_matter(brought=SENT)
    assert told(chair, Audience.COMMITTEE) == [
        "The Secretariat consults you",
        "This matter was brought to the Committee",
    ]
    assert told(member, Audience.COMMITTEE) == ["This matter was brought to the Committee"]
    releases.recuse(actor=actor_of(chair), matter=matter, member=member, reason="Own Party.", at=at(SENT))
    assert told(member, Audience.COMMITTEE) == []


def test_the_chair_is_told_of_a_consultation_before_the_matter_is_brought(
    chair: User, make_matter: MakeMatter
) -> None:
    make_matter(ready=SENT)
    notice = PersonalNotice.objects.visible_to(actor_of(chair)).get()
    address = personal_words.address(notice=notice, audience=Audience.COMMITTEE)
    assert address.startswith("/committee/consultations/")


def test_a_letter_that_came_back_is_told_to_the_officer(officer: User, make_request: MakeRequest) -> None:
    make_request(sent_on=SENT)
    letter = Message.objects.earliest("pk")
    delivery.deliver(now=lambda: at(SENT, 12))
    reports.record(message_id=letter.message_id, kind="BOUNCED", at=at(SENT, 13), source="<r@x>")
    assert personal_notices.tell_of_returns(at=at(SENT, 14)) == 1
    assert personal_notices.tell_of_returns(at=at(SENT, 15)) == 0
    assert told(officer) == ["A letter came back: see whether the address is right"]


def test_the_digest_holds_what_would_have_been_letters_once_a_day(
    officer: User, supervisor: User, make_request: MakeRequest, mail_server: MailServer
) -> None:
    wish(officer, Digest.DAILY, "fr")
    request = make_request(sent_on=SENT)
    notes.write(actor=actor_of(supervisor), request=request, text="@Officer, look", at=at(SENT, 11))
    sweep.issue_due_notices(on=OVERDUE, at=seat(OVERDUE, 1))
    assert letters(officer) == [], "no letter of its own"
    assert Notice.objects.get(code="STEP_OVERDUE").addressed_at, "and the notice waits for nobody"

    assert digests.write_due(at=seat(OVERDUE, 7, 59)) == 0
    assert digests.write_due(at=seat(OVERDUE, 8)) == 1
    assert digests.write_due(at=seat(OVERDUE, 9)) == 0
    delivery.deliver(now=lambda: seat(OVERDUE, 8, 1))
    [mail] = [one for one in mail_server.taken if one["To"] == officer.email]
    assert mail["Subject"].endswith("récapitulatif du 31 décembre 2026")
    plain = mail.get_body(("plain",))
    assert plain
    text = plain.get_content()
    assert request.reference in text
    assert f"/secretariat/requests/{request.reference}/" in text
    assert "Supervisor" in text
    [digest] = letters(officer)
    assert digest.message_id == mail["Message-ID"]
    assert digest.state == Message.State.SENT


def test_a_digest_that_the_mail_server_refuses_comes_again_the_same(
    officer: User, supervisor: User, make_request: MakeRequest, mail_server: MailServer
) -> None:
    wish(officer, Digest.DAILY)
    request = make_request(sent_on=SENT)
    delivery.deliver(now=lambda: at(SENT, 12))
    notes.write(actor=actor_of(supervisor), request=request, text="@Officer, look", at=at(SENT, 12))
    digests.write_due(at=seat(date(2026, 12, 1), 8))
    mail_server.answers = ["taken, then 421 closing"]
    for minutes in (1, 5):
        delivery.deliver(now=lambda: seat(date(2026, 12, 1), 8, minutes))  # noqa: B023
    first, second = mail_server.raw[-2:]
    assert first == second


def test_nothing_is_sent_at_the_weekend_nor_to_who_has_read_it_nor_what_is_empty(
    officer: User, supervisor: User, make_request: MakeRequest
) -> None:
    wish(officer, Digest.DAILY)
    request = make_request(sent_on=SENT)
    friday, saturday, monday = date(2026, 12, 4), date(2026, 12, 5), date(2026, 12, 7)
    notes.write(actor=actor_of(supervisor), request=request, text="@Officer 1", at=seat(friday, 9))
    assert digests.write_due(at=seat(friday, 10)) == 0, "it came after the hour"
    assert digests.write_due(at=seat(saturday, 10)) == 0
    assert digests.write_due(at=seat(monday, 15)) == 1, "late, and still once"

    notes.write(actor=actor_of(supervisor), request=request, text="@Officer 2", at=seat(monday, 16))
    unread = PersonalNotice.objects.visible_to(actor_of(officer)).unread()
    personal_notices.read_all(actor=actor_of(officer), until=unread.latest("pk").pk, at=seat(monday, 17))
    assert digests.write_due(at=seat(monday + timedelta(days=1), 9)) == 0, "all read on the desk"
    assert len(letters(officer)) == 1


def test_on_the_desk_only_means_no_mail_and_the_party_is_never_digested(
    officer: User, focal_point: User, make_request: MakeRequest
) -> None:
    wish(officer, Digest.DESK)
    wish(focal_point, Digest.DAILY)
    make_request(sent_on=SENT)
    sweep.issue_due_notices(on=OVERDUE, at=at(OVERDUE))
    assert letters(officer) == []
    assert told(officer)
    assert Message.objects.filter(recipient="PARTY", notice__code="STEP_OVERDUE").count() == 2
    assert digests.write_due(at=seat(OVERDUE, 18)) == 0


def test_a_wish_that_changes_before_the_morning_is_heard(
    officer: User, supervisor: User, make_request: MakeRequest
) -> None:
    wish(officer, Digest.DAILY)
    request = make_request(sent_on=SENT)
    notes.write(actor=actor_of(supervisor), request=request, text="@Officer", at=at(SENT, 11))
    wish(officer, Digest.DESK)
    assert digests.write_due(at=seat(date(2026, 12, 1), 9)) == 0
    assert letters(officer) == []


def test_one_digest_that_cannot_be_written_stops_no_other(
    officer: User, supervisor: User, make_request: MakeRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in (officer, supervisor):
        wish(one, Digest.DAILY)
    request = make_request(sent_on=SENT)
    for writer, name in ((officer, "Supervisor"), (supervisor, "Officer")):
        notes.write(actor=actor_of(writer), request=request, text=f"@{name}", at=at(SENT, 11))
    fine: Any = digests._values

    def stumble(person: User, *rest: Any) -> dict[str, str]:
        if person.pk == officer.pk:
            raise RuntimeError("stumbled")
        return fine(person, *rest)

    monkeypatch.setattr(digests, "_values", stumble)
    morning = seat(date(2026, 12, 1), 9)
    assert digests.write_due(at=morning) == 1
    monkeypatch.setattr(digests, "_values", fine)
    assert digests.write_due(at=morning) == 1
    assert len(letters(officer)) == len(letters(supervisor)) == 1
