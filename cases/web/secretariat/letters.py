"""What we told whom about one request, as the lines of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import PersonalNotice
from cases.models.deadline import Step
from cases.web import dates
from compliance import clock
from notifications.letters import Recipient
from notifications.models import Message, Notice


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, or a notice whose letter nobody can be sent yet: then without ``url`` and ``address``."""

    notice_id: int
    what: str
    about: str
    issued_on: date
    issued_at: datetime
    to: str
    to_party: bool
    state: str
    address: str = ""
    sent_at: datetime | None = None
    opened: tuple[PersonalNotice, ...] = ()
    """Who of the Party opened it on the desk."""
    url: str = ""


Opened = Mapping[int, Iterable[PersonalNotice]]
"""By notice, who of the Party opened it on the desk."""


def of_notices(
    notices: Iterable[Notice], *, known_by: datetime | None = None, opened: Opened | None = None
) -> list[Letter]:
    """Every letter of these notices, which carry their messages, in the order in which they were issued.

    As they stood before ``known_by``, where it is given.
    """
    known = (one for one in notices if known_by is None or one.issued_at < known_by)
    return [letter for notice in known for letter in _of_notice(notice, known_by, opened or {})]


def _of_notice(notice: Notice, known_by: datetime | None, opened: Opened) -> Iterator[Letter]:
    by = tuple(
        one
        for one in opened.get(notice.pk, ())
        if one.read_at and (known_by is None or one.read_at < known_by)
    )
    common: dict[str, Any] = {
        "notice_id": notice.pk,
        "what": str(notice.get_code_display()),
        "about": _about(notice),
        "issued_on": notice.issued_on,
        "issued_at": notice.issued_at,
    }
    for message in notice.messages.all():
        state, sent_at = _state(message, known_by)
        yield Letter(
            **common,
            to=str(message.get_recipient_display()),
            to_party=message.recipient == Recipient.PARTY,
            state=state,
            address=message.address,
            sent_at=sent_at,
            opened=by if message.recipient == Recipient.PARTY else (),
            url=reverse("secretariat:letter", args=[message.pk]),
        )
    if notice.addressed_at is None:
        to, state = _("Somebody with no address on record"), _("Not written yet: no address on record")
        yield Letter(**common, to=to, to_party=True, state=state)


def _state(message: Message, known_by: datetime | None) -> tuple[str, datetime | None]:
    """How far a letter had come; what was handed over or reported later was still to come.

    Handed over is not arrived, where a mail server reported afterwards that it came back.
    """
    if known_by and message.sent_at and message.sent_at >= known_by:
        return str(Message.State.PENDING.label), None
    returned_at = getattr(message, "returned_at", None)
    if returned_at and (known_by is None or returned_at < known_by):
        values = {"date": dates.plain(clock.legal_day(at=returned_at))}
        return _("Came back on %(date)s") % values, message.sent_at
    return str(message.get_state_display()), message.sent_at


def _about(notice: Notice) -> str:
    """Which step and date a notice of the calendar is about; an act speaks for itself."""
    if not notice.step:
        return ""
    values = {"step": Step(notice.step).label, "date": dates.plain(notice.about_on)}
    return _("%(step)s, %(date)s") % values
