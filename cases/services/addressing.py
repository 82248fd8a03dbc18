"""From a notice to its letters: who receives them, and in which languages."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from cases.models import ComplianceMatter, InformationRequest
from cases.models.party import Party
from cases.services import letter_values, matter_letters, personal_notices
from compliance.accounts.models import Digest, Membership, Role, User
from compliance.rules.notices import NoticeCode
from notifications import outbox, wake, working_day
from notifications.letters import SOURCE_LANGUAGE, ActCode, Recipient, recipients
from notifications.models import Notice
from notifications.outbox import Address

logger = logging.getLogger(__name__)

_OF_THE_CALENDAR = frozenset(NoticeCode)
CHUNK = 200
"""Notices in one transaction: what a sweep that is killed does again."""


def address_pending(*, at: datetime) -> None:
    """Writes the letters of every notice that has none yet, in bounded chunks walked by key.

    A notice whose Party has no address on record stays in line: its letters are
    written by the first run after an address is added. One bad row must not
    stop the rest. Two sweeps at once share the work: each passes over what the
    other holds.
    """
    last, found = 0, _unaddressed(after=0).exists()
    while found:
        with transaction.atomic():
            chunk = list(_unaddressed(after=last).select_for_update(skip_locked=True, of=("self",))[:CHUNK])
            found = bool(chunk)
            for notice in chunk:
                last = notice.pk
                wake.after_commit()
                _write_safely(notice=notice, at=at)
            # Those of an act were told in its transaction.
            personal_notices.tell_of(notices=[one for one in chunk if one.code in _OF_THE_CALENDAR], at=at)


def _unaddressed(*, after: int) -> QuerySet[Notice]:
    found: QuerySet[Notice] = (
        Notice.objects.unaddressed()
        .filter(pk__gt=after)
        .select_related("request__party", "request__officer", "matter__party", "matter__officer")
        .prefetch_related("request__party__focal_points", "matter__party__focal_points")
        .order_by("pk")
    )
    return found


def write(*, notice: Notice, at: datetime, by: int | None = None) -> None:
    """Writes the letters of one notice and tells those concerned on the desk, in the transaction of its act.

    ``by`` is whose act it was, who is told nothing on the desk of what they did themselves.
    """
    if notice.addressed_at:
        return
    _write(notice=notice, at=at)
    personal_notices.tell_of(notices=[notice], at=at, by=by)


def _write(*, notice: Notice, at: datetime) -> None:
    """Whoever of the Secretariat wishes for a digest, or for no mail, gets no letter and counts as reached."""
    everybody = list(_addresses(notice=notice))
    to = [one for one in everybody if one.at_once]
    languages = {SOURCE_LANGUAGE} | ({one.language for one in to} & set(dict(settings.LANGUAGES)))
    values = (matter_letters if notice.matter else letter_values).of_notice(
        notice=notice, languages=sorted(languages)
    )
    outbox.address(notice=notice, to=to, context=values, at=at)
    if {one.recipient for one in everybody} == set(recipients(code=notice.code)):
        outbox.settle(notice=notice, at=at)
    wake.after_commit()


def _write_safely(*, notice: Notice, at: datetime) -> None:
    try:
        with transaction.atomic():
            _write(notice=notice, at=at)
    except Exception:
        logger.exception("the letters of notice %s cannot be written; the next sweep tries again", notice.pk)


_ROLES = {Recipient.SUPERVISOR: Role.SUPERVISOR, Recipient.CHAIR: Role.CHAIR}


def _addresses(*, notice: Notice) -> Iterator[Address]:
    to = recipients(code=notice.code)
    about = _about(notice)
    if Recipient.PARTY in to:
        yield from _of_party(about.party, time_zone=_waited_for(notice, about.party))
    if Recipient.OFFICER in to and about.officer:
        yield _of_person(Recipient.OFFICER, about.officer)
    for recipient, role in _ROLES.items():
        if recipient in to:
            yield from _in_role(recipient, role)


def _about(notice: Notice) -> ComplianceMatter | InformationRequest:
    """The matter or the request that a notice is about; a constraint says that it is one of them."""
    about: ComplianceMatter | InformationRequest | None = notice.matter or notice.request
    if about is None:
        raise ValueError(f"notice {notice.pk} is about nothing")
    return about


def _in_role(recipient: Recipient, role: Role) -> Iterator[Address]:
    """Everybody who has a role at present."""
    found = Membership.objects.filter(role=role, ended_at__isnull=True, user__is_active=True)
    for membership in found.select_related("user"):
        yield _of_person(recipient, membership.user)


def _of_person(recipient: Recipient, person: User) -> Address:
    """The Chair is consulted by letter whatever their wish: the wish is the staff's."""
    at_once = recipient is Recipient.CHAIR or person.digest == Digest.EACH
    return Address(recipient, person.email, person.language, at_once=at_once)


def _waited_for(notice: Notice, party: Party) -> str:
    """Where the working day is waited for; nowhere by the receipt of an answer, whose sender is at their desk."""
    return "" if notice.code == ActCode.SUBMISSION_RECEIVED else working_day.zone_of(iso2=party.iso2)


def _of_party(party: Party, *, time_zone: str) -> Iterator[Address]:
    """The mailbox of the Management Authority and every focal point who has not left, each address once."""
    seen = set()
    if party.mailbox:
        seen.add(party.mailbox.lower())
        yield Address(Recipient.PARTY, party.mailbox, party.language, time_zone)
    for person in party.focal_points.all():
        if person.left_on is None and person.email.lower() not in seen:
            seen.add(person.email.lower())
            yield Address(Recipient.PARTY, person.email, person.language, time_zone)
