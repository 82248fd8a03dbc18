"""Every action, at every stage, by everybody: against a table written by hand from the procedure, section 3."""

from __future__ import annotations

from itertools import product

import pytest

from cases import access
from cases.access import Act, Actor
from compliance.accounts.models import Role
from compliance.rules import explain, stages
from compliance.rules.stage_table import TABLE, Action, Guard, Known, Stage, Who

EVERYTHING_DONE = Known(party_informed=True, chair_consulted=True, measures_in_force=1)
NO_MEASURE = Known(party_informed=True, chair_consulted=True)

I, C, B, M, O, X, R = (  # noqa: E741  # one letter for each stage, so that the table can be seen at once
    Stage.IDENTIFICATION,
    Stage.CONSIDERATION,
    Stage.BEFORE_COMMITTEE,
    Stage.MEASURES,
    Stage.MONITORING,
    Stage.CLOSED,
    Stage.REOPENED,
)
LETTERS = dict(zip("ICBMOXR", (I, C, B, M, O, X, R), strict=True))
STAFF = {Role.OFFICER, Role.SUPERVISOR}
CAST = [*Role, None]

# At each stage where an action is done, the stage to which it leads; a dash where it is not done.
BY_HAND = {
    # action                 I C B M O X R    who
    "DESCRIBE_MATTER": ("I C B M O - R", STAFF),
    "INFORM_PARTY": ("I C B M O - R", STAFF),
    "CONSIDER_MATTER": ("C - - - - - C", STAFF),
    "CONSULT_CHAIR": ("- C - - - - -", STAFF),
    "ANSWER_CONSULTATION": ("- C B - - - -", STAFF | {Role.CHAIR}),
    "OFFER_ASSISTANCE": ("- C - - - - -", STAFF),
    "RECORD_OUTCOME": ("- C B - - - -", STAFF),
    "BRING_MATTER": ("- B - - - - -", STAFF),
    "RELEASE_ITEM": ("- - B M O - -", STAFF),
    "RECORD_CONTACT": ("- - B M O - -", STAFF | {Role.CHAIR, Role.MEMBER}),
    "DRAFT_RECOMMENDATION": ("- C B - O - -", STAFF),
    "DROP_RECOMMENDATION": ("- C B - O - -", STAFF),
    "DECIDE_MEASURE": ("- - M M O - -", STAFF),
    "WITHDRAW_MEASURE": ("- - - M O - -", STAFF),
    "SET_DEADLINE": ("- - - M O - -", STAFF),
    "KEEP_PLAN": ("- - - M O - -", STAFF),
    "MAKE_REPORT": ("I C B M O - R", {Role.FOCAL_POINT}),
    "RECORD_REPORT": ("I C B M O - R", STAFF),
    "MONITOR_MATTER": ("- - - O - - -", STAFF),
    "REVIEW_MATTER": ("- - - - O - -", STAFF),
    "CLOSE_MATTER": ("X X X X X - X", STAFF),
    "REOPEN_MATTER": ("- - - - - R -", STAFF),
    "RECUSE_MEMBER": ("- - B M O - -", {Role.CHAIR}),
}
WAITS_FOR = {
    (I, "CONSIDER_MATTER"): Known(chair_consulted=True, measures_in_force=1),
    (R, "CONSIDER_MATTER"): Known(chair_consulted=True, measures_in_force=1),
    (C, "BRING_MATTER"): Known(party_informed=True, measures_in_force=1),
    (M, "MONITOR_MATTER"): Known(party_informed=True, chair_consulted=True),
    (M, "CLOSE_MATTER"): EVERYTHING_DONE,
    (O, "CLOSE_MATTER"): EVERYTHING_DONE,
}
"""What is on record where a guard holds an action back: everything but what it asks for."""


def leads_to(action: str, stage: Stage) -> Stage | None:
    cells = dict(zip(LETTERS.values(), BY_HAND[action][0].split(), strict=True))
    return LETTERS.get(cells[stage])


def test_the_table_names_every_action_and_no_other() -> None:
    assert set(BY_HAND) == {action.value for action in Action} == {row.action.value for row in TABLE}
    assert len(TABLE) == len({(row.stage, row.action) for row in TABLE}), "one row for each pair"


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("action", BY_HAND)
def test_every_action_at_every_stage(action: str, stage: Stage) -> None:
    expected = leads_to(action, stage)
    on_record = NO_MEASURE if action == "CLOSE_MATTER" else EVERYTHING_DONE
    if expected:
        assert stages.next_stage(stage=stage, action=Action(action), known=on_record) is expected
        return
    with pytest.raises(stages.NotNow) as refusal:
        stages.next_stage(stage=stage, action=Action(action), known=on_record)
    assert refusal.value.source
    assert "{" not in explain.say(refusal.value.sentences)


@pytest.mark.parametrize(("action", "stage", "role"), list(product(BY_HAND, Stage, CAST)))
def test_every_action_at_every_stage_by_everybody(action: str, stage: Stage, role: Role | None) -> None:
    actor = Actor(1, role, 1)
    expected = leads_to(action, stage) is not None and role in BY_HAND[action][1]
    assert access.may(actor=actor, act=Act(action), stage=stage.value) is expected


@pytest.mark.parametrize(("stage", "action"), list(product(Stage, BY_HAND)))
def test_a_guard_holds_back_until_the_record_shows_what_it_asks(stage: Stage, action: str) -> None:
    waits = WAITS_FOR.get((stage, action))
    row = stages.rule(stage=stage, action=Action(action))
    assert (row is not None and row.guard is not Guard.NONE) is (waits is not None)
    if waits is None:
        return
    with pytest.raises(stages.NotNow) as refusal:
        stages.next_stage(stage=stage, action=Action(action), known=waits)
    assert refusal.value.source.startswith(("Article XIII", "Resolution Conf."))


def test_a_refusal_names_the_stages_the_step_that_comes_next_and_its_paragraph() -> None:
    with pytest.raises(stages.NotNow) as refusal:
        stages.next_stage(stage=I, action=Action.BRING_MATTER, known=EVERYTHING_DONE)
    assert explain.say(refusal.value.sentences) == (
        "“Bring to the Standing Committee” is done at the stage “Consideration with the Party”; "
        "this matter is at “Identification”. The next step from here is “Take up consideration with the Party”."
    )
    assert refusal.value.source == "Resolution Conf. 11.3, paragraph 23 d)"


def test_no_stage_is_skipped_on_the_way_to_the_committee() -> None:
    """From each stage there is one way on, and it goes through every stage in its order."""
    way = [Stage.IDENTIFICATION]
    while (row := stages.forward(stage=way[-1])) and row.leads_to is not Stage.REOPENED:
        way.append(row.leads_to)
    assert way == [I, C, B, M, O]


def test_the_engine_moves_no_matter() -> None:
    assert {who for row in TABLE for who in row.who} == set(Who)
