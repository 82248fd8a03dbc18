"""The eight chronologies of the public record, entered as files of the Secretariat through the services.

The public record stays what it is, apart and marked with its sources; here the
same events go the way that a case officer would have entered them, so that the
procedure is seen to carry what really happened. What came before the first
public event (the Party informed, the Chair consulted) is not on public record
and is entered the day before, because no step is skipped.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from importlib import resources
from typing import Any

import pytest

from cases import matter_file
from cases.access import Actor
from cases.models import CommitteeDeadline, ComplianceMatter, MatterReport, Measure, Meeting, Party
from cases.services import (
    committee_deadlines,
    matter_events,
    matter_reports,
    matters,
    measures,
    recommendations,
    reference_data,
    releases,
)
from compliance.accounts.models import User
from compliance.rules.types import Status
from tests.cases.test_committee_deadlines import sweep_on
from tests.conftest import actor_of, at, take_up

pytestmark = pytest.mark.django_db
ENTRIES = json.loads(resources.files("cases").joinpath("data", "public-record.json").read_text("utf-8"))
BY_PARTY = {entry["iso2"]: entry for entry in ENTRIES}


def first_day(text: str) -> date:
    year, month, day = [int(part) for part in f"{text}-01-01".split("-")[:3]]
    return date(year, month, day)


class Chronology:
    """One entry of the public record on its way into a file: each call enters the event that comes next."""

    def __init__(self, entry: dict[str, Any], officer: User, *, before_that: str = "") -> None:
        self.actor: Actor = actor_of(officer)
        self.events, self.dates = (
            list(entry["events"]),
            [first_day(one["date"]) for one in entry["deadlines"]],
        )
        self.begun = first_day(before_that or entry["events"][0]["date"])
        instant = at(self.begun - timedelta(days=1))
        self.matter = matters.open_matter(
            actor=self.actor,
            party=Party.objects.get(iso2=entry["iso2"]),
            title=entry["matter"],
            attention="REPORTS",
            officer=officer,
            at=instant - timedelta(hours=4),
        )
        take_up(officer=self.actor, matter=self.matter, instant=instant)

    def bring(self) -> None:
        matters.bring(
            actor=self.actor,
            matter=self.matter,
            because="NO_SOLUTION",
            grounds="As the public record tells.",
            meeting=None,
            at=at(self.begun - timedelta(days=1), hour=11),
        )

    def next(self, kind: str) -> dict[str, Any]:
        event = self.events.pop(0)
        assert event["kind"] == kind, event
        return {**event, "day": first_day(event["date"])}

    def decided(self, kind: str, *, event: str = "sc_recommendation", **details: Any) -> Measure:
        told = self.next(event)
        return self.measure(kind, told["text"], told["day"], told["precision"], **details)

    def measure(self, kind: str, text: str, day: date, precision: str, **details: Any) -> Measure:
        code = details.pop("at", "")
        return measures.decide(
            actor=self.actor,
            matter=self.matter,
            kind=kind,
            text=text,
            decided_on=day,
            decided_precision=precision,
            meeting=Meeting.objects.get(code=code) if code else None,
            at=at(day),
            **details,
        )

    def suspended(self, *, event: str = "suspension", **details: Any) -> Measure:
        given = {"scope": "COMMERCIAL"} | details
        return self.decided("SUSPENSION", event=event, **given)

    def due(self, what: str, measure: Measure, **form: Any) -> CommitteeDeadline:
        return committee_deadlines.set_deadline(
            actor=self.actor,
            matter=self.matter,
            measure=measure,
            what=what,
            at=at(measure.decided_on),
            **form,
        )

    def answered(self, deadline: CommitteeDeadline | None = None, *, complete: bool = False) -> MatterReport:
        told = self.next("response")
        return matter_reports.record(
            actor=self.actor,
            matter=self.matter,
            key=uuid.uuid4(),
            kind="REPORT" if deadline else "FACTS",
            text=told["text"],
            received_on=told["day"],
            at=at(told["day"]),
            complete=complete,
            deadline=deadline,
        )

    def told(self, kind: str) -> dict[str, Any]:
        event = self.next(kind)
        matter_events.record(
            actor=self.actor,
            matter=self.matter,
            on=event["day"],
            precision=event["precision"],
            kind=kind,
            text=event["text"],
            source=event["source"],
        )
        return event

    def species(self, *names: str) -> list[Any]:
        matters.describe(
            actor=self.actor,
            matter=self.matter,
            title=self.matter.title,
            attention="REPORTS",
            provisions="",
            significance="",
            species=[(name, "") for name in names],
        )
        return matter_file.species(actor=self.actor, matter=self.matter)


def mexico(officer: User) -> Chronology:
    file = Chronology(BY_PARTY["MX"], officer)
    file.bring()
    plan = file.decided("ACTION_PLAN")
    deadline = file.due("Compliance action plan", plan, form="FIXED", fixed_on=file.dates[0])
    file.answered(deadline, complete=True)
    file.told("secretariat_report")
    file.answered()
    suspension = file.suspended(all_species=True, notification="No. 2023/037", starts_on=date(2023, 3, 27))
    file.told("mission")
    ended = file.next("withdrawal")
    measures.withdraw(
        actor=file.actor, measure=suspension, ends_on=ended["day"], reason=ended["text"], at=at(ended["day"])
    )
    return file


def guinea(officer: User) -> Chronology:
    """The decision behind the first deadline is known by that deadline alone: its year."""
    file = Chronology(BY_PARTY["GN"], officer, before_that="2012")
    file.bring()
    asked = file.measure("REPORTING", "A detailed report to the Secretariat", date(2012, 1, 1), "year")
    file.due("Detailed report", asked, form="FIXED", fixed_on=file.dates[0])
    file.decided("WARNING")
    file.suspended(all_species=True, notification="No. 2013/017", starts_on=date(2013, 5, 16))
    return file


def nigeria(officer: User) -> Chronology:
    file = Chronology(BY_PARTY["NG"], officer)
    file.bring()
    plan = file.decided("ACTION_PLAN", at="SC65")
    original, extended = file.dates
    deadline = file.due("National Ivory Action Plan", plan, form="FIXED", fixed_on=original)
    reminder = file.told("reminder")
    committee_deadlines.reset(
        actor=file.actor,
        deadline=deadline,
        form="FIXED",
        fixed_on=extended,
        reason=reminder["text"],
        at=at(reminder["day"]),
    )
    file.told("reminder")
    file.suspended(all_species=True)
    file.suspended(event="sc_recommendation", all_species=True, at="SC66")
    return file


def congo(officer: User) -> Chronology:
    file = Chronology(BY_PARTY["CD"], officer)
    species = file.species("Psittacus erithacus", "Manis spp.")
    file.bring()
    asked = file.decided("REPORTING", at="SC69")
    deadline = file.due("Progress report", asked, form="FIXED", fixed_on=file.dates[0])
    for _ in range(6):
        file.answered(deadline)
    file.suspended(scope="ALL", species=species, at="SC70")
    return file


def japan(officer: User) -> Chronology:
    file = Chronology(BY_PARTY["JP"], officer)
    file.bring()
    file.decided("IN_COUNTRY", at="SC69", invited_on=date(2017, 12, 1))
    file.told("mission")
    asked = file.decided("REPORTING", at="SC70")
    file.due("Report on remedial action", asked, form="FIXED", fixed_on=file.dates[0])
    file.told("sc_recommendation")
    return file


def bangladesh(officer: User) -> Chronology:
    file = Chronology(BY_PARTY["BD"], officer)
    birds = file.species("Aves spp.")
    file.bring()
    asked = file.decided("REPORTING", at="SC77")
    before = Meeting.objects.get(code="SC78")
    file.due("Report", asked, form="BEFORE_MEETING", count=90, meeting=before)
    file.suspended(species=birds, notification="No. 2023/129", starts_on=date(2023, 11, 22))
    return file


def india(officer: User) -> Chronology:
    """No suspension was ever in force: the draft was dropped at the meeting."""
    file = Chronology(BY_PARTY["IN"], officer)
    file.bring()
    file.told("mission")
    report = file.told("secretariat_report")
    draft = recommendations.draft(
        actor=file.actor, matter=file.matter, kind="SUSPENSION", text=report["text"], at=at(report["day"])
    )
    file.answered()
    decided = file.next("sc_recommendation")
    recommendations.drop(
        actor=file.actor, recommendation=draft, reason=decided["text"], at=at(decided["day"])
    )
    return file


def lesotho(officer: User) -> Chronology:
    file = Chronology(BY_PARTY["LS"], officer)
    file.bring()
    file.suspended(scope="ALL", all_species=True, notification="No. 2013/020", starts_on=date(2013, 5, 17))
    return file


FILES: dict[str, Callable[[User], Chronology]] = {
    "MX": mexico,
    "GN": guinea,
    "NG": nigeria,
    "CD": congo,
    "JP": japan,
    "BD": bangladesh,
    "IN": india,
    "LS": lesotho,
}


@pytest.fixture
def _public_record(db: None) -> None:
    reference_data.load(at=at(date(2026, 1, 1)))


@pytest.mark.usefixtures("_public_record")
@pytest.mark.parametrize("iso2", BY_PARTY)
def test_every_chronology_is_entered_to_its_last_event_with_its_deadlines(
    iso2: str, officer: User, member: User
) -> None:
    file = FILES[iso2](officer)
    assert file.events == [], "every event was entered"
    due = CommitteeDeadline.objects.filter(matter=file.matter)
    earlier = [
        one.due_on
        for _, moved in matter_file.deadlines(actor=file.actor, matter=file.matter)
        for one in moved
    ]
    assert sorted([*earlier, *due.values_list("due_on", flat=True)]) == sorted(file.dates)
    seen = ComplianceMatter.objects.visible_to(actor_of(member)).get(pk=file.matter.pk)
    assert seen.stage == ("BEFORE_COMMITTEE" if iso2 == "IN" else "MEASURES")
    assert set(FILES) == set(BY_PARTY)


@pytest.mark.usefixtures("_public_record")
def test_what_was_met_in_time_what_was_overdue_and_what_was_in_force(officer: User) -> None:
    mexican = CommitteeDeadline.objects.get(matter=mexico(officer).matter)
    assert (mexican.due_on, mexican.met_on) == (date(2023, 2, 28), date(2023, 2, 27))
    congolese = CommitteeDeadline.objects.get(matter=congo(officer).matter)
    assert congolese.status(on=date(2018, 7, 1)) is Status.DUE_SOON
    assert congolese.status(on=date(2018, 7, 2)) is Status.OVERDUE
    in_force = Measure.objects.in_force().filter(kind="SUSPENSION")
    assert [one.matter.party.iso2 for one in in_force] == ["CD"]


@pytest.mark.usefixtures("_public_record")
def test_the_three_forms_give_the_three_dates_of_the_record(officer: User) -> None:
    fixed = CommitteeDeadline.objects.get(matter=mexico(officer).matter)
    bengali = bangladesh(officer)
    before = CommitteeDeadline.objects.get(matter=bengali.matter)
    decided = bengali.measure("REPORTING", "A report within 120 days.", date(2023, 11, 9), "day", at="SC77")
    after = bengali.due("Report", decided, form="AFTER_DECISION", count=120, unit="days")
    assert [one.due_on.isoformat() for one in (fixed, after, before)] == [
        *("2023-02-28", "2024-03-08", "2024-11-05")
    ]
    assert sweep_on(date(2024, 11, 6)) == {"COMMITTEE_DEADLINE_OVERDUE": 2}


@pytest.mark.usefixtures("_public_record")
def test_what_the_party_said_is_released_to_the_committee(officer: User, member: User) -> None:
    file = congo(officer)
    reports = list(MatterReport.objects.filter(matter=file.matter).order_by("received_on"))
    assert len(reports) == 6
    releases.release(actor=file.actor, matter=file.matter, items=reports[:2], at=at(date(2018, 10, 6)))
    found = matter_file.reports(actor=actor_of(member), matter=file.matter)
    assert list(found) == reports[:2]
