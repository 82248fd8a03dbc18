"""Deadlines of the Committee run in the same engine: each notice once, and dates that follow their meeting."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from cases.models import CommitteeDeadline, ComplianceMatter, MovedDate, Party
from cases.services import committee_deadlines, matter_reports, measures, meetings, sweep
from cases.services.refusals import Refused
from compliance.accounts.models import User
from compliance.rules.types import Status
from notifications.models import Message, Notice
from tests.cases import article_xiii
from tests.cases.article_xiii import BROUGHT, DECIDED
from tests.conftest import MakeMatter, actor_of, at

pytestmark = pytest.mark.django_db
SOON, OVERDUE = "COMMITTEE_DEADLINE_SOON", "COMMITTEE_DEADLINE_OVERDUE"
DUE = date(2027, 6, 8)
"""Ninety days before 6 September 2027."""


@pytest.fixture
def matter(make_matter: MakeMatter) -> ComplianceMatter:
    return make_matter(brought=BROUGHT)


@pytest.fixture
def deadline(matter: ComplianceMatter, officer: User) -> CommitteeDeadline:
    measure = article_xiii.decide(officer=actor_of(officer), matter=matter)
    return article_xiii.before(article_xiii.meeting(), officer=actor_of(officer), measure=measure)


def sweep_on(day: date) -> dict[str, int]:
    made = sweep.issue_due_notices(on=day, at=at(day)).by_code
    return {code: count for code, count in made.items() if code in (SOON, OVERDUE)}


def test_the_party_is_reminded_and_then_told_with_the_officer_each_once(deadline: CommitteeDeadline) -> None:
    assert deadline.due_on == DUE
    assert sweep_on(DUE - timedelta(days=15)) == {}
    for day in (DUE - timedelta(days=14), DUE - timedelta(days=14), DUE):
        sweep_on(day)
    assert list(Notice.objects.filter(matter=deadline.matter, code=SOON).values_list("about_on", "act")) == [
        (DUE, deadline.pk)
    ]
    assert sweep_on(DUE + timedelta(days=1)) == {OVERDUE: 1}
    assert sweep_on(DUE + timedelta(days=40)) == {}
    told = Message.objects.filter(notice__code=OVERDUE).values_list("recipient", flat=True)
    assert set(told) == {"PARTY", "OFFICER"}
    letter = Notice.objects.get(code=OVERDUE).context["en"]
    assert letter["what"] == "Progress report"
    assert letter["why"].startswith("90 days before SC84, which begins on 6 September 2027.")


def test_after_an_outage_the_one_notice_that_now_applies_is_sent(deadline: CommitteeDeadline) -> None:
    assert sweep_on(DUE + timedelta(days=40)) == {OVERDUE: 1}
    assert not Notice.objects.filter(code=SOON).exists()


def test_two_deadlines_of_one_day_have_a_notice_each(deadline: CommitteeDeadline, officer: User) -> None:
    committee_deadlines.set_deadline(
        actor=actor_of(officer),
        matter=deadline.matter,
        what="Legislation",
        form="FIXED",
        fixed_on=DUE,
        at=at(DECIDED),
    )
    assert sweep_on(DUE + timedelta(days=1)) == {OVERDUE: 2}


def test_a_date_follows_its_meeting_the_old_one_stays_and_the_new_one_gets_its_notice(
    deadline: CommitteeDeadline, officer: User
) -> None:
    sweep_on(DUE + timedelta(days=1))
    moved_on = DUE + timedelta(days=2)
    assert deadline.meeting
    meetings.move(
        actor=actor_of(officer),
        meeting=deadline.meeting,
        starts_on=date(2027, 11, 1),
        ends_on=date(2027, 11, 5),
        at=at(moved_on),
    )
    deadline.refresh_from_db()
    assert deadline.due_on == date(2027, 8, 3)
    assert deadline.status(on=moved_on) is Status.UPCOMING
    earlier = MovedDate.objects.get()
    assert (earlier.due_on, earlier.in_force_from, earlier.in_force_until) == (DUE, DECIDED, moved_on)
    assert "SC84 begins on 1 November 2027" in earlier.reason
    assert sweep_on(date(2027, 8, 4)) == {OVERDUE: 1}
    about = Notice.objects.filter(code=OVERDUE).order_by("about_on").values_list("about_on", flat=True)
    assert list(about) == [DUE, date(2027, 8, 3)]


def test_the_engine_follows_a_meeting_that_was_changed_elsewhere(deadline: CommitteeDeadline) -> None:
    assert deadline.meeting
    deadline.meeting.starts_on, deadline.meeting.ends_on = date(2027, 11, 1), None
    deadline.meeting.save()
    assert sweep_on(DUE + timedelta(days=1)) == {}
    deadline.refresh_from_db()
    assert deadline.due_on == date(2027, 8, 3)
    assert committee_deadlines.follow_meetings(at=at(DUE)) == 0


def test_a_complete_report_meets_it_a_part_does_not(
    deadline: CommitteeDeadline, officer: User, focal_point: User
) -> None:
    for complete, day in ((False, DUE - timedelta(days=2)), (True, DUE)):
        matter_reports.report(
            actor=actor_of(focal_point),
            matter=deadline.matter,
            key=uuid.uuid4(),
            kind="REPORT",
            text="Done so far.",
            complete=complete,
            deadline=deadline,
            at=at(day),
        )
        deadline.refresh_from_db()
        assert (deadline.met_on == DUE) is complete
    assert deadline.status(on=DUE) is Status.MET
    assert sweep_on(DUE + timedelta(days=1)) == {}
    with pytest.raises(Refused, match="was met on 8 June 2027"):
        committee_deadlines.lift(actor=actor_of(officer), deadline=deadline, at=at(DUE))


def test_another_date_keeps_the_first_with_its_reason(deadline: CommitteeDeadline, officer: User) -> None:
    committee_deadlines.reset(
        actor=actor_of(officer),
        deadline=deadline,
        form="FIXED",
        fixed_on=date(2027, 7, 1),
        reason="The Committee agreed by correspondence.",
        at=at(date(2027, 3, 1)),
    )
    deadline.refresh_from_db()
    assert (deadline.form, deadline.due_on, deadline.meeting) == ("FIXED", date(2027, 7, 1), None)
    assert MovedDate.objects.get().reason == "The Committee agreed by correspondence."


def test_a_measure_that_ends_lifts_its_open_deadlines(deadline: CommitteeDeadline, officer: User) -> None:
    assert deadline.measure
    measures.withdraw(
        actor=actor_of(officer), measure=deadline.measure, ends_on=DUE, reason="Complied with.", at=at(DUE)
    )
    deadline.refresh_from_db()
    assert deadline.lifted_on == DUE
    assert sweep_on(DUE + timedelta(days=1)) == {}


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"form": "FIXED"}, "fixed_on"),
        ({"form": "AFTER_DECISION", "unit": "days"}, "count"),
        ({"form": "AFTER_DECISION", "count": 120}, "unit"),
        ({"form": "AFTER_DECISION", "count": 120, "unit": "days"}, "measure"),
        ({"form": "BEFORE_MEETING", "count": 90}, "meeting"),
        ({"form": "BEFORE_MEETING"}, "count"),
        ({"form": "SOON"}, "form"),
    ],
)
def test_a_form_without_one_of_its_parts_is_refused_beside_that_part(
    matter: ComplianceMatter, officer: User, parts: dict[str, object], field: str
) -> None:
    article_xiii.decide(officer=actor_of(officer), matter=matter)
    with pytest.raises(Refused) as refused:
        committee_deadlines.set_deadline(
            actor=actor_of(officer),
            matter=matter,
            what="Report",
            at=at(DECIDED),
            **parts,  # type: ignore[arg-type]
        )
    assert refused.value.field == field


def test_days_before_a_meeting_wait_until_its_days_are_known(matter: ComplianceMatter, officer: User) -> None:
    measure = article_xiii.decide(officer=actor_of(officer), matter=matter)
    later = article_xiii.meeting("SC85")
    later.precision = "month"
    later.save()
    with pytest.raises(Refused, match="not known yet"):
        article_xiii.before(later, officer=actor_of(officer), measure=measure)


def test_a_deadline_of_another_matter_is_not_reported_against(
    deadline: CommitteeDeadline, make_matter: MakeMatter, other_party: Party, other_focal_point: User
) -> None:
    other = make_matter(party=other_party)
    with pytest.raises(Refused, match="another matter"):
        matter_reports.report(
            actor=actor_of(other_focal_point),
            matter=other,
            key=uuid.uuid4(),
            kind="REPORT",
            text="x",
            deadline=deadline,
            at=at(DUE),
        )
