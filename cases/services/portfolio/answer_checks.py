"""What the rules have against rows of submissions and of assessments."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from cases.models import ImportRow, InformationRequest, Submission
from cases.models.portfolio_import import Sheet
from cases.services import assessments, refusals, requests, submissions
from cases.services.portfolio import building, constraints
from cases.services.portfolio.constraints import Asked
from cases.services.portfolio.finding import refuse_twins
from cases.services.portfolio.looking_up import Lookups
from cases.services.portfolio.reading import RowRead
from cases.services.refusals import Refused, in_full

_SEEN_TO = frozenset({"request", "recorded_by", "key"})


def submissions_of(rows: list[RowRead], look: Lookups, today: date) -> None:
    for row in rows:
        row.key, row.about = row.values["key"], row.values["request"]
    refuse_twins(rows, look, field="key")
    staged = look.by_key(Sheet.REQUESTS, (row.about for row in rows))
    on_record = look.requests_on_record(row.about for row in rows)
    taken, asked = _taken(rows, look), []
    for row in rows:
        if row.key in taken:
            row.refuse(Refused(_("This submission is on record already."), field="key"))
        request = _request(row, look, staged, on_record)
        record = building.submission(
            row.values, request=request or InformationRequest(pk=0), by=look.actor.user_id, at=look.at
        )
        unasked = _SEEN_TO | row.in_doubt
        asked.append(Asked(row, record, unasked))
        if request is None or record.received_on is None:
            row.refuse_all(refusals.faults(record, exclude=set(unasked), constraints=False))
            continue
        _require_out(row, request, on=record.received_on, column="received_on")
        row.refuse_all(
            submissions.faults(
                request=request, submission=record, today=today, unasked=unasked, constraints=False
            )
        )
    constraints.ask(asked)


def assessments_of(rows: list[RowRead], look: Lookups, today: date) -> None:
    for row in rows:
        row.about = row.values["submission"]
    staged = look.by_key(Sheet.SUBMISSIONS, (row.about for row in rows))
    requests_by_key = look.by_key(Sheet.REQUESTS, (one.about for one in staged.values()))
    asked = []
    for row in rows:
        submission = _submission(row, look, staged, requests_by_key)
        _of_days(row, submission, today)
        record = building.assessment(
            row.values, submission=submission or Submission(pk=0), by=look.actor.user_id, at=look.at
        )
        unasked = frozenset({"submission", "assessed_by"} | row.in_doubt)
        row.refuse_all(refusals.faults(record, exclude=set(unasked), constraints=False))
        asked.append(Asked(row, record, unasked))
    constraints.ask(asked)


def _taken(rows: Iterable[RowRead], look: Lookups) -> set[str]:
    """The names of rows that are the keys of submissions on record."""
    keys = {}
    for row in rows:
        try:
            keys[uuid.UUID(row.key)] = row.key
        except ValueError:
            continue
    found = Submission.objects.visible_to(look.actor).filter(key__in=keys).values_list("key", flat=True)
    return {keys[key] for key in found}


def _request(
    row: RowRead, look: Lookups, staged: dict[str, ImportRow], on_record: dict[str, InformationRequest]
) -> InformationRequest | None:
    """The request of the same import; None, told where it is not told already, where there is none to look at."""
    if not row.about:
        return None
    if found := staged.get(row.about):
        return look.request_of(found) if _is_usable(found, look) else None
    if row.about in on_record:
        words = _("This request is on record already: what comes for it is recorded on its own page.")
    else:
        words = _("No request on the sheet of requests has this reference.")
    row.refuse(Refused(words, field="request"))
    return None


def _require_out(row: RowRead, request: InformationRequest, *, on: date, column: str) -> None:
    """That the request was out with the Party on a day."""
    if request.withdrawn_on and on <= request.withdrawn_on:
        return
    try:
        requests.require_awaiting_answer(request)
    except Refused as refusal:
        refusal.field = column if request.withdrawn_on else "request"
        row.refuse(refusal)


def _submission(
    row: RowRead, look: Lookups, staged: dict[str, ImportRow], requests_by_key: dict[str, ImportRow]
) -> Submission | None:
    if not row.about:
        return None
    found = staged.get(row.about)
    if found is None:
        row.refuse(Refused(_("No submission has this key."), field="submission"))
        return None
    request = requests_by_key.get(found.about)
    if found.values is None or request is None or not _is_usable(request, look):
        return None
    return look.submission_of(found, look.request_of(request))


def _is_usable(request: ImportRow, look: Lookups) -> bool:
    """Whether the row of a request can be looked at: what refers to one with faults is not told a second time."""
    return request.values is not None and request.values["party"] in look.parties


def _of_days(row: RowRead, submission: Submission | None, today: date) -> None:
    assessed_on = row.values["assessed_on"]
    if assessed_on and assessed_on > today:
        row.refuse(Refused(_("The day of the assessment is in the future."), field="assessed_on"))
    if submission is None:
        return
    try:
        assessments.require_assessable(submission)
    except Refused as refusal:
        refusal.field = "submission"
        row.refuse(refusal)
    if assessed_on is None:
        return
    if assessed_on < submission.received_on:
        words = _("It is before the information, which came on %(date)s.")
        row.refuse(Refused(words % {"date": in_full(submission.received_on)}, field="assessed_on"))
    _require_out(row, submission.request, on=assessed_on, column="assessed_on")
