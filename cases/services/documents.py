"""Documents of an answer or a report: attached while it is written, removable until it is sent, then on record."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor, Audience
from cases.models import ComplianceMatter, Document, InformationRequest, MatterReport, Submission
from cases.models.document import Scan, storage_name
from cases.services import document_holders, search
from cases.services.document_holders import Holder
from cases.services.refusals import Refused, clean
from cases.services.uploads import inspection, limits
from cases.services.uploads.inspection import Inspected
from cases.services.uploads.refusals import FIELD, NotTaken


class AlreadySent(Refused):
    """The answer was sent: its documents stay as they are."""


def attach(
    *,
    actor: Actor,
    request: InformationRequest,
    form_key: uuid.UUID,
    upload: UploadedFile[bytes],
    at: datetime,
) -> Document:
    """Keeps one file for the answer whose form has ``form_key``; the same file again is the same document.

    ``at`` is the present instant. Opens a transaction of its own and must not be
    called in another: a file is written besides, and is removed again where the
    row does not come to be.

    Raises: PermissionDenied; InformationRequest.DoesNotExist for what the actor
    does not see; NotAwaitingAnswer; AlreadySent; NotTaken, TooLarge.
    """
    return _attach(actor=actor, holder=request, form_key=form_key, upload=upload, at=at)


def attach_to_report(
    *,
    actor: Actor,
    matter: ComplianceMatter,
    form_key: uuid.UUID,
    upload: UploadedFile[bytes],
    at: datetime,
) -> Document:
    """The same for the report in a matter whose form has ``form_key``.

    Raises: PermissionDenied; ComplianceMatter.DoesNotExist for what the actor does
    not see; NotAtThisStage; AlreadySent; NotTaken, TooLarge.
    """
    return _attach(actor=actor, holder=matter, form_key=form_key, upload=upload, at=at)


def _attach(
    *, actor: Actor, holder: Holder, form_key: uuid.UUID, upload: UploadedFile[bytes], at: datetime
) -> Document:
    access.require(actor=actor, act=Act.ATTACH_DOCUMENT)
    with transaction.atomic():
        document_holders.admit(actor=actor, holder=holder)
    found = inspection.inspect(upload=upload)
    scan = inspection.scanned(found=found, address=settings.CLAMD_URL)
    document = _document(actor=actor, found=found, scan=scan, at=at)
    document.form_key = form_key
    for name, value in document_holders.named(holder).items():
        setattr(document, name, value)
    name = default_storage.save(storage_name(document, found.name), ContentFile(found.content))
    document.file = name
    try:
        kept = _keep(actor=actor, document=document)
    except BaseException:
        default_storage.delete(name)
        raise
    if kept.pk != document.pk:
        default_storage.delete(name)
    return kept


@transaction.atomic
def remove(*, actor: Actor, document: Document) -> None:
    """Takes back a document that was not sent; only its own audience can. The file goes after the row.

    Raises: PermissionDenied; Document.DoesNotExist for what the actor does not
    see; AlreadySent.
    """
    access.require(actor=actor, act=Act.ATTACH_DOCUMENT)
    visible = Document.objects.visible_to(actor)
    holder = document_holders.of(visible.get(pk=document.pk))
    document_holders.locked(actor=actor, holder=holder)
    document = visible.get(pk=document.pk)
    if document.is_sent:
        sent = _("%(name)s was sent and stays in the record.") % {"name": document.name}
        raise AlreadySent(sent, field=FIELD)
    _delete(document)


def move(*, actor: Actor, request: InformationRequest, from_key: uuid.UUID, to_key: uuid.UUID) -> None:
    """Puts what the actor's side attached under one key under another: two answers become one.

    The caller holds the request. What is there already by name and content is not
    doubled. Raises: NotTaken where together they are too many or too large.
    """
    for document in waiting(actor=actor, request=request, form_key=from_key):
        others = waiting(actor=actor, request=request, form_key=to_key)
        if others.filter(sha256=document.sha256, name=document.name).exists():
            _delete(document)
            continue
        _require_room(document=document, others=others)
        document.form_key = to_key
        document.save(update_fields=["form_key"])


def discard(*, actor: Actor, request: InformationRequest, form_key: uuid.UUID) -> None:
    """Removes everything that waits under a key with the draft that it belongs to; the caller holds the request."""
    for document in waiting(actor=actor, request=request, form_key=form_key):
        _delete(document)


def submit(*, actor: Actor, submission: Submission) -> None:
    """Makes what waits under the key of a new submission part of it, in the transaction that records it.

    The caller holds the request, so that no upload comes between. Raises: Refused for an infected document.
    """
    found = waiting(actor=actor, request=submission.request, form_key=submission.key)
    documents = list(found.select_for_update(of=("self",)))
    for document in documents:
        _require_clean(document)
        document.submission = submission
        document.save(update_fields=["submission"])
    search.write_documents(documents=documents)


def submit_with_report(*, actor: Actor, report: MatterReport) -> None:
    """The same for a new report; the caller holds the matter. Raises: Refused for an infected document."""
    found = waiting(actor=actor, request=report.matter, form_key=report.key)
    for document in found.select_for_update(of=("self",)):
        _require_clean(document)
        document.report = report
        document.save(update_fields=["report"])


def waiting(*, actor: Actor, request: Holder, form_key: uuid.UUID) -> QuerySet[Document]:
    """What the actor's side attached to an answer, or a report, that is not sent, in the order in which it came.

    What is not sent is visible to its own side alone.
    """
    own = Document.objects.visible_to(actor).waiting()
    own = own.filter(**document_holders.named(request), form_key=form_key)
    found: QuerySet[Document] = own.order_by("uploaded_at", "pk")
    return found


def _require_clean(document: Document) -> None:
    if document.scan == Scan.INFECTED:
        raise NotTaken(name=document.name, why=inspection.infected())


def _keep(*, actor: Actor, document: Document) -> Document:
    """Writes the row while the request or the matter is held: what it admits cannot change meanwhile."""
    with transaction.atomic(durable=True):
        holder = document_holders.of(document)
        document_holders.admit(actor=actor, holder=holder)
        if document_holders.is_sent(key=document.form_key):
            raise AlreadySent(_sent_already(document), field=FIELD)
        others = waiting(actor=actor, request=holder, form_key=document.form_key)
        twin = others.filter(sha256=document.sha256, name=document.name).first()
        if twin is not None:
            return twin
        _require_room(document=document, others=others)
        _require_room_on_the_disk(actor=actor, document=document)
        clean(document, exclude={"file", "request", "matter", "uploaded_by", "party"})
        document.save(force_insert=True)
        return document


def _sent_already(document: Document) -> str:
    if document.matter_id:
        words = _("This report was sent already. Attach %(name)s to a new report.")
    else:
        words = _("This answer was sent already. Attach %(name)s to a new answer.")
    return words % {"name": document.name}


def _require_room(*, document: Document, others: QuerySet[Document]) -> None:
    sizes = list(others.values_list("size", flat=True))
    if len(sizes) >= limits.MAX_DOCUMENTS:
        why = _("An answer has at most %(limit)d documents. Remove one, or put several into one file.")
        raise NotTaken(name=document.name, why=why % {"limit": limits.MAX_DOCUMENTS})
    if sum(sizes) + document.size > limits.MAX_ANSWER_BYTES:
        raise limits.answer_too_large(name=document.name)


def _require_room_on_the_disk(*, actor: Actor, document: Document) -> None:
    """That nobody fills the disk, by many answers. Uploads to several requests at one instant may pass together.

    Raises: TooLarge.
    """
    side = Document.objects.visible_to(actor).filter(party_id=document.party_id)
    unsent = side.waiting() if document.party_id else side.waiting().filter(uploaded_by_id=actor.user_id)
    if _bytes(unsent) + document.size > limits.MAX_UNSENT_BYTES:
        raise limits.too_much_unsent(name=document.name)
    together = side.filter(**document_holders.named(document_holders.of(document)))
    if _bytes(together) + document.size > limits.MAX_REQUEST_BYTES:
        raise limits.request_full(name=document.name)


def _bytes(documents: QuerySet[Document]) -> int:
    return int(documents.aggregate(bytes=Sum("size"))["bytes"] or 0)


def _document(*, actor: Actor, found: Inspected, scan: Scan, at: datetime) -> Document:
    assert actor.user_id is not None  # noqa: S101  # whoever may attach has signed in
    return Document(
        uploaded_by_id=actor.user_id,
        uploaded_at=at,
        party_id=_party_of(actor),
        name=found.name,
        content_type=found.content_type,
        size=len(found.content),
        sha256=found.sha256,
        scan=scan,
    )


def _party_of(actor: Actor) -> int | None:
    """The Party in whose name an upload is made; None for the Secretariat."""
    return actor.party_id if actor.audience is Audience.PARTY else None


def _delete(document: Document) -> None:
    name = str(document.file.name)
    document.delete()
    transaction.on_commit(lambda: default_storage.delete(name))
