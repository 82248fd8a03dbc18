"""Days that are none, days at their edges, and whose day it is."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command

from cases.models import Deadline, InformationRequest, Submission
from compliance.accounts.models import Invitation
from tests.conftest import SetClock, at
from tests.security.bad_input import (  # noqa: F401  (one is a fixture)
    Place,
    made_place,
    refused,
    said,
)

pytestmark = pytest.mark.django_db

NO_DAY = "Enter a valid date"
BAD_DAYS = [
    pytest.param("record", "received_on", "2026-12-02", "in the future", id="paper of tomorrow"),
    pytest.param("record", "received_on", "9999-12-31", "in the future", id="paper of the year 9999"),
    pytest.param("record", "received_on", "2026-10-31", "before the request", id="paper before the request"),
    pytest.param("record", "received_on", "0001-01-01", "before the request", id="paper of the year 1"),
    pytest.param("record", "received_on", "2026-02-30", NO_DAY, id="30 February"),
    pytest.param("record", "received_on", "2026-02-29", NO_DAY, id="29 February of a common year"),
    pytest.param("record", "received_on", "2026-11-31", NO_DAY, id="31 November"),
    pytest.param("record", "received_on", "2026-00-10", NO_DAY, id="month 0"),
    pytest.param("record", "received_on", "0000-11-10", NO_DAY, id="year 0"),
    pytest.param("record", "received_on", "10000-01-01", NO_DAY, id="the year 10000"),
    pytest.param("record", "received_on", "-2026-11-10", NO_DAY, id="a year below zero"),
    pytest.param("record", "received_on", "11/12/2026", NO_DAY, id="read as two days in two languages"),
    pytest.param("record", "received_on", "2026-W47-1", NO_DAY, id="a week date"),
    pytest.param("record", "received_on", "2026-11-20T10:00", NO_DAY, id="with a time"),
    pytest.param("record", "received_on", "٢٠٢٦-١١-٢٠", NO_DAY, id="other digits"),
    pytest.param("record", "received_on", "1e3", NO_DAY, id="a number"),
    pytest.param("record", "received_on", "2026-11-20\0", NO_DAY, id="with NUL"),
    pytest.param("record", "received_on", "9" * 5000, NO_DAY, id="five thousand digits"),
    pytest.param("record", "received_on", "", "Give the day", id="no day"),
    pytest.param("record", "approximate_date", "2026-11-19", "23 a)", id="a promise already past, on paper"),
    pytest.param("record", "approximate_date", "2027-02-29", NO_DAY, id="a promise of no day, on paper"),
    pytest.param("answer", "approximate_date", "2026-11-30", "today's date", id="a promise of yesterday"),
    pytest.param("answer", "approximate_date", "0001-01-01", "today's date", id="a promise of the year 1"),
    pytest.param("answer", "approximate_date", "10000-01-01", NO_DAY, id="a promise of the year 10000"),
    pytest.param("answer", "approximate_date", "30/01/2027", NO_DAY, id="a promise written otherwise"),
]


@pytest.mark.parametrize(
    ("form", "name", "bad", "says"),
    [
        pytest.param("compare", "on", "2026-12-02", "a day that has come", id="compared as of tomorrow"),
        pytest.param("compare", "on", "2026-02-30", NO_DAY, id="compared as of 30 February"),
        pytest.param("compare", "sent_from", "10000-01-01", NO_DAY, id="compared from the year 10000"),
        pytest.param("compare", "on", "", "Give the day", id="compared as of no day"),
        pytest.param("meeting", "starts_on", "2028-02-30", NO_DAY, id="a meeting of no day"),
        pytest.param("meeting", "ends_on", "2028-02-29", "on or after", id="a meeting that ends first"),
        pytest.param("template", "retired_on", "31/12/2026", NO_DAY, id="retired on a day written otherwise"),
    ],
)
def test_a_bad_day_of_the_desk_s_own_work(place: Place, form: str, name: str, bad: str, says: str) -> None:
    page = refused(place.form(form), **{name: bad})
    faults = page.context["form"].errors
    assert any(says in fault for found in faults.values() for fault in found)
    assert page.context["form"][name].value() == bad


@pytest.mark.parametrize(("form", "name", "bad", "says"), BAD_DAYS)
def test_a_bad_day_is_refused_beside_its_field(
    place: Place, form: str, name: str, bad: str, says: str
) -> None:
    page = refused(place.form(form), **{name: bad})
    assert says in said(page, name)
    assert page.context["form"][name].value() == bad
    assert page.context["form"]["text"].value() == "Twelve."


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        pytest.param("2027-01-31", ["2027-02-28", "2027-04-30", "2027-07-31"], id="31 January"),
        pytest.param("2028-01-31", ["2028-02-29", "2028-04-30", "2028-07-31"], id="of a leap year"),
        pytest.param("2028-02-29", ["2028-03-29", "2028-05-29", "2028-08-29"], id="the leap day"),
        pytest.param("2026-11-30", ["2026-12-30", "2027-02-28", "2027-05-30"], id="30 November"),
        pytest.param("2027-08-31", ["2027-09-30", "2027-11-30", "2028-02-29"], id="31 August"),
        pytest.param("2026-12-31", ["2027-01-31", "2027-03-31", "2027-06-30"], id="31 December"),
    ],
)
def test_a_month_without_such_a_day_ends_on_its_last(
    place: Place, set_clock: SetClock, sent: str, due: list[str]
) -> None:
    draft = place.make_request()
    set_clock(at(date.fromisoformat(sent)))
    place.browser(place.supervisor).post(f"/secretariat/requests/{draft.reference}/send/")
    dates = Deadline.objects.filter(request=draft).order_by("due_on").values_list("due_on", flat=True)
    assert [day.isoformat() for day in dates] == due


INSTANTS = [
    pytest.param("2026-12-31T10:30", "2026-12-31", "11:30:00 CET", id="next year already at UTC+14"),
    pytest.param("2026-12-31T22:59", "2026-12-31", "23:59:00 CET", id="the last minute of the year"),
    pytest.param("2026-12-31T23:00", "2027-01-01", "00:00:00 CET", id="the first of the next"),
    pytest.param("2027-01-01T11:30", "2027-01-01", "12:30:00 CET", id="last year still at UTC-12"),
    pytest.param("2027-03-27T22:59", "2027-03-27", "23:59:00 CET", id="before the short day"),
    pytest.param("2027-03-27T23:00", "2027-03-28", "00:00:00 CET", id="the short day begins"),
    pytest.param("2027-03-28T00:59", "2027-03-28", "01:59:00 CET", id="before the clock goes forward"),
    pytest.param("2027-03-28T01:00", "2027-03-28", "03:00:00 CEST", id="after it"),
    pytest.param("2027-03-28T21:59", "2027-03-28", "23:59:00 CEST", id="the short day ends"),
    pytest.param("2027-03-28T22:00", "2027-03-29", "00:00:00 CEST", id="the day after it"),
    pytest.param("2027-10-31T00:30", "2027-10-31", "02:30:00 CEST", id="half past two, the first"),
    pytest.param("2027-10-31T01:30", "2027-10-31", "02:30:00 CET", id="half past two, the second"),
    pytest.param("2027-10-31T22:59", "2027-10-31", "23:59:00 CET", id="the long day ends"),
    pytest.param("2027-10-31T23:00", "2027-11-01", "00:00:00 CET", id="the day after the long day"),
]


@pytest.mark.parametrize(("instant", "legal_day", "clock_at_the_seat"), INSTANTS)
def test_the_day_is_that_of_the_seat_whatever_the_browser_says(
    place: Place, set_clock: SetClock, instant: str, legal_day: str, clock_at_the_seat: str
) -> None:
    form = place.form("answer")
    set_clock(datetime.fromisoformat(instant).replace(tzinfo=UTC))
    browser = place.browser(place.focal_point)
    browser.force_login(place.focal_point)
    browser.cookies["timezone"] = "Pacific/Kiritimati"
    elsewhere = {
        "Time-Zone": "Etc/GMT+12",
        "X-Timezone": "Pacific/Kiritimati",
        "Date": "Mon, 01 Jan 2001 00:00:00 GMT",
    }
    good = form.good | {"approximate_date": "2029-01-01"}
    receipt = browser.post(form.url, good, headers=elsewhere, follow=True)
    assert Submission.objects.get().received_on.isoformat() == legal_day
    assert clock_at_the_seat in receipt.content.decode()


def test_a_promise_for_the_last_day_there_is_stops_nothing(place: Place) -> None:
    form = place.form("answer")
    assert form.send(approximate_date="9999-12-31", information="NONE", text="").status_code == 302
    assert Deadline.objects.filter(due_on=date(9999, 12, 31)).exists()
    reference = InformationRequest.objects.get().reference
    for user, page in (
        (place.focal_point, f"/party/requests/{reference}/"),
        (place.supervisor, f"/secretariat/requests/{reference}/"),
        (place.supervisor, "/secretariat/requests/?work=upcoming"),
    ):
        answer = place.browser(user).get(page)
        assert answer.status_code == 200
        assert re.search("9999|Due soon|overdue|Upcoming", answer.content.decode())
    for day in ("2026-12-02", "2027-06-01", "9999-12-31"):
        call_command("sweep", "--on", day, verbosity=0)


STALE = [
    pytest.param("answer", "withdrawn", 409, "was withdrawn", id="answer to what was withdrawn"),
    pytest.param("record", "withdrawn", 200, "was withdrawn on", id="paper for what was withdrawn"),
    pytest.param("assess", "withdrawn", 200, "was withdrawn on", id="assessment of what was withdrawn"),
    pytest.param("withdraw", "withdrawn", 200, "was withdrawn on", id="withdrawn by somebody else"),
    pytest.param("edit", "sent", 200, "was sent on", id="edited after it was sent"),
    pytest.param("edit", "edited", 200, "The draft was changed meanwhile by", id="edited by somebody else"),
    pytest.param("bring", "brought", 200, "brought to the Committee on", id="brought by somebody else"),
    pytest.param("accept", "revoked", 404, "does not work any more", id="invitation revoked"),
    pytest.param(
        "assess",
        "assessed",
        200,
        "assessed",
        id="assessed by somebody else",
    ),
]
_LONG_FIELD = {
    "accept": "name",
    "answer": "text",
    "assess": "reasons",
    "bring": "grounds",
    "edit": "questions",
    "record": "text",
    "withdraw": "reason",
}


@pytest.mark.parametrize(("form", "meanwhile", "status", "says"), STALE)
def test_a_page_that_is_behind_says_so_and_keeps_what_was_typed(
    place: Place, form: str, meanwhile: str, status: int, says: str
) -> None:
    stale = place.form(form)
    opened = stale.browser.get(stale.url).context["form"]
    seen = {"seen": opened["seen"].value()} if "seen" in opened.fields else {}
    _happens(place, meanwhile)
    page = refused(stale, status=status, **{_LONG_FIELD[form]: "Typed for long."}, **seen)
    assert says in page.content.decode()
    if form != "accept":
        assert "Typed for long." in page.content.decode()


def _happens(place: Place, meanwhile: str) -> None:
    """What somebody else did while the page was open."""
    other = place.browser(place.officer)
    desk = "/secretariat"
    record = InformationRequest.objects.first()
    if meanwhile == "withdrawn" and record:
        other.post(f"{desk}/requests/{record.reference}/withdraw/", {"reason": "Moot."})
    elif meanwhile == "sent" and record:
        other.post(f"{desk}/requests/{record.reference}/send/")
    elif meanwhile == "edited" and record:
        other.post(
            f"{desk}/requests/{record.reference}/edit/", place.form("open").good | {"subject": "Theirs"}
        )
    elif meanwhile == "assessed" and record:
        given = Submission.objects.get()
        form = {"verdict": "ADEQUATE", "reasons": "All."}
        other.post(f"{desk}/requests/{record.reference}/submissions/{given.pk}/assess/", form)
    elif meanwhile == "brought":
        form = {"because": "NO_RESPONSE", "grounds": "None came.", "confirmed": "1"}
        other.post(f"{desk}/matters/CM-2026-0001/bring/", form)
    elif meanwhile == "revoked":
        other.post(f"{desk}/people/invitations/{Invitation.objects.get().pk}/revoke/")


def test_a_draft_that_was_overtaken_is_replaced_only_with_knowledge(place: Place) -> None:
    stale = place.form("edit")
    seen = stale.browser.get(stale.url).context["form"]["seen"].value()
    _happens(place, "edited")
    page = stale.send(seen=seen, subject="Mine")
    assert stale.send(seen=page.context["form"]["seen"].value(), subject="Mine").status_code == 302
    assert InformationRequest.objects.get().subject == "Mine"
