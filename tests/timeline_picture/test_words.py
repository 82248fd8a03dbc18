"""The words of the timeline picture: made plain, and broken into lines without losing a letter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.timeline_picture.words import balanced, plain, text_width, wrap
from tests.timeline_picture.stories import WORDS


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("one\n two", "one two", id="one line"),
        pytest.param("23\u00a0a)", "23\u00a0a)", id="a no-break space is kept"),
        pytest.param("\ud800x\x07", "x", id="nothing that cannot be written"),
    ],
)
def test_plain_words(words: str, expected: str) -> None:
    assert plain(words) == expected


@settings(deadline=None)
@given(WORDS, st.sampled_from([60.0, 120.0, 240.0]))
def test_wrapping_loses_no_letter_and_keeps_to_its_width(words: str, width: float) -> None:
    for lines in (wrap(words, width=width, font=14), balanced(words, width=width, font=14)):
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")
        assert all(text_width(line, font=14) <= width for line in lines)


def test_what_a_no_break_space_holds_stays_together_while_it_fits() -> None:
    assert wrap("paragraph 23\u00a0a)", width=100, font=14) == ["paragraph", "23\u00a0a)"]
    assert wrap("31\u00a0September\u00a02026", width=90, font=14) == ["31", "September", "2026"]
