"""Every string of the pages is in the French and the Spanish catalogue, translated, with its placeholders."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.services import given

ROOT = Path(__file__).resolve().parents[2]
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as read:
        return read_po(read)


def _texts(message: object) -> list[str]:
    return [message] if isinstance(message, str) else list(message)  # type: ignore[call-overload]


@pytest.mark.parametrize("language", ["fr", "es"])
def test_nothing_is_untranslated_or_doubtful(language: str) -> None:
    catalogue = _catalogue(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")
    messages = [message for message in catalogue if message.id]
    assert messages
    assert [message.id for message in messages if message.fuzzy or not all(_texts(message.string))] == []


@pytest.mark.parametrize("language", ["fr", "es"])
def test_placeholders_are_kept(language: str) -> None:
    catalogue = _catalogue(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")
    for message in catalogue:
        if message.id:
            asked = Counter(_PLACEHOLDER.findall(_texts(message.id)[-1]))
            for text in _texts(message.string)[-1:]:
                assert Counter(_PLACEHOLDER.findall(text)) == asked, message.id


@pytest.mark.parametrize("language", ["fr", "es"])
def test_silence_is_not_called_a_refusal(language: str) -> None:
    words = {"fr": ("échec", "non-respect"), "es": ("incumplimiento", "fracas")}[language]
    for message in _catalogue(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"):
        # The Guide itself names one of the measures so: it is the Committee's word, and not said of silence.
        named_by_the_guide = message.id == "Warning of non-compliance"
        for text in _texts(message.string) if message.id and not named_by_the_guide else []:
            assert not any(word in text.lower() for word in words), text


def test_every_string_of_the_source_is_in_the_catalogues(tmp_path: Path) -> None:
    """Gathers the strings anew in a copy of the source and compares."""
    given.program("xgettext")
    for name in ("cases", "compliance", "notifications", "templates", "locale"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    command = [
        sys.executable,
        "manage.py",
        "makemessages",
        "-l",
        "fr",
        "-l",
        "es",
        "--no-wrap",
        "--no-location",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    for language in ("fr", "es"):
        place = Path("locale") / language / "LC_MESSAGES" / "django.po"
        gathered = {str(message.id) for message in _catalogue(tmp_path / place) if message.id}
        kept = {str(message.id) for message in _catalogue(ROOT / place) if message.id}
        assert gathered - kept == set(), f"{language}: run make messages and translate these"
        assert kept - gathered == set(), f"{language}: no page says these any more; run make messages"
