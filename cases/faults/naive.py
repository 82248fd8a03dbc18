"""The engine as it is often written, kept to show that the checker sees what is wrong with it.

A time window in place of a memory: what became due in the last day. Then check
whether it was said, send, and write down that it was; no key in the database
keeps two from doing the same at once.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.db.models import Q

from cases.models import Deadline, InformationRequest
from cases.services import addressing, sweep
from cases.services.sweep import Swept
from compliance.rules import loader
from compliance.rules.notices import NoticeCode
from compliance.rules.types import StepCode
from notifications import delivery, rendering
from notifications.delivery import Delivered
from notifications.formats import text
from notifications.models import Message, Notice

logger = logging.getLogger(__name__)

_WINDOW = timedelta(days=1)
_PROMISE = Q(step=StepCode.APPROXIMATE_DATE.value)


def install() -> None:
    """Puts the naive engine in the place of the desk's, in this process."""
    sweep.issue_due_notices = issue_due_notices
    delivery.deliver = deliver


def forget_the_key() -> None:
    """Takes the unique key of the notices from the database of the proof."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE notifications_notice DROP CONSTRAINT notice_exactly_once")


def issue_due_notices(*, on: date, at: datetime, chunk: int = 0) -> Swept:
    """Sends what became due in the window before now and was not sent, as far as it can see."""
    sent: dict[str, int] = {}
    for code, request_id, step, about_on in _in_window(on=on):
        key = {"code": code, "request_id": request_id, "step": step, "about_on": about_on}
        if Notice.objects.filter(**key).exists():
            continue
        try:
            with transaction.atomic():
                _send(notice=Notice(**key, issued_on=on, issued_at=at), at=at)
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("not sent, perhaps the next time: %s", type(error).__name__)
        else:
            sent[code] = sent.get(code, 0) + 1
    return Swept(on=on, by_code=sent)


def deliver(*, now: Callable[[], datetime]) -> Delivered:
    """Nothing is left to deliver: everything was sent on the spot."""
    return Delivered(0, 0, 0)


def _in_window(*, on: date) -> Iterator[tuple[str, int, str, date]]:
    passed = Q(due_on=on - _WINDOW)
    yield from _steps(NoticeCode.STEP_OVERDUE, passed & ~_PROMISE)
    yield from _steps(NoticeCode.APPROXIMATE_DATE_PASSED, passed & _PROMISE)
    yield from _steps(NoticeCode.STEP_DUE_SOON, Q(remind_on=on))
    yield from _steps(NoticeCode.RESPONSE_REMINDER, Q(midway_on=on))
    for request in InformationRequest.objects.filter(qualifies_on=on).order_by("pk"):
        step = loader.get(code=request.rule_set_code).referral_after
        yield NoticeCode.QUALIFIES_23D.value, request.pk, step.value if step else "", on


def _steps(code: NoticeCode, moment: Q) -> Iterator[tuple[str, int, str, date]]:
    rows = Deadline.objects.open_in_force().filter(moment).order_by("pk")
    for request_id, step, due_on in rows.values_list("request_id", "step", "due_on"):
        yield code.value, request_id, step, due_on


def _send(*, notice: Notice, at: datetime) -> None:
    """Letters on the spot, written down in the same transaction: what the mail server has cannot be rolled back."""
    notice.save()
    addressing.write(notice=notice, at=at)
    for message in Message.objects.filter(notice=notice).select_related("notice").order_by("pk"):
        letter, _version = rendering.of_message(message=message, kept={})
        subject, body = letter.subject, text.of(letter)
        headers = {"Message-ID": message.message_id}
        mail.EmailMessage(
            subject, body, settings.DEFAULT_FROM_EMAIL, [message.address], headers=headers
        ).send()
        message.subject, message.body, message.frozen_at = subject, body, at
        message.state, message.sent_at = Message.State.SENT, at
        message.save()
