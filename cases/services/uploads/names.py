"""The name of an upload as it may be shown, stored in the record and offered for download."""

from __future__ import annotations

import unicodedata

MAX_LENGTH = 255
UNNAMED = "document"
_OVERRIDES = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Marks that turn the direction of what follows: they can make "gpj.exe" look like "exe.jpg"."""
_UNPRINTABLE = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean(*, name: str) -> str:
    """A name without folders, control characters or marks of direction, its extension kept; never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    normal = unicodedata.normalize("NFC", last)
    shown = "".join(
        one for one in normal if one not in _OVERRIDES and unicodedata.category(one) not in _UNPRINTABLE
    )
    stem, dot, ending = " ".join(shown.split()).strip(". ").rpartition(".")
    if not dot:
        # ".pdf" and "..": what is left is an ending without a name, or a name without an ending.
        bare = " ".join(shown.split())
        named = f"{UNNAMED}.{ending}" if bare.startswith(".") and ending else ending or UNNAMED
        return named[:MAX_LENGTH]
    ending = ending.strip()[:20]
    return f"{stem[: MAX_LENGTH - len(ending) - 1].rstrip('. ') or UNNAMED}.{ending}"


def extension(*, name: str) -> str:
    """What follows the last dot of a cleaned name, in lower case; "" where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""
