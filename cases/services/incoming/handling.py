"""What an officer makes of a mail: prepared to be recorded, filed with its case, or set aside."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import Document, IncomingMail, InformationRequest, Submission
from cases.models.document import Scan
from cases.services import documents, requests
from cases.services.incoming import parsing
from cases.services.refusals import Refused, clean


class Handled(Refused):
    """Somebody dealt with this mail already."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of the attachments of a mail: those that wait for its record, and why others do not."""

    documents: list[Document] = field(default_factory=list)
    refusals: list[Refused] = field(default_factory=list)


def prepare(*, actor: Actor, mail: IncomingMail, at: datetime) -> Prepared:
    """Puts the attachments through the checks of every upload, to wait for the record of this mail.

    Twice is once: what waits already is found. Each is taken or refused by
    itself, and what is refused stays in the mail. Must not be called in a
    transaction: a file is written with each.

    Raises: PermissionDenied; IncomingMail.DoesNotExist; Handled; NotAwaitingAnswer;
    Refused for a mail without a request, or one that the scanner found infected.
    """
    access.require(actor=actor, act=Act.HANDLE_MAIL)
    found = IncomingMail.objects.visible_to(actor).select_related("request").get(pk=mail.pk)
    _require_new(found)
    if found.request is None:
        raise Refused(_("Say first which request this mail is about."), field="reference")
    if found.scan == Scan.INFECTED:
        raise Refused(_("The virus scanner found this mail infected: nothing of it is opened."))
    requests.require_awaiting_answer(found.request)
    with found.file.open("rb") as file:
        attachments = parsing.parse(content=file.read()).attachments
    prepared = Prepared()
    for one in attachments:
        upload = SimpleUploadedFile(one.name, one.content)
        try:
            prepared.documents.append(
                documents.attach(
                    actor=actor, request=found.request, form_key=found.form_key, upload=upload, at=at
                )
            )
        except Refused as error:
            prepared.refusals.append(error)
    return prepared


@transaction.atomic
def file_with(*, actor: Actor, mail: IncomingMail, request: InformationRequest) -> IncomingMail:
    """Puts a mail with the request that it is about, by hand.

    Raises: PermissionDenied; DoesNotExist for what the actor does not see; Handled.
    """
    access.require(actor=actor, act=Act.HANDLE_MAIL)
    found = _locked(actor, mail)
    about = InformationRequest.objects.visible_to(actor).select_related("party").get(pk=request.pk)
    addresses = {about.party.mailbox.lower(), *(one.email.lower() for one in about.party.focal_points.all())}
    found.request, found.matter, found.matched_by = about, None, IncomingMail.MatchedBy.HAND
    found.from_party = found.sender in addresses - {""}
    found.save()
    return found


@transaction.atomic
def set_aside(*, actor: Actor, mail: IncomingMail, reason: str, at: datetime) -> IncomingMail:
    """Says that a mail is no answer, and why; it stays on record.

    Raises: PermissionDenied; IncomingMail.DoesNotExist; Handled; Refused without a reason.
    """
    access.require(actor=actor, act=Act.HANDLE_MAIL)
    found = _locked(actor, mail)
    found.reason = " ".join(reason.split())
    found.state = IncomingMail.State.SET_ASIDE
    found.handled_at, found.handled_by_id = at, actor.user_id
    clean(found)
    found.save()
    return found


def settle(*, submission: Submission) -> None:
    """The mail that was recorded as this submission, where it was one: in the transaction that records it."""
    mail = IncomingMail.objects.filter(
        form_key=submission.key, request=submission.request, state=IncomingMail.State.NEW
    ).first()
    if mail is None or submission.channel != Submission.Channel.PAPER:
        return
    mail.state, mail.submission = IncomingMail.State.RECORDED, submission
    mail.handled_at, mail.handled_by_id = submission.recorded_at, submission.recorded_by_id
    mail.save()


def _locked(actor: Actor, mail: IncomingMail) -> IncomingMail:
    visible = IncomingMail.objects.visible_to(actor).select_for_update(of=("self",))
    found: IncomingMail = visible.get(pk=mail.pk)
    _require_new(found)
    return found


def _require_new(mail: IncomingMail) -> None:
    if mail.state != IncomingMail.State.NEW:
        raise Handled(_("Somebody dealt with this mail already: see what was made of it below."))
