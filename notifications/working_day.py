"""When letters to a Party are handed over: in the working day where it works, by hours of our choice.

Never the legal date: the notice exists at once, and every period counts from the
days of the procedure. Days of rest differ from Party to Party and are not on
record, so no day of the week is left out.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from django.conf import settings

from compliance.clock import SEAT

_SEATS_OF_GOVERNMENT = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}
"""The zone of the seat of government, where a country has several."""


def zone_of(*, iso2: str) -> str:
    """The time zone of a Party's seat of government; where it is not known, that of the Secretariat's seat."""
    zones = _zones_by_country().get(iso2, ())
    return _SEATS_OF_GOVERNMENT.get(iso2) or (zones[0] if len(zones) == 1 else SEAT.key)


def opens(*, at: datetime, zone: str) -> datetime:
    """The first instant, from ``at`` on, in the working day of a zone; ``at`` itself where nothing waits for one."""
    if not zone or settings.WORKING_HOURS is None:
        return at
    first, last = settings.WORKING_HOURS
    there = at.astimezone(ZoneInfo(zone))
    if first <= there.hour < last:
        return at
    day = there.date() + timedelta(days=there.hour >= last)
    return datetime.combine(day, time(first), tzinfo=ZoneInfo(zone)).astimezone(at.tzinfo)


@cache
def _zones_by_country() -> dict[str, tuple[str, ...]]:
    """From the table that comes with the time zones: country, coordinates, zone, comment."""
    found: dict[str, tuple[str, ...]] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            found[country] = (*found.get(country, ()), zone)
    return found
