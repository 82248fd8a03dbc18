"""The rows of the permission matrix for what concerns the reader, and for mail that came."""

from __future__ import annotations

from tests.security import cast
from tests.security.rules import (
    ANY_DESK,
    NO_METHOD,
    NOT_FOUND,
    STAFF,
    Others,
    Row,
    any_desk,
    case_staff,
    desk,
    rule,
)

_DESKS = cast.SECRETARIAT | cast.PARTIES | cast.COMMITTEE
_NOBODYS_NOTICE = desk((_DESKS, "404"))


def _of(circle: frozenset[str], answer: str) -> dict[str, str]:
    """A notice is one person's; whoever else has a desk is told that there is none."""
    return {**_NOBODYS_NOTICE, **dict.fromkeys(circle, answer)}


def _notice(row: str, own: str, other: str, officer: str) -> Row:
    return Row(
        row,
        NO_METHOD,
        {
            "of own": _of(cast.ALDER, own),
            "of other": _of(cast.BIRCH, other),
            "of the officer": _of(frozenset({cast.OFFICER}), officer),
            "of who left, missing": _NOBODYS_NOTICE,
        },
        "personal notice",
        others=Others.REFUSED,
    )


_KEPT = "own, other, stranger, lost"
NOTICES_AND_MAIL = (
    Row("notices", ANY_DESK, NO_METHOD, others=Others.REFUSED),
    Row("notices_count", ANY_DESK, NO_METHOD, others=Others.REFUSED),
    Row("notices_read_all", NO_METHOD, any_desk("-> notices"), others=Others.REFUSED),
    _notice("notice_open", "-> party:request", "-> party:request", "-> secretariat:mail"),
    _notice("notice_read", "-> notices", "-> notices", "-> notices"),
    # No provider is configured: nobody is listened to.
    Row("mail_tracking", NO_METHOD, rule("404"), others=Others.REFUSED),
    Row("mail_inbound", NO_METHOD, rule("404"), others=Others.REFUSED),
    Row("secretariat:mail_tray", STAFF, NO_METHOD, others=Others.REFUSED),
    *(
        Row(name, {_KEPT: STAFF, "missing": NOT_FOUND}, NO_METHOD, "incoming mail", others=Others.REFUSED)
        for name in ("secretariat:mail", "secretariat:mail_raw")
    ),
    Row(
        "secretariat:mail_prepare",
        NO_METHOD,
        {
            "own, other, stranger": case_staff("-> secretariat:record"),
            # Of a mail without a request nothing can be recorded.
            "lost": case_staff("-> secretariat:mail"),
            "missing": NOT_FOUND,
        },
        "incoming mail",
        others=Others.REFUSED,
    ),
    Row(
        "secretariat:mail_file",
        NO_METHOD,
        {_KEPT: case_staff("-> secretariat:mail"), "missing": NOT_FOUND},
        "incoming mail",
        others=Others.REFUSED,
    ),
    Row(
        "secretariat:mail_aside",
        NO_METHOD,
        {_KEPT: case_staff("-> secretariat:mail_tray"), "missing": NOT_FOUND},
        "incoming mail",
        others=Others.REFUSED,
    ),
)
