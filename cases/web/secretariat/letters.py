"""What we told whom about one request, as the lines of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models.deadline import Step
from cases.web import dates
from compliance import clock
from notifications.models import Message, Notice


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, or a notice whose letter nobody can be sent yet: then without ``url`` and ``address``."""

    what: str
    about: str
    issued_on: date
    to: str
    state: str
    address: str = ""
    sent_at: datetime | None = None
    url: str = ""


def of_notices(notices: Iterable[Notice]) -> list[Letter]:
    """Every letter of these notices, which carry their messages, in the order in which they were issued."""
    return [letter for notice in notices for letter in _of_notice(notice)]


def _of_notice(notice: Notice) -> Iterator[Letter]:
    what, about = str(notice.get_code_display()), _about(notice)
    for message in notice.messages.all():
        yield Letter(
            what=what,
            about=about,
            issued_on=notice.issued_on,
            to=str(message.get_recipient_display()),
            state=_state(message),
            address=message.address,
            sent_at=message.sent_at,
            url=reverse("secretariat:letter", args=[message.pk]),
        )
    if notice.addressed_at is None:
        to, state = _("Somebody with no address on record"), _("Not written yet: no address on record")
        yield Letter(what, about, notice.issued_on, to, state)


def _state(message: Message) -> str:
    """Where a letter stands: handed over is not arrived, where a mail server reported later that it came back."""
    if returned_at := getattr(message, "returned_at", None):
        values = {"date": dates.plain(clock.legal_day(at=returned_at))}
        return _("Came back on %(date)s") % values
    return str(message.get_state_display())


def _about(notice: Notice) -> str:
    """Which step and date a notice of the calendar is about; an act speaks for itself."""
    if not notice.step:
        return ""
    values = {"step": Step(notice.step).label, "date": dates.plain(notice.about_on)}
    return _("%(step)s, %(date)s") % values
