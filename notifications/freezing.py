"""Fixes what a letter says and what it answers, once for all attempts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from notifications import rendering, reply_address
from notifications.composing import Composed
from notifications.formats import html, pdf, text
from notifications.models import LetterPdf, Message, Notice, Wording
from notifications.rendering import Kept

_FROZEN = ["subject", "body", "html", "pdf", "wording", "frozen_at", "in_reply_to", "reply_to"]


def freeze(*, messages: list[Message], at: datetime) -> dict[int, Exception]:
    """Writes the text of those messages of one claim that have none yet; returns the faults, by key.

    A letter that cannot be rendered is no reason to hold the others.
    """
    fresh = [message for message in messages if message.frozen_at is None]
    if not fresh:
        return {}
    kept = Wording.objects.in_force(codes={message.notice.code for message in fresh})
    first, faults, pdfs = _first_letters(messages=fresh), {}, _Pdfs()
    for message in fresh:
        try:
            _write(message=message, kept=kept, pdfs=pdfs)
        except Exception as error:
            faults[message.pk] = error
            continue
        message.frozen_at = at
        answers = first.get((_thread(message.notice), message.address), "")
        message.in_reply_to = answers if answers != message.message_id else ""
        message.reply_to = reply_address.of(message=message)
    written = [message for message in fresh if message.pk not in faults]
    pdfs.save()
    # A row whose lease ended meanwhile is another run's, and stays as that run froze it.
    mine = Message.objects.filter(claim=messages[0].claim)
    mine.bulk_update(written, _FROZEN)
    return faults


def _write(*, message: Message, kept: Kept, pdfs: _Pdfs) -> None:
    composed, version = rendering.of_message(message=message, kept=kept)
    subject, body, page = composed.subject, text.of(composed), html.of(composed)
    if rendering.letter_of(message).formal:
        pdfs.attach(message=message, composed=composed, version=version)
    message.subject, message.body, message.html, message.wording = subject, body, page, version


@dataclass
class _Pdfs:
    """The PDFs of one claim: set once for all who read a notice in one language, and kept once."""

    made: dict[tuple[int, str, int | None], LetterPdf] = field(default_factory=dict)
    readers: list[Message] = field(default_factory=list)

    def attach(self, *, message: Message, composed: Composed, version: Wording | None) -> None:
        notice = message.notice
        key = (notice.pk, composed.language, version.pk if version else None)
        if key not in self.made:
            content = pdf.of(composed, at=notice.issued_at)
            self.made[key] = LetterPdf(
                notice=notice,
                name=_name(composed, notice),
                sha256=hashlib.sha256(content).hexdigest(),
                content=content,
            )
        message.pdf = self.made[key]
        self.readers.append(message)

    def save(self) -> None:
        """Writes those that another run has not written; the same letter gives the same bytes, so they are one."""
        if not self.made:
            return
        LetterPdf.objects.bulk_create(self.made.values(), ignore_conflicts=True)
        notices = {made.notice_id for made in self.made.values()}
        rows = {(row.notice_id, row.sha256): row for row in LetterPdf.objects.filter(notice__in=notices)}
        for message in self.readers:
            if message.pdf:
                message.pdf = rows[message.pdf.notice_id, message.pdf.sha256]


def _name(composed: Composed, notice: Notice) -> str:
    """Under which a reader keeps it: the reference, the kind of letter and its day."""
    reference = composed.head.reference if composed.head else ""
    return f"{reference}-{notice.code.lower()}-{notice.about_on.isoformat()}-{composed.language}.pdf"


Thread = tuple[int | None, int | None]
"""The request and the matter that a notice is about; one of them is None."""


def _thread(notice: Notice) -> Thread:
    return notice.request_id, notice.matter_id


def _first_letters(*, messages: list[Message]) -> dict[tuple[Thread, str], str]:
    """The Message-ID of the first letter of each thread to each address: what a reader's program threads by."""
    threads = [_thread(message.notice) for message in messages]
    rows = (
        Message.objects.filter(
            Q(notice__request__in={request for request, _ in threads if request})
            | Q(notice__matter__in={matter for _, matter in threads if matter}),
            address__in={message.address for message in messages},
        )
        .order_by("pk")
        .values_list("notice__request", "notice__matter", "address", "message_id")
    )
    found: dict[tuple[Thread, str], str] = {}
    for request, matter, address, message_id in rows:
        found.setdefault(((request, matter), address), message_id)
    return found
