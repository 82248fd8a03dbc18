"""Paragraph 23 as versioned data (procedure, section 2): the four texts, each for good."""

from __future__ import annotations

import hashlib
import re
from importlib import resources

import pytest

from compliance.rules import loader
from compliance.rules.types import Period, RuleError, StepCode, Unit

from .facts import ANNEX, BODY, CODES, COP19, INQUIRY, JUSTIFICATION, REPLY, RESPONSE

PUBLISHED = {
    "conf-11.3-3c.toml": "43c9fe6b65a3bbe4d4e07fe4607a3d1123843c5b65101630b401d4108c54a5bd",
    "conf-11.3-rev-cop19.toml": "b3d7871ed3122d1d5f1997fba1989510308a32e4f86a6a04835194c8e3d2760c",
    "sc78-doc-37-annex.toml": "895ffa5f0c6a4111517a35aea349f13dfa9b3ec7befeb5b252f042e3f1281d87",
    "sc78-doc-37-body.toml": "3320860996ef53efb7d13490f63fdd0f9487a8942653447fbd01f765b5f99118",
}
"""Of each file, the SHA-256 it was published with."""


def months(count: int) -> Period:
    return Period(count, Unit.MONTHS)


def files() -> dict[str, bytes]:
    folder = resources.files("compliance.rules").joinpath("rulesets")
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.endswith(".toml")}


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_a_published_text_is_never_edited(name: str) -> None:
    found = hashlib.sha256(files()[name]).hexdigest()
    assert found == PUBLISHED[name], f"{name}: a published text is never edited, add a new rule set"


def test_every_text_is_held_to_its_hash() -> None:
    assert set(files()) == set(PUBLISHED), "a new rule set is published with its SHA-256 in this table"
    assert {one.sha256 for one in loader.all_rule_sets()} == set(PUBLISHED.values())


@pytest.mark.parametrize(
    ("code", "steps"),
    [
        pytest.param(COP19, {REPLY: months(1), JUSTIFICATION: months(6)}, id="the text in force at SC78"),
        pytest.param(
            ANNEX, {REPLY: months(1), JUSTIFICATION: months(3), RESPONSE: months(6)}, id="the Annex"
        ),
        pytest.param(BODY, {REPLY: months(1), JUSTIFICATION: months(3), RESPONSE: months(6)}, id="the body"),
        pytest.param(INQUIRY, {REPLY: Period(14, Unit.DAYS)}, id="inquiries between authorities"),
    ],
)
def test_periods_of_each_text(code: str, steps: dict[StepCode, Period]) -> None:
    found = loader.get(code=code).steps
    assert [(step.code, step.period) for step in found] == list(steps.items())


def test_the_body_alone_limits_the_approximate_date() -> None:
    limits = {
        (one.code, step.code): step.latest_approximate_date
        for one in loader.all_rule_sets()
        for step in one.steps
        if step.latest_approximate_date
    }
    assert limits == {(BODY, REPLY): months(3)}


@pytest.mark.parametrize(
    ("code", "step", "letter"),
    [
        pytest.param(COP19, REPLY, "23 a)", id="in force: reply"),
        pytest.param(COP19, JUSTIFICATION, "23 b)", id="in force: justification"),
        pytest.param(ANNEX, REPLY, "23 a)", id="Annex: reply"),
        pytest.param(ANNEX, JUSTIFICATION, "23 b)", id="Annex: justification"),
        pytest.param(ANNEX, RESPONSE, "23 b)", id="Annex: response"),
        pytest.param(BODY, REPLY, "23 a)", id="body: reply"),
        pytest.param(BODY, JUSTIFICATION, "23 b)", id="body: justification"),
        pytest.param(BODY, RESPONSE, "23 b)", id="body: response"),
        pytest.param(INQUIRY, REPLY, "3 c)", id="inquiries: reply"),
    ],
)
def test_each_step_cites_its_paragraph(code: str, step: StepCode, letter: str) -> None:
    rule = loader.get(code=code).step(step)
    assert rule is not None
    assert f"paragraph {letter}" in rule.source


@pytest.mark.parametrize(
    ("code", "place"),
    [
        pytest.param(ANNEX, "Annex", id="Annex"),
        pytest.param(BODY, "paragraph 32", id="body"),
        pytest.param(COP19, "struck through", id="in force, struck-through words"),
        pytest.param(INQUIRY, "paragraph 3 c)", id="good practice"),
    ],
)
def test_each_text_cites_its_place_in_the_document(code: str, place: str) -> None:
    rule_set = loader.get(code=code)
    assert place in rule_set.source
    assert "SC78 Doc. 37" in rule_set.source


@pytest.mark.parametrize(
    ("code", "after"),
    [
        pytest.param(ANNEX, RESPONSE, id="Annex: no information at six months"),
        pytest.param(BODY, RESPONSE, id="body: no information at six months"),
        pytest.param(COP19, JUSTIFICATION, id="in force: its final due date is the justification's"),
        pytest.param(INQUIRY, None, id="good practice leads to no referral"),
    ],
)
def test_what_leads_to_paragraph_23_d(code: str, after: StepCode | None) -> None:
    rule_set = loader.get(code=code)
    assert rule_set.referral_after is after
    assert ("23 d)" in rule_set.referral_source) is (after is not None)


def test_paragraph_32_reminds_at_three_months_of_the_response() -> None:
    reminders = {
        (one.code, step.code): (step.midway_reminder, step.midway_source)
        for one in loader.all_rule_sets()
        for step in one.steps
        if step.midway_reminder
    }
    cited = (months(3), "SC78 Doc. 37, paragraph 32")
    assert reminders == {(ANNEX, RESPONSE): cited, (BODY, RESPONSE): cited}


def test_the_annex_is_the_default_and_comes_first() -> None:
    assert loader.DEFAULT == ANNEX
    assert loader.all_rule_sets()[0].code == ANNEX
    assert {one.code for one in loader.all_rule_sets()} == set(CODES)


def test_an_unknown_code_names_the_known_ones() -> None:
    with pytest.raises(loader.UnknownRuleSet) as caught:
        loader.get(code="CONF-11.3-REV-COP20")
    assert "CONF-11.3-REV-COP20" in str(caught.value)
    assert all(re.search(rf"{re.escape(code)}\b", str(caught.value)) for code in CODES)
    assert issubclass(loader.UnknownRuleSet, RuleError)
