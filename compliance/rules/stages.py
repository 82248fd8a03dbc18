"""What may be done with a compliance matter at its stage, where that leads, and why something else is refused."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.rules.explain import gettext_noop
from compliance.rules.stage_table import (
    ACTION_WORDS,
    GUARD_SOURCES,
    GUARD_WORDS,
    STAGE_WORDS,
    TABLE,
    Action,
    Guard,
    Known,
    Rule,
    Stage,
)
from compliance.rules.types import RuleError, Sentence


class NotNow(RuleError):
    """The procedure does not admit this action at this stage, or not yet: why, and the paragraph."""

    def __init__(self, sentences: tuple[Sentence, ...], source: str) -> None:
        super().__init__(sentences[0].text)
        self.sentences = sentences
        self.source = source


def rule(*, stage: Stage, action: Action) -> Rule | None:
    """The row for an action at a stage; None where it is not done there."""
    return next((row for row in TABLE if row.stage is stage and row.action is action), None)


def rows_of(*, action: Action) -> tuple[Rule, ...]:
    """Every row of one action: at which stages it is done."""
    return tuple(row for row in TABLE if row.action is action)


def next_stage(*, stage: Stage, action: Action, known: Known) -> Stage:
    """The stage to which an action leads.

    Raises: NotNow where the procedure does not admit it, with the reason and its source.
    """
    row = rule(stage=stage, action=action)
    if row is None:
        raise NotNow(tuple(_elsewhere(stage, action)), rows_of(action=action)[0].source)
    if not _is_met(row.guard, known):
        raise NotNow((Sentence(GUARD_WORDS[row.guard]),), GUARD_SOURCES[row.guard])
    return row.leads_to


def _is_met(guard: Guard, known: Known) -> bool:
    return {
        Guard.NONE: True,
        Guard.PARTY_INFORMED: known.party_informed,
        Guard.CHAIR_CONSULTED: known.chair_consulted,
        Guard.MEASURE_IN_FORCE: known.measures_in_force > 0,
        Guard.NO_MEASURE_IN_FORCE: known.measures_in_force == 0,
    }[guard]


def _elsewhere(stage: Stage, action: Action) -> Iterator[Sentence]:
    """Where the action is done, and the step that comes next from here."""
    yield Sentence(
        gettext_noop("“{action}” is done at the stage “{stages}”; this matter is at “{stage}”."),
        (
            ("action", Sentence(ACTION_WORDS[action])),
            ("stages", _either([row.stage for row in rows_of(action=action)])),
            ("stage", Sentence(STAGE_WORDS[stage])),
        ),
    )
    step = forward(stage=stage)
    if step and step.action is not action:
        yield Sentence(
            gettext_noop("The next step from here is “{step}”."),
            (("step", Sentence(ACTION_WORDS[step.action])),),
        )


def forward(*, stage: Stage) -> Rule | None:
    """The row that takes a matter on from a stage, other than by closing it; None at the last."""
    return next(
        (
            row
            for row in TABLE
            if row.stage is stage and row.leads_to is not stage and row.action is not Action.CLOSE_MATTER
        ),
        None,
    )


def _either(found: list[Stage]) -> Sentence:
    first, *others = found
    if not others:
        return Sentence(STAGE_WORDS[first])
    values = (("one", Sentence(STAGE_WORDS[first])), ("others", _either(others)))
    return Sentence(gettext_noop("{one}” or “{others}"), values)
