"""The letters as files, and their wording: rows of the permission matrix."""

from __future__ import annotations

from tests.security.rules import NO_METHOD, NOT_FOUND, STAFF, Others, Row, heads, parties

OF_LETTER_HTML = ("secretariat:letter_html", "secretariat:wording_html")
"""A letter as mail programs show it: one style of its own, and nothing else of anywhere."""
OF_LETTER_PDF = (
    "secretariat:letter_pdf",
    "party:letter_pdf",
    "party:matter_letter_pdf",
    "secretariat:wording_pdf",
)

_OF_A_LETTER = {"own, other": STAFF, "missing": NOT_FOUND}
_NO_LETTER = "missing, no language"
_IN_BETWEEN = {"kept, shipped, informal": heads("200"), _NO_LETTER: heads("404")}

ROWS = (
    Row("secretariat:letter_html", _OF_A_LETTER, NO_METHOD, "message", others=Others.REFUSED),
    Row("secretariat:letter_pdf", _OF_A_LETTER, NO_METHOD, "message", others=Others.REFUSED),
    Row(
        "party:letter_pdf",
        {
            "own received": parties("200"),
            "other received": parties("404", "200"),
            "own, own to officer, other to officer, elsewhere, elsewhere own, missing": parties("404"),
        },
        NO_METHOD,
        "letter",
        others=Others.REFUSED,
    ),
    Row(
        "party:matter_letter_pdf",
        {"own": parties("200"), "other": parties("404", "200"), "elsewhere, missing": parties("404")},
        NO_METHOD,
        "letter of a matter",
        others=Others.REFUSED,
    ),
    Row("secretariat:wordings", heads("200"), NO_METHOD, others=Others.REFUSED),
    Row("secretariat:wording", _IN_BETWEEN, NO_METHOD, "wording", others=Others.REFUSED),
    Row("secretariat:wording_compare", _IN_BETWEEN, NO_METHOD, "wording", others=Others.REFUSED),
    Row("secretariat:wording_html", _IN_BETWEEN, NO_METHOD, "wording", others=Others.REFUSED),
    Row(
        "secretariat:wording_pdf",
        {"kept, shipped": heads("200"), f"informal, {_NO_LETTER}": heads("404")},
        NO_METHOD,
        "wording",
        others=Others.REFUSED,
    ),
    Row(
        "secretariat:wording_edit",
        _IN_BETWEEN,
        {
            "kept, shipped": heads("-> secretariat:wording"),
            # What another letter names is none of its own variables.
            "informal": heads("200"),
            _NO_LETTER: heads("404"),
        },
        "wording",
    ),
    Row(
        "secretariat:wording_ships",
        _IN_BETWEEN,
        {
            "kept": heads("-> secretariat:wording"),
            "shipped, informal": heads("200"),
            _NO_LETTER: heads("404"),
        },
        "wording",
    ),
)
