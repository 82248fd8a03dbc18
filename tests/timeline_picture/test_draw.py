"""The drawn timeline picture: inert words, names for screen readers, legible colours."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils.safestring import SafeString
from django.utils.translation import override

from cases.timeline_picture.draw import SHAPES, timeline_picture
from cases.timeline_picture.story import Band, Happening, StepMark
from compliance.rules.explain import english_date
from compliance.rules.types import Status, StepCode

SENT = date(2026, 11, 30)
SVG = "{http://www.w3.org/2000/svg}"
STYLE = Path(__file__).parents[2] / "static" / "css" / "timeline-picture.css"
HOSTILE = "<script>alert(1)</script>\"'&amp;\u202edesrever\u2066\u05e9\u05dc\u05d5\u05dd\x00\n]]>"


def mark(
    status: Status = Status.UPCOMING, *, promised: bool = False, words: str = "Justification"
) -> StepMark:
    return StepMark(StepCode.JUSTIFICATION, words, status, words, date(2027, 2, 28), words, promised)


def drawn(words: str = "Request sent", *steps: StepMark, title: str = "Timeline of a request") -> SafeString:
    return timeline_picture(
        title=title,
        description=words,
        sent_on=SENT,
        today=date(2026, 12, 24),
        steps=steps,
        happenings=[Happening(date(2026, 12, 2), words), Happening(date(2026, 12, 2), "Second letter")],
        meeting=Band(date(2027, 2, 1), date(2027, 2, 5), words, date(2026, 12, 3), words),
        write_date=english_date,
        today_label=words,
        request_label=words,
    )


def parsed(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)  # noqa: S314 - our own output, which must be well formed


def svgs(picture: str) -> list[ElementTree.Element]:
    return list(parsed(picture).iter(f"{SVG}svg"))


def test_each_drawing_is_named_and_described_under_ids_of_its_own() -> None:
    page = [*svgs(drawn()), *svgs(drawn())]
    assert len(page) == 4
    named = [drawing.attrib["aria-labelledby"].split() for drawing in page]
    assert len({one for pair in named for one in pair}) == 8
    for drawing, (title, description) in zip(page, named, strict=True):
        assert drawing.attrib["role"] == "img"
        assert drawing[0].tag == f"{SVG}title"
        assert drawing[0].attrib["id"] == title
        assert drawing[0].text == "Timeline of a request"
        assert drawing[1].tag == f"{SVG}desc"
        assert drawing[1].attrib["id"] == description


def test_hostile_words_come_out_as_words() -> None:
    picture = drawn(HOSTILE, mark(words=HOSTILE), title=HOSTILE)
    assert isinstance(picture, SafeString)
    tags = {element.tag for element in parsed(picture).iter()}
    assert tags <= {"div", *(SVG + tag for tag in ("svg", "title", "desc", "rect", "line", "path", "text"))}
    assert "<script" not in picture
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", picture)
    said = svgs(picture)[0][0].text
    assert said == "<script>alert(1)</script>\"'&amp;desrever\u05e9\u05dc\u05d5\u05dd ]]>"


def test_words_that_call_themselves_safe_are_escaped_too() -> None:
    hostile = SafeString("<b>bold</b>")
    assert "<b>" not in drawn(hostile, mark(words=hostile), title=hostile)


def test_nothing_in_it_needs_more_than_the_strictest_policy() -> None:
    for element in parsed(drawn("Letter", mark())).iter():
        assert element.tag not in (f"{SVG}style", f"{SVG}script")
        assert not [
            name for name in element.attrib if name == "style" or name.startswith("on") or "href" in name
        ]


def test_without_its_style_sheet_only_one_drawing_is_shown() -> None:
    wide, narrow = svgs(drawn())
    assert "display" not in wide.attrib
    assert narrow.attrib["display"] == "none"


@pytest.mark.parametrize(
    ("language", "month"),
    [
        pytest.param("en", "Feb", id="en"),
        pytest.param("fr", "f\u00e9v", id="fr, small letters and no decimal comma"),
        pytest.param("es", "feb", id="es, small letters and no decimal comma"),
    ],
)
def test_months_follow_the_language_and_the_numbers_of_the_drawing_do_not(language: str, month: str) -> None:
    with override(language):
        picture = drawn("Lettre", mark())
    for element in parsed(picture).iter():
        for name in (
            "x",
            "y",
            "x1",
            "x2",
            "y1",
            "y2",
            "width",
            "height",
            "viewBox",
            "font-size",
            "transform",
        ):
            assert "," not in element.attrib.get(name, "")
    months = {text.text for text in svgs(picture)[1].iter(f"{SVG}text") if "month" in text.attrib["class"]}
    assert month in months


def test_each_status_has_a_shape_of_its_own() -> None:
    assert set(SHAPES) == set(Status)
    assert len(set(SHAPES.values())) == len(Status)


@pytest.mark.parametrize("status", list(Status))
def test_a_status_is_said_in_words_beside_its_mark(status: Status) -> None:
    for drawing in svgs(drawn("Letter", mark(status, words="Words of the status"))):
        marks = [one for one in drawing.iter(f"{SVG}path") if "timeline-mark" in one.attrib["class"]]
        assert [one.attrib["d"] for one in marks] == [SHAPES[status]] * 2
        said = [text.text for text in drawing.iter(f"{SVG}text") if "--status" in text.attrib["class"]]
        assert " ".join(map(str, said)) == "Words of the status"


def test_a_promised_date_is_an_open_mark() -> None:
    for promised in (True, False):
        for path in svgs(drawn("Letter", mark(promised=promised)))[0].iter(f"{SVG}path"):
            assert ("timeline-mark--promised" in path.attrib["class"]) == promised
            assert (path.attrib.get("fill") == "none") == promised


def test_what_happened_on_one_day_shares_one_flag_under_its_date() -> None:
    words = [text.text for text in svgs(drawn("First letter"))[0].iter(f"{SVG}text")]
    at = words.index("2\u00a0December\u00a02026")
    assert words[at + 1 : at + 3] == ["First letter", "Second letter"]
    assert words.count("2\u00a0December\u00a02026") == 1


def test_letters_of_a_paragraph_stay_with_their_number() -> None:
    assert "23\u00a0a)" in drawn("Letter", mark(words="paragraph 23 a)"))


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _tokens() -> list[dict[str, str]]:
    """The fallback colours of each block of tokens: light, dark by preference, dark by choice."""
    blocks = re.findall(r"\{([^{}]*--timeline-met:[^{}]*var[^{}]*)\}", STYLE.read_text())
    return [
        dict(re.findall(r"--timeline-([a-z-]+): var\([^,]+, (#[0-9a-f]{6})\)", block)) for block in blocks
    ]


def test_words_in_every_colour_can_be_read_on_the_paper_of_either_mode() -> None:
    light, dark, chosen_dark = _tokens()
    assert dark == chosen_dark
    for tokens in (light, dark):
        for name in ("ink", "quiet", "accent", "met", "open", "soon", "overdue", "settled"):
            assert _contrast(tokens[name], tokens["paper"]) >= 4.5, name


def test_the_words_of_a_label_may_lie_on_the_meeting_and_marks_stand_out_on_it() -> None:
    for tokens in _tokens()[:2]:
        for name in ("met", "open", "soon", "overdue", "settled"):
            assert _contrast(tokens[name], tokens["meeting"]) >= 3, name
