"""The whole portfolio at once: what an import reads, with the same codes of columns."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cases.exports import lists, writers, zipping
from cases.exports.lists import Taking
from cases.exports.of_matters import DEADLINES, MATTERS, MEASURES
from cases.exports.of_requests import ASSESSMENTS, REQUESTS, SUBMISSIONS
from cases.exports.of_the_desk import FOCAL_POINTS, MEETINGS, PARTIES
from cases.exports.table import Table

PARTS = (PARTIES, FOCAL_POINTS, MEETINGS, MATTERS, REQUESTS, SUBMISSIONS, ASSESSMENTS, MEASURES, DEADLINES)
"""In the order in which each can be read back: what a row names comes before it."""


def tables(*, taking: Taking) -> list[Table]:
    """A table for each part, as far as the reader sees it; nothing is read before its lines are."""
    return [lists.table(of=one, taking=taking) for one in PARTS if taking.actor.audience in one.readers]


def as_workbook(*, taking: Taking, coded: bool) -> Iterator[bytes]:
    """One workbook with a sheet for each part, however many rows there are."""
    return writers.workbook(tables=tables(taking=taking), coded=coded, at_most=writers.ALL_THAT_A_SHEET_HOLDS)


def as_archive(*, taking: Taking, coded: bool) -> Iterator[bytes]:
    """One ZIP with a file of comma-separated values for each part, and the digest of each."""
    files = [
        zipping.Entry(
            path=f"{table.name}.csv",
            what=table.title,
            at=taking.at,
            content=writers.comma_separated(table=table, coded=coded),
        )
        for table in tables(taking=taking)
    ]
    about = {one.code: one.value for one in lists.about(title=_("The whole portfolio"), taking=taking)}
    return zipping.archive(entries=files, about=about, at=taking.at)
