"""The files of a request and of a matter, from what one audience says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase

from cases.exports import lists, of_matters, of_requests, registry, zipping
from cases.exports.lists import List
from cases.exports.zipping import Entry
from cases.models import ComplianceMatter, InformationRequest
from cases.selectors import CaseFile
from cases.web import files, steps
from cases.web.archives import chronology, record
from cases.web.archives.chronology import Told
from cases.web.archives.packing import Packing
from notifications.models import Message

Rows = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class RequestPart:
    """A request as one audience is told of it."""

    file: CaseFile
    told: Sequence[Told]
    messages: Iterable[Message]
    more_lists: Sequence[List] = ()
    history: Rows | None = None


def packing_of(request: HttpRequest, *, case: str, seen_as: str) -> Packing:
    """An archive that states whose case it is, as whom it was seen, and the day."""
    taking = files.taking_of(request)
    stated = {one.code: one.value for one in lists.about(title=case, taking=taking) if one.code != "filters"}
    return Packing(taking, stated | {"case": case, "seen_as": seen_as})


def sent(
    request: HttpRequest, *, packing: Packing, entries: Callable[[], Iterator[Entry]]
) -> HttpResponseBase:
    """The archive, put together while it is sent."""
    case, on = packing.about["case"], packing.taking.on.isoformat()
    parts = zipping.archive(
        entries=entries(), about=packing.about, at=packing.taking.at, remarks=packing.remarks
    )
    return files.sent(request, name=f"{case}-{on}.zip", content_type=files.ZIP, parts=parts, what="case.zip")


def of_request(*, packing: Packing, folder: str, part: RequestPart) -> Iterator[Entry]:
    """The chronology, the record, the letters, then the documents of one request."""
    request, taking = part.file.request, packing.taking
    views = steps.step_views(steps=part.file.steps, today=taking.on)
    pdf = chronology.of_request(request=request, steps=views, told=part.told, taking=taking)
    yield packing.chronology(folder, pdf)
    yield packing.record(folder, _members_of_request(packing, request, views, part))
    yield from packing.letters(folder, part.messages)
    yield from packing.documents(folder, Q(request=request))


def _members_of_request(
    packing: Packing, request: InformationRequest, views: Sequence[steps.StepView], part: RequestPart
) -> Iterator[tuple[str, Rows]]:
    left_out = (of_requests.STEPS, of_requests.TASKS)
    offered = [one for one in registry.offered(actor=packing.taking.actor) if one not in left_out]
    for one in (*offered, *part.more_lists):
        if one.of_request:
            yield one.name, record.rows(of=one, taking=packing.taking, where={one.of_request: request.pk})
    yield "dates", record.of_steps(views)
    if part.history is not None:
        yield "history", part.history


def of_matter(
    *,
    packing: Packing,
    folder: str,
    matter: ComplianceMatter,
    told: Sequence[Told],
    messages: Iterable[Message] = (),
) -> Iterator[Entry]:
    """The chronology, the record, the letters and the documents of a matter itself; its requests are beside it."""
    pdf = chronology.of_matter(matter=matter, told=told, taking=packing.taking)
    yield packing.chronology(folder, pdf)
    yield packing.record(folder, _members_of_matter(packing, matter))
    yield from packing.letters(folder, messages)
    yield from packing.documents(folder, Q(matter=matter))


def _members_of_matter(packing: Packing, matter: ComplianceMatter) -> Iterator[tuple[str, Rows]]:
    for one in of_matters.LISTS:
        if packing.taking.actor.audience in one.readers:
            yield one.name, record.rows(of=one, taking=packing.taking, where={one.of_matter: matter.pk})
