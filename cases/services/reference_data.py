"""The data that comes with the project: Parties, meetings and the public record, each with its source."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from importlib import resources
from typing import Any

from django.db import transaction

from cases.models import ComplianceMatter, MatterEvent, Meeting, Party, ReferenceSeries
from cases.models.meeting import Precision
from cases.models.party import Region

_DATA = resources.files("cases").joinpath("data")
_REGIONS = {
    "Africa": Region.AFRICA,
    "Asia": Region.ASIA,
    "Central and South America and the Caribbean": Region.CENTRAL_SOUTH_AMERICA_CARIBBEAN,
    "Europe": Region.EUROPE,
    "North America": Region.NORTH_AMERICA,
    "Oceania": Region.OCEANIA,
}
PUBLIC_PREFIX = "PR"


@transaction.atomic
def load(*, at: datetime) -> dict[str, int]:
    """Adds what is not on record yet and leaves what is: staff may have corrected it.

    Returns how many Parties, meetings and public-record matters were added.
    """
    return {
        "parties": sum(_add_party(row) for row in _rows("parties.csv")),
        "meetings": sum(_add_meeting(row) for row in _rows("meetings.csv")),
        "public_record": sum(_add_matter(entry, at) for entry in _public_record()),
    }


def _rows(name: str) -> Iterator[dict[str, str]]:
    with _DATA.joinpath(name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def _public_record() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(
        _DATA.joinpath("public-record.json").read_text(encoding="utf-8")
    )
    return entries


def _add_party(row: Mapping[str, str]) -> bool:
    """A date of entry into force is kept only where it was read somewhere."""
    if Party.objects.filter(iso2=row["iso2"]).exists():
        return False
    party = Party(
        iso2=row["iso2"],
        name_en=row["name_en"],
        name_fr=row["name_fr"],
        name_es=row["name_es"],
        region=_REGIONS[row["cites_region"]],
        entered_into_force_on=date.fromisoformat(row["entry_into_force"]) if row["eif_source"] else None,
        name_source=row["name_source"],
        region_source=row["region_source"],
        entry_source=row["eif_source"],
    )
    party.full_clean()
    party.save()
    return True


def _add_meeting(row: Mapping[str, str]) -> bool:
    if Meeting.objects.filter(code=row["code"]).exists():
        return False
    meeting = Meeting(
        code=row["code"],
        body=row["body"],
        starts_on=_first_day(row["starts_on"]),
        ends_on=date.fromisoformat(row["ends_on"]) if row["ends_on"] else None,
        precision=row["precision"],
        place=row["place"],
        source=row["source"],
    )
    meeting.full_clean()
    meeting.save()
    return True


def _add_matter(entry: Mapping[str, Any], at: datetime) -> bool:
    """A chronology from public sources; the person who reads it is shown every source."""
    party = Party.objects.select_related("merged_into").get(iso2=entry["iso2"])
    party = party.merged_into or party
    found = ComplianceMatter.objects.filter(
        party=party, title=entry["matter"], origin=ComplianceMatter.Origin.PUBLIC_RECORD
    )
    if found.exists():
        return False
    matter = ComplianceMatter.objects.create(
        reference=ReferenceSeries.next_reference(prefix=PUBLIC_PREFIX, year=at.year),
        party=party,
        title=entry["matter"],
        origin=ComplianceMatter.Origin.PUBLIC_RECORD,
        attention=ComplianceMatter.Attention.PRESS,
        public_source=entry["source"],
        opened_at=at,
    )
    MatterEvent.objects.bulk_create(_events(matter, entry))
    return True


def _events(matter: ComplianceMatter, entry: Mapping[str, Any]) -> Iterator[MatterEvent]:
    for event in entry["events"]:
        yield MatterEvent(
            matter=matter,
            on=_first_day(event["date"]),
            precision=Precision(event["precision"]),
            kind=event["kind"],
            text=event["text"],
            source=event["source"],
            note=event.get("note", ""),
        )
    for deadline in entry["deadlines"]:
        yield MatterEvent(
            matter=matter,
            on=_first_day(deadline["date"]),
            precision=Precision.DAY,
            kind="deadline",
            text=deadline["text"],
            source=deadline["source"],
            note=deadline.get("basis", ""),
        )


def _first_day(text: str) -> date:
    """The first day of a date that may name only its month or its year."""
    year, month, day = [int(part) for part in (text + "-01-01").split("-")[:3]]
    return date(year, month, day)
