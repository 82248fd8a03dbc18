"""Makes notices and messages exist, each exactly once, in the transaction of what causes them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from notifications import working_day
from notifications.letters import ActCode, Recipient
from notifications.models import Message, Notice
from notifications.webhooks import outbox as calls

COLUMNS = ("code", "request_id", "matter_id", "step", "about_on", "act", "issued_on", "issued_at", "context")
"""What a query of due notices selects, in this order."""


@dataclass(frozen=True, slots=True)
class Address:
    """To whom a letter goes, in which language, and where its working day is waited for ("" for nowhere).

    Not ``at_once`` for whoever reads it in a digest or on the desk: no letter is written to them.
    """

    recipient: Recipient
    email: str
    language: str
    time_zone: str = ""
    at_once: bool = True


def record_act(
    *,
    code: ActCode,
    about_on: date,
    at: datetime,
    act: int = 0,
    step: str = "",
    request_id: int | None = None,
    matter_id: int | None = None,
    person_id: int | None = None,
) -> Notice:
    """The notice of something that somebody did; the same act again finds the notice that there is.

    It is about a request, a matter or the day of a person, one of the three.
    """
    notice, is_new = Notice.objects.get_or_create(
        code=code.value,
        request_id=request_id,
        matter_id=matter_id,
        person_id=person_id,
        step=step,
        about_on=about_on,
        act=act,
        defaults={"issued_on": about_on, "issued_at": at},
    )
    if is_new:
        calls.announce_notices(keys=[notice.pk], at=at)
    return notice


def insert_from(*, query: Any, at: datetime) -> int:
    """Makes the notices that a query selects exist; those that already do stay as they are.

    ``query`` selects ``COLUMNS``, in that order. One statement, so that a large
    sweep is as fast as the database is. Returns how many were made by this call,
    also while another sweep runs: the unique key decides between the two.
    """
    select, parameters = query.query.sql_with_params()
    table = connection.ops.quote_name(Notice._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(column) for column in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) {select} ON CONFLICT DO NOTHING RETURNING id", parameters
        )
        made = [key for (key,) in cursor.fetchall()]
    calls.announce_notices(keys=made, at=at)
    return len(made)


def address(
    *, notice: Notice, to: Iterable[Address], context: Mapping[str, Mapping[str, Any]], at: datetime
) -> None:
    """Writes the letters of a notice to these people; whoever has theirs keeps it.

    ``context`` are plain values for the templates, by language. The text itself is
    frozen by delivery, before the first attempt.
    """
    notice.context = dict(context)
    # A notice that another run settled meanwhile is on record for good and stays as it is.
    Notice.objects.unaddressed().filter(pk=notice.pk).update(context=context)
    Message.objects.bulk_create(
        [
            Message(
                notice=notice,
                recipient=one.recipient,
                address=one.email,
                language=one.language,
                message_id=f"<{uuid.uuid4()}@{settings.MESSAGE_ID_DOMAIN}>",
                time_zone=one.time_zone,
                not_before=working_day.opens(at=at, zone=one.time_zone),
            )
            for one in to
        ],
        ignore_conflicts=True,
    )


def settle(*, notice: Notice, at: datetime) -> None:
    """Records that everybody who is to receive the letters of this notice has one."""
    notice.addressed_at = at
    Notice.objects.unaddressed().filter(pk=notice.pk).update(addressed_at=at)


def record_unsent(*, notices: Iterable[Notice], because: str) -> int:
    """Makes notices exist as settled, with no letter: what they would say was not for this desk to send.

    ``because`` stands in their context for whoever asks; those that exist stay as they are.
    """
    found = list(notices)
    for notice in found:
        notice.context, notice.addressed_at = {"not sent": {"because": because}}, notice.issued_at
    Notice.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)
