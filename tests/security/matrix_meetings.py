"""The rows of the permission matrix about meetings and the reports to them."""

from __future__ import annotations

from tests.security.rules import (
    CASE_STAFF,
    COMMITTEE,
    NO_METHOD,
    NOT_FOUND,
    STAFF,
    Others,
    Row,
    case_staff,
    committee,
)

_GONE = committee("404")
_FILES = ("", "_pdf", "_docx")

MEETINGS = (
    Row("secretariat:meetings", STAFF, NO_METHOD, others=Others.REFUSED),
    *(
        Row(name, {"next": STAFF, "missing": NOT_FOUND}, NO_METHOD, "meeting", others=Others.REFUSED)
        for name in ("secretariat:meeting", *(f"secretariat:meeting_draft{file}" for file in _FILES))
    ),
    Row(
        "secretariat:meeting_issue",
        {"next": CASE_STAFF, "missing": NOT_FOUND},
        {"next": case_staff("-> secretariat:meeting_report"), "missing": NOT_FOUND},
        "meeting",
    ),
    *(
        Row(
            f"secretariat:meeting_report{file}",
            {"issued": STAFF, "not issued, missing": NOT_FOUND},
            NO_METHOD,
            "meeting report",
            others=Others.REFUSED,
        )
        for file in _FILES
    ),
    Row("committee:meetings", COMMITTEE, NO_METHOD, others=Others.REFUSED),
    Row(
        "committee:meeting",
        {"next": COMMITTEE, "missing": _GONE},
        NO_METHOD,
        "meeting",
        others=Others.REFUSED,
    ),
    *(
        Row(
            f"committee:meeting_report{file}",
            {"issued": COMMITTEE, "not issued, missing": _GONE},
            NO_METHOD,
            "meeting report",
            others=Others.REFUSED,
        )
        for file in _FILES
    ),
)
