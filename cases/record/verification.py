"""Walks the chain and names the first row or link that is not what it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Max, Subquery

from cases.models import ChainHead, ChainLink
from cases.models.chain import START
from cases.record import chain, protected, rows

BATCH = 500
"""Links in memory at once, with their rows."""


class Kind(StrEnum):
    """What is wrong; the codes are stable."""

    ROW_ALTERED = "ROW_ALTERED"
    ROW_MISSING = "ROW_MISSING"
    LINK_ALTERED = "LINK_ALTERED"
    LINK_MISSING = "LINK_MISSING"
    ORDER = "ORDER"
    HEAD = "HEAD"


_WORDS = {
    Kind.ROW_ALTERED: "the row was altered after it was sealed",
    Kind.ROW_MISSING: "the row was sealed and is no longer there",
    Kind.LINK_ALTERED: "the row's link was altered",
    Kind.ORDER: "the row's link does not follow the one before: links were exchanged, removed or rewritten",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is wrong: where in the chain, of which row (where that is known), and what."""

    kind: Kind
    position: int
    words: str
    table: str = ""
    row: str = ""

    def __str__(self) -> str:
        where = (
            f"{self.table}, row {self.row}, link {self.position}" if self.table else f"link {self.position}"
        )
        return f"{where}: {self.words}"


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends: what is kept elsewhere, to be held against the chain later."""

    position: int
    digest: str

    def __str__(self) -> str:
        return f"{self.position}:{self.digest}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk found."""

    fault: Fault | None
    head: Head
    unsealed: int


def verify(*, after: int = 0, kept: Head | None = None, batch: int = BATCH) -> Verdict:
    """Walks the chain from after a position to its end, a batch at a time, and stops at the first fault.

    1. Links: no position is missing, each is what its digest says and follows the one before it.
    2. Rows: each is there and has the digest that its link holds.
    3. The end: the head names the last link; a head that was kept elsewhere is in the chain.

    ``after`` goes on behind a fault that is known. What is sealed meanwhile is
    left to the next walk.
    """
    head, last = _end()
    fault = _walk(after=after, until=max(head.position, last), head=head, batch=batch)
    unsealed = sum(chain.unsealed(table=table).count() for table in protected.sealed())
    return Verdict(fault=fault or _kept_fault(kept), head=head, unsealed=unsealed)


def _end() -> tuple[Head, int]:
    """The head, and the position of the last link; read at once: no run adds links in between."""
    last = ChainLink.objects.order_by("-position").values("position")[:1]
    found = ChainHead.objects.values_list("position", "digest", Subquery(last)).first()
    if found:
        return Head(found[0], found[1]), found[2] or 0
    return Head(0, START), ChainLink.objects.aggregate(last=Max("position"))["last"] or 0


def _walk(*, after: int, until: int, head: Head, batch: int) -> Fault | None:
    at = Head(0, START)
    if after:
        known = ChainLink.objects.filter(position=after).first()
        if known is None:
            return _link_missing(after)
        at = Head(after, known.digest)
    while links := list(
        ChainLink.objects.filter(position__gt=at.position, position__lte=until)
        .select_related("shape")
        .order_by("position")[:batch]
    ):
        sound, fault = _in_order(links=links, at=at)
        fault = _row_fault(sound) or fault
        if fault:
            return fault
        at = Head(links[-1].position, links[-1].digest)
    if at.position < until:
        return _link_missing(at.position + 1)
    if at != head:
        return Fault(Kind.HEAD, head.position, "the head of the chain does not name its last link")
    return None


def _in_order(*, links: Sequence[ChainLink], at: Head) -> tuple[list[ChainLink], Fault | None]:
    """The links up to the first that is wrong, and what is wrong with it."""
    sound: list[ChainLink] = []
    for link in links:
        if link.position != at.position + 1:
            return sound, _link_missing(at.position + 1)
        if link.digest != chain.link_digest(link):
            return sound, _fault(Kind.LINK_ALTERED, link)
        if link.previous != at.digest:
            return sound, _fault(Kind.ORDER, link)
        sound.append(link)
        at = Head(link.position, link.digest)
    return sound, None


def _row_fault(links: Iterable[ChainLink]) -> Fault | None:
    """The first of the links whose row is not what it was; the rows are read a table at a time."""
    asked: dict[tuple[str, int], list[ChainLink]] = defaultdict(list)
    links = list(links)
    for link in links:
        asked[link.table, link.shape_id].append(link)
    tables = {table.table: table for table in protected.sealed()}
    found: dict[tuple[str, str], str] = {}
    for (name, _), group in asked.items():
        if name in tables:
            keys = [link.row for link in group]
            contents = rows.of_keys(table=tables[name], keys=keys, columns=group[0].shape.columns)
            found.update({(name, key): content for key, content in contents.items()})
    for link in links:
        content = found.get((link.table, link.row))
        if content is None:
            return _fault(Kind.ROW_MISSING, link)
        if content != link.content:
            return _fault(Kind.ROW_ALTERED, link)
    return None


def _kept_fault(kept: Head | None) -> Fault | None:
    if kept is None or kept == Head(0, START):
        return None
    if ChainLink.objects.filter(position=kept.position, digest=kept.digest).exists():
        return None
    words = "the head that was kept elsewhere is not in the chain: it was cut or rewritten as a whole"
    return Fault(Kind.HEAD, kept.position, words)


def _fault(kind: Kind, link: ChainLink) -> Fault:
    words = f"{_WORDS[kind]} (sealed {link.sealed_at:%Y-%m-%d %H:%M} UTC)"
    return Fault(kind, link.position, words, table=link.table, row=link.row)


def _link_missing(position: int) -> Fault:
    return Fault(Kind.LINK_MISSING, position, "the link was removed")
