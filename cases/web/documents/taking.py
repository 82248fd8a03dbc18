"""The documents of an answer form: what came with it is kept, what was taken back goes, the rest shown."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import Document, InformationRequest, Submission
from cases.models.document import MAX_FILE_BYTES, Scan
from cases.services import documents
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


def take(*, request: HttpRequest, record: InformationRequest, key: uuid.UUID | None, at: datetime) -> Taken:
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


def _attached(
    request: HttpRequest, *, record: InformationRequest, key: uuid.UUID, at: datetime
) -> list[Refused]:
    refusals: list[Refused] = []
    for upload in request.FILES.getlist(FILES):
        try:
            documents.attach(actor=actor_of(request), request=record, form_key=key, upload=upload, at=at)
        except Refused as error:
            security_log.note("upload-refused", user_id=actor_of(request).user_id, request=record.pk)
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


def widget(
    *, actor: Actor, record: InformationRequest, key: object, refusals: Sequence[Refused] = ()
) -> Widget:
    """The documents that wait for the answer with this key, as its form has it, and the way to add to them."""
    key = _key(key) or uuid.uuid4()
    return Widget(
        reference=record.reference,
        key=key,
        waiting=list(documents.waiting(actor=actor, request=record, form_key=key)),
        refusals=refusals,
        may_attach=access.may(actor=actor, act=Act.ATTACH_DOCUMENT, stage=record.stage),
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
