"""The chain over the record: sealing what became final, and walking it to find what was rewritten."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from cases.models import ChainHead, ChainLink, ChainShape
from cases.record import canonical, protected, rows
from cases.record.protected import Protected

logger = logging.getLogger(__name__)

BATCH = 500
"""Rows in one transaction, and in memory at once."""
AT_ONCE = 20_000
"""Rows that one tick of the clock seals at most; the next goes on."""


class ChainBroken(Exception):
    """The chain cannot go on from where it is."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one run did, and the head to be kept elsewhere."""

    links: int
    head: str


def seal(*, at: datetime, limit: int | None = None, batch: int = BATCH) -> Sealed:
    """Adds a link for every row that is final and has none, however often or concurrently it runs.

    ``at`` is the present instant; ``limit`` the most that one run adds. For each protected table:

    1. Hold the head of the chain: one writer at a time. Another run waits here,
       and then sees what this one wrote.
    2. Take the next rows, by key, that are final and have no link; add their
       links, move the head, and commit.
    3. Go on after the last key until there are none.

    A run begins at the first key again. It does not remember how far the last
    one came, because a row can become final, or be committed, after one with a
    higher key was sealed; whether a link exists is asked of the index on
    (table, row) instead. The same key in the database allows one link a row.

    Raises: ChainBroken where links stand after the head: it was set back or removed.
    """
    added = 0
    for table in protected.sealed():
        after = None
        while limit is None or added < limit:
            size = batch if limit is None else min(batch, limit - added)
            keys = _append(table=table, after=after, size=size, at=at)
            added += len(keys)
            if len(keys) < size:
                break
            after = keys[-1]
    sealed = Sealed(links=added, head=str(ChainHead.objects.first() or ChainHead()))
    if added:
        # The log is kept elsewhere, and with it the head.
        logger.info("record sealed: %s rows, head %s", sealed.links, sealed.head)
    return sealed


def unsealed(*, table: Protected) -> QuerySet[Any]:
    """The rows of a table that are final and have no link."""
    link = ChainLink.objects.filter(table=table.table, row=OuterRef("key_in_words"))
    final: QuerySet[Any] = table.final_rows().annotate(key_in_words=rows.KEY_IN_WORDS)
    return final.filter(~Exists(link))


def link_digest(link: ChainLink) -> str:
    """What the digest of a link is by its other fields."""
    return canonical.digest([link.table, link.row, link.content, link.sealed_at], after=link.previous)


@transaction.atomic
def _append(*, table: Protected, after: object, size: int, at: datetime) -> list[Any]:
    """Links for the next rows of a table; returns their keys."""
    head = _held_head()
    columns = sorted(table.columns)
    query = unsealed(table=table).order_by("pk")
    query = query if after is None else query.filter(pk__gt=after)
    found = list(rows.of_query(table=table, query=query[:size], columns=columns))
    if not found:
        return []
    shape, _ = ChainShape.objects.get_or_create(table=table.table, columns=columns)
    ChainLink.objects.bulk_create(
        [
            _next_link(head=head, shape=shape, row=rows.in_words(key), content=content, at=at)
            for key, content in found
        ]
    )
    head.save()
    return [key for key, _ in found]


def _next_link(*, head: ChainHead, shape: ChainShape, row: str, content: str, at: datetime) -> ChainLink:
    """The link that follows the head, which moves on to it."""
    link = ChainLink(
        position=head.position + 1,
        table=shape.table,
        row=row,
        shape=shape,
        content=content,
        previous=head.digest,
        sealed_at=at,
    )
    link.digest = link_digest(link)
    head.position, head.digest = link.position, link.digest
    return link


def _held_head() -> ChainHead:
    """The head, held until the transaction ends. Raises: ChainBroken where links stand after it."""
    held = ChainHead.objects.select_for_update()
    head = held.first()
    if head is None:
        ChainHead.objects.get_or_create(only=1)
        head = held.get()
    if ChainLink.objects.filter(position__gt=head.position).exists():
        raise ChainBroken(f"links stand after the head of the chain, {head.position}; see docs/record.md")
    return head
