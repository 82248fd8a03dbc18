"""What all desks share: the words and shapes of a status, error pages, the base page."""

from __future__ import annotations

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import Client

from cases.models import Meeting
from cases.timeline_picture.draw import SHAPES
from cases.web import dates, steps
from compliance.rules.types import Status, StepCode


@pytest.mark.parametrize("status", list(Status))
def test_a_status_has_the_same_shape_beside_words_as_in_the_picture(status: Status) -> None:
    drawn = render_to_string("parts/status.html", {"status": status, "label": "Words"})
    assert f'd="{SHAPES[status]}"' in drawn
    assert drawn.index("Words") < drawn.index("<svg")


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "in 1 day"), (12, "in 12 days"), (-1, "1 day ago"), (-12, "12 days ago")],
)
def test_a_date_is_in_full_with_its_distance(days: int, words: str) -> None:
    assert render_to_string("parts/date.html", {"day": date(2027, 5, 30), "days": days}) == (
        f'<time datetime="2027-05-30">Sunday 30 May 2027</time> <span class="distance">{words}</span>'
    )


def test_a_date_without_distance_is_the_date_alone() -> None:
    assert render_to_string("parts/date.html", {"day": date(2027, 5, 30)}) == (
        '<time datetime="2027-05-30">Sunday 30 May 2027</time>'
    )


@pytest.mark.parametrize(
    ("status", "days_left", "words"),
    [
        pytest.param(Status.OVERDUE, -12, "Justification overdue, 12 days", id="overdue"),
        pytest.param(Status.OVERDUE, -1, "Justification overdue, 1 day", id="overdue one day"),
        pytest.param(Status.DUE_SOON, 0, "Justification due today", id="due today is in time"),
        pytest.param(Status.UPCOMING, 40, "Justification due in 40 days", id="upcoming"),
        pytest.param(Status.MISSED, -40, "Justification not received", id="silence is not a refusal"),
        pytest.param(Status.NOT_REQUIRED, 3, "Justification not required", id="not required"),
    ],
)
def test_a_status_is_words(status: Status, days_left: int, words: str) -> None:
    code = StepCode.JUSTIFICATION
    assert steps.status_label(code=code, status=status, days_left=days_left) == words


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        pytest.param(date(2027, 7, 3), "due after this date, on 3 July 2027", id="on the deadline"),
        pytest.param(date(2027, 7, 4), "too close to the meeting", id="after the deadline"),
        pytest.param(
            date(2027, 9, 1),
            "the beginning of the next meeting, SC83, on 1 September 2027",
            id="during the meeting",
        ),
    ],
)
def test_a_date_is_held_against_the_next_meeting(due_on: date, words: str) -> None:
    meeting = Meeting(code="SC83", body="SC", starts_on=date(2027, 9, 1), ends_on=date(2027, 9, 5))
    assert words in steps.meeting_note(due_on=due_on, meeting=meeting)


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        ("day", "13 November 2025"),
        ("week", "week of 13 November 2025"),
        ("month", "November 2025"),
        ("year", "2025"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(precision: str, words: str) -> None:
    assert dates.known(date(2025, 11, 13), precision=precision) == words


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_error_pages_need_nothing_but_their_template(name: str) -> None:
    page = render_to_string(name)
    assert page.startswith("<!doctype html>")
    assert page.count("<h1>") == 1


@pytest.mark.django_db
def test_nothing_in_a_page_needs_an_unsafe_policy(client: Client) -> None:
    page = client.get("/account/sign-in/")
    html = page.content.decode()
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert " style=" not in html
    assert "<style" not in html
    assert html.count("<script") == html.count("<script src=")
    assert '"includeIndicatorStyles": false' in html


@pytest.mark.django_db
def test_an_address_that_is_not_there_says_what_to_do_next(client: Client) -> None:
    page = client.get("/nothing/")
    assert page.status_code == 404
    assert "There is no such page" in page.content.decode()
