"""How flags and marks of the timeline picture make room for each other."""

from __future__ import annotations

from cases.timeline_picture.places import GAP, raised, settle, stack


def test_flags_are_stacked_from_the_last_day_and_only_where_they_would_cover_each_other() -> None:
    away = stack(places=[0, 50, 300], sizes=[(100, 20), (100, 30), (100, 20)])
    assert away == [30 + GAP, 0, 0]


def test_of_one_day_the_first_flag_is_nearest_the_line() -> None:
    assert stack(places=[5, 5], sizes=[(10, 20), (10, 20)]) == [0, 20 + GAP]


def test_a_column_settles_around_the_days_that_it_tells() -> None:
    gap = GAP
    assert settle(wanted=[100, 300], heights=[20, 20], top=0) == [100, 300]
    assert settle(wanted=[100, 100], heights=[20, 20], top=0) == [
        100 - (20 + gap) / 2,
        100 + (20 + gap) / 2,
    ]
    assert settle(wanted=[0, 0], heights=[20, 20], top=10) == [10, 10 + 20 + gap]


def test_marks_of_nearly_one_day_stand_over_each_other() -> None:
    assert raised([0, 10, 12, 16, 17, 40]) == [0, 1, 2, 3, 0, 0]
