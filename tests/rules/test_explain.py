"""Each date explains itself: the period, the day it counts from, the paragraph, and what the facts did."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given

from compliance.rules import explain
from compliance.rules.types import Fact, Period, StepCode, Unit

from .facts import (
    ANNEX,
    BODY,
    COP19,
    INQUIRY,
    JUSTIFICATION,
    PROMISE,
    REPLY,
    RESPONSE,
    SENT,
    Story,
    day,
    deadline,
    informed,
    justified,
    promised,
    stories_on_a_day,
    withdrawn,
)


def said(
    step: StepCode, facts: list[Fact], on: str = "2026-01-20", *, code: str = ANNEX, sent_on: date = SENT
) -> str:
    return explain.say(deadline(step, facts, on, code=code, sent_on=sent_on).explanation)


@pytest.mark.parametrize(
    ("code", "step", "period", "paragraph"),
    [
        pytest.param(ANNEX, REPLY, "One month", "paragraph 23 a)", id="Annex: reply"),
        pytest.param(ANNEX, JUSTIFICATION, "Three months", "paragraph 23 b)", id="Annex: justification"),
        pytest.param(ANNEX, RESPONSE, "Six months", "paragraph 23 b)", id="Annex: response"),
        pytest.param(BODY, REPLY, "One month", "paragraph 32", id="body: reply"),
        pytest.param(BODY, RESPONSE, "Six months", "paragraph 23 b)", id="body: response"),
        pytest.param(COP19, JUSTIFICATION, "Six months", "paragraph 23 b)", id="in force: justification"),
        pytest.param(INQUIRY, REPLY, "14 days", "paragraph 3 c)", id="inquiries: reply"),
    ],
)
def test_a_date_names_its_period_its_start_and_its_paragraph(
    code: str, step: StepCode, period: str, paragraph: str
) -> None:
    text = said(step, [], code=code)
    assert text.startswith(f"{period} from the request of 15 January 2026.")
    assert paragraph in text


@pytest.mark.parametrize(
    ("code", "paragraph"),
    [
        pytest.param(ANNEX, "paragraph 23 a)", id="Annex"),
        pytest.param(BODY, "paragraph 23 a)", id="body"),
        pytest.param(COP19, "paragraph 23 a)", id="in force"),
        pytest.param(INQUIRY, "paragraph 3 c)", id="inquiries: notice that more time is needed"),
    ],
)
def test_the_date_that_the_party_gave_names_the_day_it_was_given(code: str, paragraph: str) -> None:
    text = said(PROMISE, [promised("2026-01-20", "2026-03-01")], code=code)
    assert "20 January 2026" in text
    assert paragraph in text


@pytest.mark.parametrize(
    ("sent_on", "step", "end"),
    [
        pytest.param("2026-01-31", REPLY, "28 February 2026", id="no 31 February"),
        pytest.param("2026-11-30", JUSTIFICATION, "28 February 2027", id="no 30 February"),
        pytest.param("2027-11-30", JUSTIFICATION, "29 February 2028", id="no 30 February, leap year"),
        pytest.param("2027-08-31", RESPONSE, "29 February 2028", id="no 31 February, leap year"),
        pytest.param("2027-08-31", REPLY, "30 September 2027", id="no 31 September"),
    ],
)
def test_a_month_with_no_such_day_is_said_to_end_on_its_last(sent_on: str, step: StepCode, end: str) -> None:
    text = said(step, [], sent_on, sent_on=day(sent_on))
    assert f"no day {day(sent_on).day}" in text
    assert f"its last day, {end}" in text
    assert "our choice" in text


@pytest.mark.parametrize(
    ("sent_on", "step"),
    [
        pytest.param("2026-11-30", REPLY, id="30 December exists"),
        pytest.param("2026-11-30", RESPONSE, id="30 May exists"),
        pytest.param("2024-01-29", REPLY, id="29 February exists"),
    ],
)
def test_nothing_is_said_of_month_ends_where_the_day_exists(sent_on: str, step: StepCode) -> None:
    assert "last day" not in said(step, [], sent_on, sent_on=day(sent_on))


def test_under_the_body_a_date_too_late_is_kept_and_said() -> None:
    text = said(REPLY, [promised("2026-01-20", "2026-05-15")], code=BODY)
    for words in (
        "15 May 2026",
        "20 January 2026",
        "15 April 2026",
        "3 months",
        "kept",
        "does not meet this step",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("code", "step", "given_date", "on"),
    [
        pytest.param(ANNEX, REPLY, "2026-05-15", "2026-01-20", id="the Annex has no latest date"),
        pytest.param(BODY, REPLY, "2026-04-15", "2026-01-20", id="three months to the day"),
        pytest.param(BODY, JUSTIFICATION, "2026-05-15", "2026-01-20", id="it is the reply's rule alone"),
        pytest.param(BODY, REPLY, "2026-05-15", "2026-01-19", id="not yet given"),
    ],
)
def test_nothing_is_said_of_a_date_that_is_not_too_late(
    code: str, step: StepCode, given_date: str, on: str
) -> None:
    assert "later than" not in said(step, [promised("2026-01-20", given_date)], on, code=code)


@pytest.mark.parametrize(
    ("step", "facts", "words"),
    [
        pytest.param(REPLY, [informed("2026-02-01")], "Met on 1 February 2026", id="met"),
        pytest.param(REPLY, [informed("2026-03-01")], "Met on 1 March 2026", id="met late"),
        pytest.param(JUSTIFICATION, [justified("2026-02-02")], "Met on 2 February 2026", id="justified"),
        pytest.param(
            JUSTIFICATION, [informed("2026-02-01")], "Not required: complete information came", id="moot"
        ),
        pytest.param(JUSTIFICATION, [informed("2026-05-01")], "no justification", id="missed"),
        pytest.param(RESPONSE, [withdrawn("2026-05-01")], "withdrawn", id="withdrawn"),
    ],
)
def test_what_the_facts_did_is_said_last(step: StepCode, facts: list[Fact], words: str) -> None:
    before, after = said(step, facts, "2026-01-20"), said(step, facts, "2026-12-31")
    assert after.startswith(before)
    assert words in after.removeprefix(before)


FRENCH = {
    "{period} from the request of {sent_on}.": "{period} à compter de la demande du {sent_on}.",
    "One month": "Un mois",
    "Met on {met_on}.": "Satisfait le {met_on}.",
}


def test_another_language_and_its_way_of_writing_dates() -> None:
    sentences = deadline(REPLY, [informed("2026-02-01")], "2026-02-01").explanation
    text = explain.say(
        sentences, translate=lambda text: FRENCH.get(text, text), write_date=lambda on: f"{on:%d.%m.%Y}"
    )
    assert text.startswith("Un mois à compter de la demande du 15.01.2026.")
    assert text.endswith("Satisfait le 01.02.2026.")


@given(stories_on_a_day())
def test_only_fixed_strings_are_looked_up_in_a_catalogue(told: tuple[Story, date]) -> None:
    story, on = told
    looked_up: list[str] = []

    def translate(text: str) -> str:
        looked_up.append(text)
        return text

    for one in story.timeline(on):
        explain.say(one.explanation, translate=translate)
    assert looked_up
    assert not [text for text in looked_up if re.search(r"\d{4}", text)], (
        "a date was written before translation"
    )


@given(stories_on_a_day())
def test_no_explanation_calls_silence_a_refusal(told: tuple[Story, date]) -> None:
    story, on = told
    for one in story.timeline(on):
        text = explain.say(one.explanation)
        assert text
        assert not re.search(r"refus|fail|non-compl|[{}]", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        pytest.param(Period(1, Unit.MONTHS), "One month", id="one month"),
        pytest.param(Period(3, Unit.MONTHS), "Three months", id="three months"),
        pytest.param(Period(6, Unit.MONTHS), "Six months", id="six months"),
        pytest.param(Period(4, Unit.MONTHS), "4 months", id="a number of months of a later text"),
        pytest.param(Period(14, Unit.DAYS), "14 days", id="days"),
        pytest.param(Period(3, Unit.DAYS), "3 days", id="three days are not three months"),
    ],
)
def test_a_period_in_words(period: Period, words: str) -> None:
    assert explain.say([explain.period(period)]) == words


@pytest.mark.parametrize(
    ("on", "words"), [(date(2026, 11, 30), "30 November 2026"), (date(2028, 1, 1), "1 January 2028")]
)
def test_a_date_in_full(on: date, words: str) -> None:
    assert explain.english_date(on) == words
