"""The documents of a form: what came with it is kept, what was taken back goes, the rest shown."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from cases import selectors
from cases.access import Actor
from cases.models import ComplianceMatter, Document, Submission
from cases.models.document import MAX_FILE_BYTES, Scan
from cases.services import document_holders, documents
from cases.services.document_holders import Holder
from cases.services.refusals import Refused
from cases.services.uploads import kinds, limits
from cases.web.documents import handler
from cases.web.middleware import actor_of
from compliance.accounts import security_log

FILES = "documents"
REMOVE = "remove_document"
ATTACH = "attach"
"""The ``act`` of the button that only attaches what was chosen, for readers without scripts."""


@dataclass(frozen=True, slots=True)
class Widget:
    """What ``parts/documents.html`` is drawn from."""

    reference: str
    key: uuid.UUID
    waiting: Sequence[Document]
    refusals: Sequence[Refused] = ()
    may_attach: bool = True
    endings: str = kinds.ENDINGS
    accept: str = ",".join(f".{ending}" for ending in kinds.KINDS)
    of_a_report: bool = False
    max_file_bytes: int = MAX_FILE_BYTES
    max_file: int = MAX_FILE_BYTES // limits.MEGABYTE
    max_answer: int = limits.MAX_ANSWER_BYTES // limits.MEGABYTE

    @property
    def unscanned(self) -> int:
        """How many of them were not scanned."""
        return sum(one.scan == Scan.UNKNOWN for one in self.waiting)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the files and removals that came with a form."""

    refusals: list[Refused] = field(default_factory=list)
    asked: bool = False
    """Whether the form was sent only to attach or remove: it is to be shown again."""

    @property
    def stay(self) -> bool:
        """Whether the form is to be shown again, with what was typed, and nothing else done with it."""
        return self.asked or bool(self.refusals)


def take(*, request: HttpRequest, record: Holder, key: uuid.UUID | None, at: datetime) -> Taken:
    """Keeps the files that a form brought and takes back the document that it names.

    Each file is taken or refused by itself. Raises: PermissionDenied; Http404
    for a document that the actor does not see.
    """
    named = request.POST.get(REMOVE)
    asked = named is not None or request.POST.get("act") == ATTACH
    actor = actor_of(request)
    refusals = _attached(request, record=record, key=key, at=at) if key else []
    if cut := handler.refused(request):
        refusals += [cut, Refused(_("Files chosen after it were not read: choose them again."), field=FILES)]
    if named is not None:
        refusals += take_back(actor=actor, named=named)
    return Taken(refusals, asked=asked)


def holder_of(*, actor: Actor, reference: str) -> Holder:
    """The request or the matter with this reference, where the actor may see it. Raises: Http404."""
    found = (
        selectors.request_of(actor=actor, reference=reference).first()
        or selectors.matter_of(actor=actor, reference=reference).first()
    )
    if found is None:
        raise Http404
    return found


def _attached(request: HttpRequest, *, record: Holder, key: uuid.UUID, at: datetime) -> list[Refused]:
    refusals: list[Refused] = []
    actor = actor_of(request)
    for upload in request.FILES.getlist(FILES):
        given: Any = {"actor": actor, "form_key": key, "upload": upload, "at": at}
        try:
            if isinstance(record, ComplianceMatter):
                documents.attach_to_report(matter=record, **given)
            else:
                documents.attach(request=record, **given)
        except Refused as error:
            about = "matter" if isinstance(record, ComplianceMatter) else "request"
            security_log.note("upload-refused", user_id=actor.user_id, **{about: record.pk})
            refusals.append(error)
    return refusals


def take_back(*, actor: Actor, named: str) -> list[Refused]:
    """Removes a document by its key; gives the refusal, if any. Raises: Http404, PermissionDenied."""
    try:
        found = Document.objects.visible_to(actor).get(pk=uuid.UUID(named))
        documents.remove(actor=actor, document=found)
    except (ValueError, Document.DoesNotExist) as error:
        raise Http404 from error
    except Refused as error:
        return [error]
    return []


def widget(*, actor: Actor, record: Holder, key: object, refusals: Sequence[Refused] = ()) -> Widget:
    """The documents that wait for the answer or report with this key, and the way to add to them."""
    key = _key(key) or uuid.uuid4()
    return Widget(
        reference=record.reference,
        key=key,
        waiting=list(documents.waiting(actor=actor, request=record, form_key=key)),
        refusals=refusals,
        may_attach=document_holders.may_attach(actor=actor, holder=record),
        of_a_report=isinstance(record, ComplianceMatter),
    )


def key_of(request: HttpRequest) -> uuid.UUID | None:
    """The key that a form came with; None where it is missing or none."""
    return _key(request.POST.get("key", ""))


def sent(*, actor: Actor, submissions: Sequence[Submission]) -> None:
    """Puts the documents that the actor may see on each of these, as ``visible_documents``; one query."""
    visible = Document.objects.visible_to(actor).order_by("uploaded_at", "pk")
    prefetch_related_objects(submissions, Prefetch("documents", visible, to_attr="visible_documents"))


def _key(value: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return None
