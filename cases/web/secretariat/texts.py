"""What each published text makes of a request, as pages show it side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import ngettext

from cases.models import InformationRequest
from cases.models.deadline import Step
from cases.services.tallying import Stories
from cases.step_words import status_words
from compliance.rules import loader
from compliance.rules.lateness import StepStory
from compliance.rules.types import RuleSet, Status, StepCode


@dataclass(frozen=True, slots=True)
class Cell:
    """One step under one text: when it was due, and how it stands."""

    label: str
    due_on: date
    status: Status
    words: str
    late_words: str
    """For how long it was overdue; empty where it never was, or where ``words`` say so already."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text and what it makes of one request."""

    rule_set: RuleSet
    counts: bool
    """Whether the request was sent under it: the others are for comparison only."""
    cells: list[tuple[str, Cell | None]]
    """Every step that any text has, by its label; None where this one does not have it."""

    @property
    def own_cells(self) -> list[Cell]:
        """The steps that this text has."""
        return [cell for _label, cell in self.cells if cell]


@dataclass(frozen=True, slots=True)
class Row:
    """One request under every text."""

    record: InformationRequest
    texts: list[Text]


def rows(*, records: Iterable[InformationRequest], told: Mapping[int, Stories], on: date) -> list[Row]:
    """A line for each request; no query."""
    return [
        Row(record, of_request(record=record, told=told[record.pk], on=on))
        if record.pk in told
        else Row(record, [])
        for record in records
    ]


def of_request(*, record: InformationRequest, told: Stories, on: date) -> list[Text]:
    """Every published text, always in the same order."""
    return [
        Text(rule_set, rule_set.code == record.rule_set_code, _cells(told[rule_set.code], on))
        for rule_set in loader.all_rule_sets()
    ]


def step_labels() -> list[str]:
    """The columns of a table of texts."""
    return [str(Step(code).label) for code in StepCode]


def _cells(stories: Iterable[StepStory], on: date) -> list[tuple[str, Cell | None]]:
    own = {story.standing.step: _cell(story, on) for story in stories}
    return [(str(Step(code).label), own.get(code)) for code in StepCode]


def _cell(story: StepStory, on: date) -> Cell:
    due_on = story.standing.due_on
    late = ngettext("overdue for %(days)d day", "overdue for %(days)d days", story.days_late)
    return Cell(
        label=str(Step(story.standing.step).label),
        due_on=due_on,
        status=story.status,
        words=status_words(status=story.status, days_left=(due_on - on).days),
        late_words=late % {"days": story.days_late}
        if story.days_late and story.status is not Status.OVERDUE
        else "",
    )
