"""The geometry of the timeline picture: nothing overlaps, nothing is cut off, whatever the dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.timeline_picture import layout
from cases.timeline_picture.layout import Band, Box, Picture, Row, Sign, StepMark, Story
from compliance.rules.types import Status, StepCode

SENT = date(2026, 11, 30)
WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), max_codepoint=0x2FFFF) | st.just(" "),
    min_size=1,
    max_size=60,
).filter(lambda words: words.strip() == words and "  " not in words)
AROUND = st.integers(-40, 500).map(lambda days: SENT + timedelta(days=days))
ONE_WEEK = st.integers(0, 6).map(lambda days: SENT + timedelta(days=days))
ANY_DAY = st.dates(date.min, date.max)


def step(
    due_on: date, label: str = "Reply", status: Status = Status.UPCOMING, promised: bool = False
) -> StepMark:
    return StepMark(StepCode.REPLY, label, status, status.value, due_on, "paragraph 23 a)", promised)


def story(
    *,
    sent_on: date = SENT,
    today: date = SENT,
    steps: Sequence[StepMark] = (),
    happenings: Sequence[tuple[date, str]] = (),
    meeting: Band | None = None,
) -> Story:
    signs = [
        Sign(sent_on, "request", (Row(sent_on.isoformat(), "date"), Row("Request", "label", strong=True))),
        *(
            Sign(on, "happening", (Row(on.isoformat(), "date"), Row(label, "label")))
            for on, label in happenings
        ),
        Sign(today, "today", (Row("Today", "today", strong=True),)),
        *(
            Sign(
                one.due_on,
                "step",
                (
                    Row(one.due_on.isoformat(), "date", strong=True),
                    Row(one.label, "label"),
                    Row(one.status_label, "status", strong=True, status=one.status, promised=one.promised),
                    Row(one.paragraph, "paragraph"),
                ),
                below=True,
            )
            for one in steps
        ),
    ]
    if meeting:
        signs.append(Sign(meeting.starts_on, "meeting", (Row(meeting.label, "label", strong=True),)))
    return Story(sent_on, today, steps, meeting, signs, write_month=lambda day: f"{day:%b}")


@st.composite
def stories(draw: st.DrawFn) -> Story:
    day = draw(st.sampled_from([AROUND, ONE_WEEK, ANY_DAY]))
    statuses = st.sampled_from(list(Status))
    meeting = st.builds(Band, day, day, WORDS, st.none() | day, WORDS)
    return story(
        sent_on=draw(day),
        today=draw(day),
        steps=draw(st.lists(st.builds(step, day, WORDS, statuses, st.booleans()), max_size=4)),
        happenings=draw(st.lists(st.tuples(day, WORDS), max_size=12)),
        meeting=draw(st.none() | meeting),
    )


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def both(told: Story) -> tuple[Picture, Picture]:
    return layout.wide(told), layout.narrow(told)


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
            width = layout.text_width(text.words, font=picture.font, strong=text.strong)
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
def test_no_pole_crosses_words(told: Story) -> None:
    picture = layout.wide(told)
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
            assert apart >= layout.MARK - 0.2, (picture.name, one, other)


@settings(max_examples=200, deadline=None)
@given(st.lists(ANY_DAY | AROUND, min_size=2, max_size=12), ANY_DAY | AROUND)
def test_later_days_never_stand_earlier(days: list[date], sent_on: date) -> None:
    told = story(sent_on=sent_on, happenings=[(day, "Letter") for day in days])
    ruler = layout.scale(told, begin=10, end=950)
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
    near = layout.wide(story(today=date(2027, 11, 1), steps=[due]))
    far = layout.wide(story(today=date(2031, 11, 1), steps=[due]))
    assert not any(line.role == "break" for line in near.lines)
    assert sum(line.role == "break" for line in far.lines) == 2
    assert any(line.role == "far" for line in far.lines)


def test_flags_are_stacked_from_the_last_day_and_only_where_they_would_cover_each_other() -> None:
    away = layout.stack(places=[0, 50, 300], sizes=[(100, 20), (100, 30), (100, 20)])
    assert away == [30 + layout.GAP, 0, 0]


def test_of_one_day_the_first_flag_is_nearest_the_line() -> None:
    assert layout.stack(places=[5, 5], sizes=[(10, 20), (10, 20)]) == [0, 20 + layout.GAP]


def test_a_column_settles_around_the_days_that_it_tells() -> None:
    gap = layout.GAP
    assert layout.settle(wanted=[100, 300], heights=[20, 20], top=0) == [100, 300]
    assert layout.settle(wanted=[100, 100], heights=[20, 20], top=0) == [
        100 - (20 + gap) / 2,
        100 + (20 + gap) / 2,
    ]
    assert layout.settle(wanted=[0, 0], heights=[20, 20], top=10) == [10, 10 + 20 + gap]


@settings(deadline=None)
@given(WORDS, st.sampled_from([60.0, 120.0, 240.0]))
def test_wrapping_loses_no_letter_and_keeps_to_its_width(words: str, width: float) -> None:
    for lines in (layout.wrap(words, width=width, font=14), layout.balanced(words, width=width, font=14)):
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")
        assert all(layout.text_width(line, font=14) <= width for line in lines)


def test_what_a_no_break_space_holds_stays_together_while_it_fits() -> None:
    assert layout.wrap("paragraph 23\u00a0a)", width=100, font=14) == ["paragraph", "23\u00a0a)"]
    assert layout.wrap("31\u00a0September\u00a02026", width=90, font=14) == ["31", "September", "2026"]


def test_every_month_has_a_tick_and_its_label_while_there_is_room() -> None:
    told = story(steps=[step(date(2027, 5, 30))])
    months = [text.words for text in layout.wide(told).texts if text.role == "month"]
    assert months == ["Dec 2026", "Jan 2027", "Feb", "Mar", "Apr", "May"]
    months = [text.words for text in layout.narrow(told).texts if text.role == "month"]
    assert months == ["Dec", "2027", "Feb", "Mar", "Apr", "May"]


def test_labels_of_many_months_are_thinned_out_and_their_ticks_too_when_they_are_too_many() -> None:
    years = layout.wide(story(steps=[step(date(2046, 11, 30))]))
    assert all(text.words.isdigit() for text in years.texts if text.role == "month")
    assert sum(line.role == "tick" for line in years.lines) <= 100


def test_marks_of_nearly_one_day_stand_over_each_other() -> None:
    assert layout.raised([0, 10, 12, 16, 17, 40]) == [0, 1, 2, 3, 0, 0]
