"""The geometry of the timeline picture: nothing overlaps, nothing is cut off, whatever the dates."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cases.timeline_picture.days import scale
from cases.timeline_picture.narrow import narrow
from cases.timeline_picture.picture import Box, Picture
from cases.timeline_picture.places import MARK
from cases.timeline_picture.story import Story
from cases.timeline_picture.wide import wide
from cases.timeline_picture.words import text_width
from tests.timeline_picture.stories import ANY_DAY, AROUND, SENT, step, stories, story


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def both(told: Story) -> tuple[Picture, Picture]:
    return wide(told), narrow(told)


@settings(max_examples=300, deadline=None)
@given(stories())
def test_no_two_labels_overlap_and_all_lie_inside(told: Story) -> None:
    for picture in both(told):
        for one, other in combinations(picture.boxes, 2):
            assert not overlap(one, other), (picture.name, one, other)
        for box in picture.boxes:
            assert 0 <= box.x <= box.x + box.width <= picture.width, (picture.name, box)
            assert 0 <= box.y <= box.y + box.height <= picture.height, (picture.name, box)


@settings(max_examples=200, deadline=None)
@given(stories())
def test_every_line_of_words_lies_in_the_room_of_a_label(told: Story) -> None:
    for picture in both(told):
        for text in picture.texts:
            width = text_width(text.words, font=picture.font, strong=text.strong)
            left = text.x - width if text.ends else text.x
            assert any(
                box.x - 0.2 <= left
                and left + width <= box.x + box.width + 0.2
                and box.y <= text.y - picture.font * 0.7
                and text.y <= box.y + box.height + 0.2
                for box in picture.boxes
            ), (picture.name, text)


@settings(max_examples=200, deadline=None)
@given(stories())
@example(
    # February has less room than the month before it.
    story(
        sent_on=SENT + timedelta(days=356),
        today=SENT + timedelta(days=34),
        steps=[step(SENT + timedelta(days=34), "0")],
    )
)
def test_no_pole_crosses_words(told: Story) -> None:
    picture = wide(told)
    for line in picture.lines:
        if line.x1 == line.x2:
            low, high = sorted((line.y1, line.y2))
            for box in picture.boxes:
                crosses = box.x < line.x1 < box.x + box.width and low < box.y + box.height and box.y < high
                assert not crosses, (line, box)


@settings(max_examples=200, deadline=None)
@given(stories())
def test_every_mark_and_line_lies_inside_and_no_two_marks_on_the_line_cover_each_other(told: Story) -> None:
    for picture in both(told):
        for line in picture.lines:
            assert 0 <= min(line.x1, line.x2) <= max(line.x1, line.x2) <= picture.width, (picture.name, line)
            assert 0 <= min(line.y1, line.y2) <= max(line.y1, line.y2) <= picture.height, (picture.name, line)
        marks = [mark for mark in picture.marks if mark.size == 1]
        assert len(marks) == len(told.steps)
        for one, other in combinations(marks, 2):
            apart = max(abs(one.x - other.x), abs(one.y - other.y))
            assert apart >= MARK - 0.2, (picture.name, one, other)


@settings(max_examples=200, deadline=None)
@given(st.lists(ANY_DAY | AROUND, min_size=2, max_size=12), ANY_DAY | AROUND)
def test_later_days_never_stand_earlier(days: list[date], sent_on: date) -> None:
    told = story(sent_on=sent_on, happenings=[(day, "Letter") for day in days])
    ruler = scale(told, begin=10, end=950)
    places = [ruler.at(day) for day in sorted({*days, sent_on, told.today})]
    assert places == sorted(places)
    assert places[0] >= 10
    assert places[-1] <= 950


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(story(), id="no steps, sent today"),
        pytest.param(story(today=SENT - timedelta(days=9)), id="today before the request"),
        pytest.param(
            story(today=date.min, steps=[step(date(2027, 5, 30))]), id="today long before the request"
        ),
        pytest.param(story(steps=[step(SENT + timedelta(days=14))]), id="one step of 14 days"),
        pytest.param(story(sent_on=date.min, today=date.min, steps=[step(date(1, 1, 1))]), id="year 1"),
        pytest.param(story(sent_on=date.max, today=date.max, steps=[step(date.max)]), id="year 9999"),
        pytest.param(
            story(sent_on=date.min, today=date.max, steps=[step(date.max)]), id="from year 1 to 9999"
        ),
        pytest.param(story(steps=[step(SENT), step(SENT), step(SENT)]), id="every step on one day"),
        pytest.param(story(happenings=[(SENT, "")]), id="no words"),
    ],
)
def test_unlikely_dates_are_drawn(told: Story) -> None:
    for picture in both(told):
        assert picture.height > 0
        assert any(line.role == "axis" and (line.x1, line.y1) != (line.x2, line.y2) for line in picture.lines)


def test_a_year_of_delay_keeps_its_proportion_and_what_is_farther_stands_beyond_a_break() -> None:
    due = step(date(2027, 5, 30))
    near = wide(story(today=date(2027, 11, 1), steps=[due]))
    far = wide(story(today=date(2031, 11, 1), steps=[due]))
    assert not any(line.role == "break" for line in near.lines)
    assert sum(line.role == "break" for line in far.lines) == 2
    assert any(line.role == "far" for line in far.lines)


def test_every_month_has_a_tick_and_its_label_while_there_is_room() -> None:
    told = story(steps=[step(date(2027, 5, 30))])
    months = [text.words for text in wide(told).texts if text.role == "month"]
    assert months == ["Dec 2026", "Jan 2027", "Feb", "Mar", "Apr", "May"]
    months = [text.words for text in narrow(told).texts if text.role == "month"]
    assert months == ["Dec", "2027", "Feb", "Mar", "Apr", "May"]


def test_labels_of_many_months_are_thinned_out_and_their_ticks_too_when_they_are_too_many() -> None:
    years = wide(story(steps=[step(date(2046, 11, 30))]))
    assert all(text.words.isdigit() for text in years.texts if text.role == "month")
    assert sum(line.role == "tick" for line in years.lines) <= 100
