"""The catalogues of the three languages: compiled from ``locale/*/LC_MESSAGES/django.po`` where they are used."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_all(*, folder: Path) -> list[str]:
    """Compiles each catalogue that is newer than its compiled form; returns the languages that were."""
    compiled = []
    for source in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as read, target.open("wb") as written:
            write_mo(written, read_po(read))
        compiled.append(source.parent.parent.name)
    return compiled
