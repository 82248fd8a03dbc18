"""A whole case for the archives of the Secretariat: a request, or a matter with its requests."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases import correspondence, selectors
from cases.access import Audience
from cases.exports.of_requests import TASKS
from cases.exports.of_the_desk import NOTES
from cases.exports.zipping import Entry
from cases.models import ComplianceMatter, InformationRequest
from cases.web import dates
from cases.web.archives import contents, record
from cases.web.archives.chronology import Told
from cases.web.archives.contents import RequestPart
from cases.web.archives.packing import Packing
from cases.web.documents import taking
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import chronology, letters, matter_chronology, requests
from cases.web.secretariat.forms import DeskForm


class ArchiveForm(DeskForm):
    """What of the Secretariat's own goes along."""

    inside = forms.BooleanField(
        required=False,
        label=gettext_lazy("With internal notes and tasks"),
        help_text=gettext_lazy(
            "They are the Secretariat's own. Leave this open where others will read the file."
        ),
    )


@require_safe
@desk(Audience.SECRETARIAT)
def of_request(request: HttpRequest, reference: str) -> HttpResponse:
    """What the archive of a request holds, and the choice before it is made."""
    found = requests.find(actor_of(request), reference)
    return _page(request, found, "secretariat:request", "secretariat:archive_zip")


@require_safe
@desk(Audience.SECRETARIAT)
def of_matter(request: HttpRequest, reference: str) -> HttpResponse:
    """The same for a matter with its requests."""
    return _page(request, _matter(request, reference), "secretariat:matter", "secretariat:matter_archive_zip")


def _page(
    request: HttpRequest, record: InformationRequest | ComplianceMatter, back: str, target: str
) -> HttpResponse:
    context = {
        "record": record,
        "is_matter": isinstance(record, ComplianceMatter),
        "form": ArchiveForm(),
        "back_url": reverse(back, args=[record.reference]),
        "zip_url": reverse(target, args=[record.reference]),
    }
    return render(request, "secretariat/archive.html", context)


@require_safe
@desk(Audience.SECRETARIAT)
def request_zip(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The archive of a request."""
    found = requests.find(actor_of(request), reference)
    packing, inside = _packing(request, reference)
    return contents.sent(
        request, packing=packing, entries=lambda: _request(packing, reference, found, inside)
    )


@require_safe
@desk(Audience.SECRETARIAT)
def matter_zip(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The archive of a matter, with a folder for each of its requests."""
    found = _matter(request, reference)
    packing, inside = _packing(request, reference)
    return contents.sent(request, packing=packing, entries=lambda: _whole_matter(packing, found, inside))


def _matter(request: HttpRequest, reference: str) -> ComplianceMatter:
    return get_object_or_404(selectors.matter_of(actor=actor_of(request), reference=reference))


def _packing(request: HttpRequest, reference: str) -> tuple[Packing, bool]:
    """The archive, and whether what is the Secretariat's own goes along: only where that was asked for."""
    form = ArchiveForm(request.GET)
    inside = form.is_valid() and form.cleaned_data["inside"]
    packing = contents.packing_of(request, case=reference, seen_as=_("Secretariat"))
    packing.about["internal_notes"] = inside
    return packing, inside


def _request(packing: Packing, folder: str, found: InformationRequest, inside: bool) -> Iterator[Entry]:
    actor, on = packing.taking.actor, packing.taking.on
    file = selectors.case_file(actor=actor, request=found, on=on)
    taking.sent(actor=actor, submissions=file.submissions)
    notices = correspondence.letters_about(actor=actor, request=found)
    told = chronology.of_file(actor=actor, file=file, letters=letters.of_notices(notices))
    part = RequestPart(
        file=file,
        told=[_told(one) for one in told],
        messages=[message for notice in notices for message in notice.messages.all()],
        more_lists=(TASKS, NOTES) if inside else (),
        history=record.of_history(taking=packing.taking, request=found, with_tasks=inside),
    )
    yield from contents.of_request(packing=packing, folder=folder, part=part)


def _whole_matter(packing: Packing, matter: ComplianceMatter, inside: bool) -> Iterator[Entry]:
    actor, folder = packing.taking.actor, matter.reference
    told = [
        Told(one.when, one.what, one.who, one.seen_by, [("", one.text), (_("Source"), one.source)])
        for one in matter_chronology.of_matter(actor=actor, matter=matter)
    ]
    notices = correspondence.letters_about_matter(actor=actor, matter=matter)
    messages = [message for notice in notices for message in notice.messages.all()]
    yield from contents.of_matter(packing=packing, folder=folder, matter=matter, told=told, messages=messages)
    for one in selectors.requests_of_matter(actor=actor, matter=matter):
        yield from _request(packing, f"{folder}/{one.reference}", one, inside)


def _told(entry: chronology.Entry) -> Told:
    """A letter with how far it has come, without its words: they are in a file of their own."""
    handed = [("", f"{one.to}, {one.address}: {one.state}") for one in entry.letters]
    return Told(
        when=dates.in_full(entry.on),
        what=entry.what,
        who=entry.who,
        seen_by=entry.seen_by,
        texts=[*entry.texts, *handed],
        documents=[one.name for one in entry.documents],
    )
