"""From a notice to its letters: who receives them, and in which languages."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction

from cases.models import InformationRequest
from cases.services import letter_values
from compliance.accounts.models import Membership, Role
from notifications import outbox, wake
from notifications.letters import SOURCE_LANGUAGE, Recipient, recipients
from notifications.models import Notice
from notifications.outbox import Address

logger = logging.getLogger(__name__)

CHUNK = 500


def address_pending(*, at: datetime) -> None:
    """Writes the letters of every notice that has none yet, in bounded chunks walked by key.

    A notice whose Party has no address on record stays in line: its letters are
    written by the first run after an address is added. One bad row must not
    stop the rest.
    """
    last = 0
    while chunk := list(
        Notice.objects.unaddressed()
        .filter(pk__gt=last)
        .select_related("request__party", "request__officer")
        .prefetch_related("request__party__focal_points")
        .order_by("pk")[:CHUNK]
    ):
        last = chunk[-1].pk
        with transaction.atomic():
            wake.after_commit()
            for notice in chunk:
                _write_safely(notice=notice, at=at)


def write(*, notice: Notice, at: datetime) -> None:
    """Writes the letters of one notice, in the transaction of the act that caused it."""
    if notice.addressed_at:
        return
    to = list(_addresses(notice=notice))
    languages = {SOURCE_LANGUAGE} | ({one.language for one in to} & set(dict(settings.LANGUAGES)))
    values = letter_values.of_notice(notice=notice, languages=sorted(languages))
    outbox.address(notice=notice, to=to, context=values, at=at)
    if {one.recipient for one in to} == set(recipients(code=notice.code)):
        outbox.settle(notice=notice, at=at)
    wake.after_commit()


def _write_safely(*, notice: Notice, at: datetime) -> None:
    try:
        with transaction.atomic():
            write(notice=notice, at=at)
    except Exception:
        logger.exception("the letters of notice %s cannot be written; the next sweep tries again", notice.pk)


def _addresses(*, notice: Notice) -> Iterator[Address]:
    to = recipients(code=notice.code)
    request = notice.request
    if Recipient.PARTY in to:
        yield from _of_party(request)
    if Recipient.OFFICER in to:
        yield Address(Recipient.OFFICER, request.officer.email, request.officer.language)
    if Recipient.SUPERVISOR in to:
        for membership in Membership.objects.filter(
            role=Role.SUPERVISOR, ended_at__isnull=True, user__is_active=True
        ).select_related("user"):
            yield Address(Recipient.SUPERVISOR, membership.user.email, membership.user.language)


def _of_party(request: InformationRequest) -> Iterator[Address]:
    """The mailbox of the Management Authority and every focal point who has not left, each address once."""
    seen = set()
    if request.party.mailbox:
        seen.add(request.party.mailbox.lower())
        yield Address(Recipient.PARTY, request.party.mailbox, request.party.language)
    for person in request.party.focal_points.all():
        if person.left_on is None and person.email.lower() not in seen:
            seen.add(person.email.lower())
            yield Address(Recipient.PARTY, person.email, person.language)
