"""Rows of the permission matrix: lists as files, whole cases, webhooks."""

from __future__ import annotations

from tests.security import cast
from tests.security.rules import (
    ADMINISTRATOR,
    ANY_DESK,
    NO_METHOD,
    NO_PARTY,
    NOT_FOUND,
    STAFF,
    Others,
    Row,
    Rule,
    any_desk,
    desk,
    parties,
)


def administrators(answer: str) -> Rule:
    """Administrators alone, of the Secretariat."""
    return desk((cast.SECRETARIAT, "403"), (ADMINISTRATOR, answer))


_STAFFS_LIST = desk((cast.SECRETARIAT | cast.PARTIES | cast.COMMITTEE, "404"), (cast.SECRETARIAT, "200"))
TO_WEBHOOK = administrators("-> secretariat:webhook")

EXPORTS = (
    Row("exports:index", ANY_DESK, NO_METHOD, others=Others.REFUSED),
    Row(
        "exports:list",
        {
            "everybodys": ANY_DESK,
            # A list that a desk has not is none for it.
            "of the Secretariat": _STAFFS_LIST,
            "no list, no form": any_desk("404"),
        },
        NO_METHOD,
        "list file",
        others=Others.REFUSED,
    ),
    Row(
        "exports:portfolio",
        {"zip, xlsx": STAFF, "no form": NOT_FOUND},
        NO_METHOD,
        "portfolio",
        others=Others.REFUSED,
    ),
    Row("secretariat:export_json", STAFF),
    *(Row(f"secretariat:matters_{form}", STAFF) for form in ("csv", "xlsx", "json")),
    *(
        Row(
            f"secretariat:{name}",
            {"own, draft, other": STAFF, "missing": NOT_FOUND},
            NO_METHOD,
            "archived request",
            others=Others.REFUSED,
        )
        for name in ("archive", "archive_zip")
    ),
    *(
        Row(
            f"secretariat:{name}",
            {"own, other, public": STAFF, "missing": NOT_FOUND},
            NO_METHOD,
            "archived matter",
            others=Others.REFUSED,
        )
        for name in ("matter_archive", "matter_archive_zip")
    ),
    Row(
        "party:archive_zip",
        {"own": parties("200"), "other": parties("404", "200"), "draft, missing": NO_PARTY},
        NO_METHOD,
        "archived request",
        others=Others.REFUSED,
    ),
    Row(
        "party:matter_archive_zip",
        {"own": parties("200"), "other": parties("404", "200"), "public, missing": NO_PARTY},
        NO_METHOD,
        "archived matter",
        others=Others.REFUSED,
    ),
)

WEBHOOKS = (
    Row("secretariat:webhooks", administrators("200"), TO_WEBHOOK, about="new webhook"),
    Row(
        "secretariat:webhook",
        {"kept": administrators("200"), "missing": administrators("404")},
        {"kept": TO_WEBHOOK, "missing": administrators("404")},
        "webhook",
    ),
    Row(
        "secretariat:webhook_retry",
        NO_METHOD,
        {"kept": TO_WEBHOOK, "missing": administrators("404")},
        "webhook",
        others=Others.REFUSED,
    ),
    Row(
        "secretariat:webhook_do",
        NO_METHOD,
        {
            "test, rotate, forget, off, on": TO_WEBHOOK,
            "unknown act, missing": administrators("404"),
        },
        "act on a webhook",
        others=Others.REFUSED,
    ),
)
