"""A whole case as its Party sees it, to keep: a request, or a matter with its requests."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import letters_received, selectors
from cases.access import Audience
from cases.exports.zipping import Entry
from cases.models import ComplianceMatter, InformationRequest
from cases.web import dates
from cases.web.archives import contents
from cases.web.archives.chronology import Told
from cases.web.archives.contents import RequestPart
from cases.web.archives.packing import Packing
from cases.web.documents import taking
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.party import matters, pages


@require_safe
@desk(Audience.PARTY)
def request_zip(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The archive of a request."""
    found = get_object_or_404(selectors.request_of(actor=actor_of(request), reference=reference))
    packing = contents.packing_of(request, case=reference, seen_as=_("The Party"))
    return contents.sent(request, packing=packing, entries=lambda: _request(packing, reference, found))


@require_safe
@desk(Audience.PARTY)
def matter_zip(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The archive of a matter, with a folder for each of its requests."""
    found = get_object_or_404(selectors.matter_of(actor=actor_of(request), reference=reference))
    packing = contents.packing_of(request, case=reference, seen_as=_("The Party"))
    return contents.sent(request, packing=packing, entries=lambda: _whole_matter(packing, found))


def _request(packing: Packing, folder: str, found: InformationRequest) -> Iterator[Entry]:
    actor = packing.taking.actor
    file = selectors.case_file(actor=actor, request=found, on=packing.taking.on)
    taking.sent(actor=actor, submissions=file.submissions)
    letters = letters_received.letters_to(actor=actor).filter(notice__request=found)
    part = RequestPart(
        file=file,
        told=[_told(one) for one in pages.chronology(file=file)],
        messages=letters.order_by("notice__issued_at", "notice", "pk"),
    )
    yield from contents.of_request(packing=packing, folder=folder, part=part)


def _whole_matter(packing: Packing, matter: ComplianceMatter) -> Iterator[Entry]:
    actor, folder = packing.taking.actor, matter.reference
    told = [
        Told(dates.in_full(one["on"]), str(one["heading"]), "", one["seen_by"], [("", one["text"])])
        for one in matters.chronology(actor, matter)
    ]
    yield from contents.of_matter(packing=packing, folder=folder, matter=matter, told=told)
    for one in selectors.requests_of_matter(actor=actor, matter=matter):
        yield from _request(packing, f"{folder}/{one.reference}", one)


def _told(entry: pages.Entry) -> Told:
    documents = getattr(entry.submission, "visible_documents", [])
    return Told(
        when=dates.in_full(entry.on),
        what=entry.heading,
        seen_by=entry.seen_by,
        texts=[*entry.parts, ("", entry.note)],
        documents=[one.name for one in documents],
    )
