"""Reads a mail that was kept: whose case it belongs to, who wrote it, and whether anybody is to be told."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from cases.models import ComplianceMatter, IncomingMail, InformationRequest, Party, PersonalNotice
from cases.services import letter_values, personal_notices
from cases.services.incoming import parsing
from cases.services.incoming.parsing import Parsed
from cases.services.uploads import names, scanner
from compliance import clock
from notifications import outbox, reply_address, reports, wake
from notifications.letters import SOURCE_LANGUAGE, ActCode, Recipient
from notifications.models import Message
from notifications.outbox import Address

logger = logging.getLogger(__name__)

_A_DAY = timedelta(days=1)
Case = tuple[InformationRequest | None, ComplianceMatter | None, str]
"""The request and the matter, at most one of them, and by what it was found."""


def sort_pending(*, at: datetime) -> int:
    """Reads every mail that was kept and not read yet; returns how many were read."""
    keys = list(IncomingMail.objects.unsorted().order_by("pk").values_list("pk", flat=True))
    found = (IncomingMail.objects.filter(pk=key).first() for key in keys)
    return sum(sort_safely(mail=mail, at=at) for mail in found if mail)


def sort_safely(*, mail: IncomingMail, at: datetime) -> bool:
    """Reads one mail; one that makes the desk stumble is tried again later and stops no other."""
    try:
        return sort(mail=mail, at=at)
    except Exception:
        logger.exception("mail %s was kept and cannot be read; it is tried again", mail.pk)
        return False


@transaction.atomic
def sort(*, mail: IncomingMail, at: datetime) -> bool:
    """Reads one mail, once; returns whether this call did.

    1. Its case is the one that the address was made for, else that of the letter
       of ours that it replies to; else it waits in the tray of what has no case.
    2. A report of a mail server goes to the letter that it is about. An automatic
       reply is kept with the case and bothers nobody.
    3. The officer is told of what somebody wrote; the sender, where it is one of
       the Party's addresses, that a mail is no answer: once for each mail, at
       most once a day for an address, never a program.
    """
    mail = IncomingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if mail.sorted_at is not None:
        return False
    with mail.file.open("rb") as file:
        content = file.read()
    found = parsing.parse(content=content)
    mail.scan = scanner.scan(content=content, address=settings.CLAMD_URL)
    mail.request, mail.matter, mail.matched_by = _case(mail=mail, found=found)
    mail.kind = _kind(content=content, found=found, at=at)
    party = _party(mail)
    mail.from_party = party is not None and found.sender in _addresses_of(party)
    mail.message_id, mail.sender, mail.subject, mail.text = (
        *(found.message_id, found.sender, found.subject, found.text),
    )
    mail.attachments = [
        {"name": names.clean(name=one.name), "size": len(one.content)} for one in found.attachments
    ]
    mail.sorted_at = at
    mail.save()
    if mail.kind == IncomingMail.Kind.LETTER:
        _tell_officer(mail=mail, at=at)
        if not found.wants_no_reply:
            _acknowledge(mail=mail, at=at)
    return True


def _kind(*, content: bytes, found: Parsed, at: datetime) -> str:
    if found.is_report:
        reports.read(content=content, at=at)
        return IncomingMail.Kind.REPORT
    return IncomingMail.Kind.AUTOMATIC if found.is_automatic else IncomingMail.Kind.LETTER


def _case(*, mail: IncomingMail, found: Parsed) -> Case:
    request, matter = reply_address.case_of(address=mail.recipient)
    if request or matter:
        case = _existing(request, matter, IncomingMail.MatchedBy.ADDRESS)
        if case[2]:
            return case
    letters = Message.objects.filter(message_id__in=found.answers[:50]).select_related("notice")
    known = {letter.message_id: letter.notice for letter in letters}
    notice = next((known[one] for one in found.answers if one in known), None)
    if notice is None:
        return None, None, ""
    return _existing(notice.request_id, notice.matter_id, IncomingMail.MatchedBy.THREAD)


def _existing(request: int | None, matter: int | None, by: str) -> Case:
    """The rows themselves, whoever may see them: this is the desk and no reader."""
    case = (
        InformationRequest.objects.select_related("party").filter(pk=request).first(),
        ComplianceMatter.objects.select_related("party").filter(pk=matter).first(),
    )
    return (*case, by) if any(case) else (None, None, "")


def _party(mail: IncomingMail) -> Party | None:
    about = mail.request or mail.matter
    return about.party if about else None


def _addresses_of(party: Party) -> set[str]:
    """The mailbox of the Management Authority and its focal points, also those who have left."""
    people: Iterable[str] = party.focal_points.values_list("email", flat=True)
    return {one.lower() for one in (party.mailbox, *people) if one}


def _tell_officer(*, mail: IncomingMail, at: datetime) -> None:
    about = mail.request or mail.matter
    if about and about.officer_id:
        personal_notices.tell(
            kind=PersonalNotice.Kind.MAIL_CAME,
            source=mail.pk,
            users=[about.officer_id],
            request=mail.request,
            matter=mail.matter,
            at=at,
        )


def _acknowledge(*, mail: IncomingMail, at: datetime) -> None:
    """Says to a Party's address that a mail is no answer, and where to answer."""
    request = mail.request
    if request is None or not mail.from_party or request.stage != InformationRequest.Stage.SENT:
        return
    recently = Message.objects.filter(
        notice__request=request,
        notice__code=ActCode.MAIL_NO_ANSWER.value,
        notice__issued_at__gt=at - _A_DAY,
        address__iexact=mail.sender,
    )
    if recently.exists():
        return
    notice = outbox.record_act(
        code=ActCode.MAIL_NO_ANSWER,
        request_id=request.pk,
        about_on=clock.legal_day(at=mail.received_at),
        at=at,
        act=mail.pk,
    )
    language = _language_of(request.party, mail.sender)
    values = letter_values.of_notice(notice=notice, languages=sorted({SOURCE_LANGUAGE, language}))
    outbox.address(notice=notice, to=[Address(Recipient.PARTY, mail.sender, language)], context=values, at=at)
    outbox.settle(notice=notice, at=at)
    wake.after_commit()


def _language_of(party: Party, address: str) -> str:
    person = party.focal_points.filter(email__iexact=address).first()
    return str(person.language if person else party.language)
