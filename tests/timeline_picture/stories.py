"""Stories for the tests of the timeline picture: told by hand, or by Hypothesis with whatever dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as st

from cases.timeline_picture.story import Band, Row, Sign, StepMark, Story
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
