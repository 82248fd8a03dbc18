"""Some requests of an import with everything that came for them, as unsaved records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cases import facts
from cases.models import Assessment, ImportRow, InformationRequest, Submission
from cases.models.portfolio_import import Sheet
from cases.services.portfolio import building, reading
from cases.services.portfolio.looking_up import Lookups
from compliance.rules.notices import NoticeDue
from compliance.rules.types import Fact


@dataclass(slots=True)
class Case:
    """A request of the import; each record beside the row that it comes from."""

    row: ImportRow
    request: InformationRequest
    submissions: list[tuple[ImportRow, Submission]]
    assessments: list[tuple[ImportRow, Assessment]]
    past: tuple[NoticeDue, ...] = ()
    """What the calendar called for before the import."""

    @property
    def facts(self) -> list[Fact]:
        """What the rules will know of it."""
        return facts.ordered(
            request=self.request,
            submissions=[one for _row, one in self.submissions],
            assessments=[one for _row, one in self.assessments],
        )


def of_rows(*, rows: Iterable[ImportRow], look: Lookups) -> list[Case]:
    """The cases of some rows of requests, in their order; two queries however many they are."""
    rows = list(rows)
    answers = _by_what(look, Sheet.SUBMISSIONS, [row.key for row in rows])
    keys = [one.key for found in answers.values() for one in found if one.key]
    judged = _by_what(look, Sheet.ASSESSMENTS, keys)
    return [_case(row, answers[row.key], judged, look) for row in rows]


def _by_what(look: Lookups, sheet: Sheet, names: list[str]) -> dict[str, list[ImportRow]]:
    found: dict[str, list[ImportRow]] = defaultdict(list)
    visible = ImportRow.objects.visible_to(look.actor).filter(portfolio=look.portfolio, sheet=sheet)
    for row in visible.filter(about__in=names).order_by("pk"):
        found[row.about].append(row)
    return found


def _case(
    row: ImportRow, answers: list[ImportRow], judged: dict[str, list[ImportRow]], look: Lookups
) -> Case:
    request = look.request_of(row)
    case = Case(row, request, [], [])
    for answer in answers:
        submission = look.submission_of(answer, request)
        case.submissions.append((answer, submission))
        for one in judged[answer.key] if answer.key else ():
            values = reading.values_of(one)
            assessment = building.assessment(values, submission=submission, by=look.actor.user_id, at=look.at)
            case.assessments.append((one, assessment))
    case.assessments.sort(key=lambda pair: (pair[1].assessed_on, pair[0].pk))
    return case
