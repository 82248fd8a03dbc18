"""A rule set that does not read says which file and what is wrong, whatever is in it."""

from __future__ import annotations

import pytest

from compliance.rules import loader
from compliance.rules.types import Period, RuleError, Unit

from .facts import JUSTIFICATION, REPLY

HEAD = 'code = "X"\ntitle = "t"\nsource = "s"\nnote = "n"\nreminder_days = 14\n'
STEP = '[[steps]]\ncode = "REPLY"\nmonths = 1\nsource = "paragraph 23 a)"\n'
SECOND = '[[steps]]\ncode = "JUSTIFICATION"\nmonths = 3\nsource = "paragraph 23 b)"\n'
WHOLE = HEAD + STEP


def test_the_sample_that_the_table_spoils_does_read() -> None:
    found = loader.parse(content=(WHOLE + SECOND).encode(), name="whole.toml")
    assert [step.code for step in found.steps] == [REPLY, JUSTIFICATION]
    assert found.steps[0].period == Period(1, Unit.MONTHS)
    assert found.referral_after is None


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("code = ", id="not TOML"),
        pytest.param(WHOLE.replace('code = "X"\n', "", 1), id="no code"),
        pytest.param(WHOLE.replace('title = "t"\n', ""), id="no title"),
        pytest.param(WHOLE.replace('source = "s"\n', ""), id="no source"),
        pytest.param(WHOLE.replace('note = "n"\n', ""), id="no note"),
        pytest.param(WHOLE.replace("reminder_days = 14\n", ""), id="no reminder_days"),
        pytest.param(HEAD, id="no steps"),
        pytest.param(HEAD + "steps = []\n", id="an empty list of steps"),
        pytest.param(HEAD + "steps = 3\n", id="steps is a number"),
        pytest.param(HEAD + 'steps = ["REPLY"]\n', id="steps is a list of words"),
        pytest.param(WHOLE.replace("[[steps]]", "[steps]"), id="steps is one table"),
        pytest.param(WHOLE.replace('code = "REPLY"\n', ""), id="a step with no code"),
        pytest.param(WHOLE.replace("REPLY", "reply"), id="a step in small letters"),
        pytest.param(WHOLE.replace("REPLY", "ANSWER"), id="a step that paragraph 23 does not know"),
        pytest.param(
            WHOLE.replace("REPLY", "APPROXIMATE_DATE"), id="a step that only the Party's date makes"
        ),
        pytest.param(WHOLE + STEP, id="one step twice"),
        pytest.param(WHOLE.replace('source = "paragraph 23 a)"\n', ""), id="a step that cites nothing"),
        pytest.param(WHOLE.replace('"paragraph 23 a)"', '""'), id="a step that cites an empty text"),
        pytest.param(WHOLE.replace('"paragraph 23 a)"', "23"), id="a step that cites a number"),
        pytest.param(WHOLE.replace("months = 1\n", ""), id="a step with no period"),
        pytest.param(WHOLE.replace("months = 1", "weeks = 2"), id="a period in weeks"),
        pytest.param(WHOLE.replace("months = 1", "months = 1\ndays = 30"), id="months and days"),
        pytest.param(WHOLE.replace("months = 1", "months = 0"), id="no month at all"),
        pytest.param(WHOLE.replace("months = 1", "months = -1"), id="a month earlier"),
        pytest.param(WHOLE.replace("months = 1", "months = 1.5"), id="a month and a half"),
        pytest.param(WHOLE.replace("months = 1", "months = true"), id="true is not a number"),
        pytest.param(WHOLE.replace("months = 1", 'months = "1"'), id="a number in quotes"),
        pytest.param(WHOLE.replace("= 14", "= 0"), id="a reminder on the due date"),
        pytest.param(WHOLE.replace("= 14", '= "14"'), id="reminder days in quotes"),
        pytest.param(WHOLE.replace('code = "X"', "code = 5"), id="a code that is a number"),
        pytest.param(WHOLE.replace('code = "X"', 'code = ""'), id="an empty code"),
        pytest.param(WHOLE.replace('title = "t"', "title = 5"), id="a title that is a number"),
        pytest.param(WHOLE + "latest_approximate_date = 3\n", id="a latest date with no unit"),
        pytest.param(WHOLE + 'latest_approximate_date = "months"\n', id="a latest date that is a word"),
        pytest.param(WHOLE + "latest_approximate_date = {}\n", id="a latest date that is empty"),
        pytest.param(WHOLE + "midway_reminder = { months = 3 }\n", id="a reminder that cites nothing"),
        pytest.param(WHOLE + 'midway_reminder = { source = "32" }\n', id="a reminder with no period"),
        pytest.param(WHOLE + "latest_aproximate_date = { months = 3 }\n", id="a step's field misspelt"),
        pytest.param(WHOLE.replace("note =", 'remark = "r"\nnote ='), id="a field that no rule set has"),
        pytest.param(
            WHOLE + '[referral]\nafter = "RESPONSE"\nsource = "23 d)"\n', id="referral: no such step"
        ),
        pytest.param(WHOLE + '[referral]\nafter = "NEVER"\nsource = "23 d)"\n', id="referral: unknown step"),
        pytest.param(WHOLE + '[referral]\nafter = "REPLY"\n', id="referral: cites nothing"),
        pytest.param(WHOLE + '[referral]\nsource = "23 d)"\n', id="referral: after what"),
        pytest.param(WHOLE.replace("note", 'referral = "REPLY"\nnote', 1), id="referral is a word"),
    ],
)
def test_a_text_that_does_not_read_names_its_file(content: str) -> None:
    with pytest.raises(RuleError, match=r"^faulty\.toml: .+"):
        loader.parse(content=content.encode(), name="faulty.toml")


def test_a_file_that_is_not_text_names_itself() -> None:
    with pytest.raises(RuleError, match=r"^faulty\.toml: .+"):
        loader.parse(content=b"code = \xff\xfe", name="faulty.toml")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        pytest.param(WHOLE.replace('title = "t"\n', ""), "title", id="the missing field"),
        pytest.param(WHOLE.replace("REPLY", "ANSWER"), "ANSWER", id="the unknown step"),
        pytest.param(WHOLE.replace("months = 1", "months = 0"), "0", id="the number"),
        pytest.param(
            WHOLE.replace("months = 1", "months = 1\ndays = 30"), "months or in days", id="the units"
        ),
    ],
)
def test_the_message_says_what_is_wrong(content: str, word: str) -> None:
    with pytest.raises(RuleError, match=word):
        loader.parse(content=content.encode(), name="faulty.toml")
