"""Bodies: JSON of bounded size and depth, whose every text can be written down again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser

from cases.api.problems import TooMuch, Unreadable
from cases.services import words

DEEPEST = 12
"""Lists and objects within each other; nothing that is asked for here needs as many."""


class PlainJSON(BaseParser):
    """Strict JSON in UTF-8, as much of it as a form may hold."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Raises: TooMuch; ParseError for what is no JSON; Unreadable for characters that no text may hold."""
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(most + 1)
        if len(body) > most:
            raise TooMuch(_("A body has at most %(most)d bytes.") % {"most": most})
        data = _read(body)
        for place, text in _texts(data, ""):
            if fault := _unwritable(text):
                raise Unreadable(fault, field=place)
        return data


class AnyAccept(DefaultContentNegotiation):
    """For a file, which is of its own kind whatever is asked for."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


def _read(body: bytes) -> Any:
    try:
        text = body.decode()
        _require_shallow(text)
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise ParseError(_("This is not JSON: %(fault)s") % {"fault": _said(error)}) from error


def _said(error: Exception) -> str:
    """Where a body stops being JSON; nothing of what it holds."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} (line {error.lineno}, column {error.colno})"
    return _("it is too deep, names a thing twice, or is not UTF-8.")


def _require_shallow(text: str) -> None:
    """Counted before it is read: a reader that recurses would fall over. Brackets in texts count for the worst."""
    depth = deepest = 0
    for one in text:
        if one in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif one in "]}":
            depth -= 1
    if deepest > DEEPEST:
        _read_outside_texts(text)


def _read_outside_texts(text: str) -> None:
    """Raises: ValueError where it is too deep also without the brackets that stand in texts."""
    depth, inside, escaped = 0, False, False
    for one in text:
        if inside:
            inside, escaped = escaped or one != '"', not escaped and one == "\\"
        elif one == '"':
            inside = True
        elif one in "[{":
            depth += 1
        elif one in "]}":
            depth -= 1
        if depth > DEEPEST:
            raise ValueError("deep")


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Raises: ValueError for a name that comes twice: of two readers, each could take another."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("twice")
    return found


def _texts(data: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text of a body, names of fields too, with where it stands."""
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield place, name
            yield from _texts(value, f"{place}.{name}".lstrip("."))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _texts(value, f"{place}.{number}".lstrip("."))


def _unwritable(text: str) -> str:
    """What no column of the database and no answer can hold: NUL and halves of characters."""
    if "\0" in text or any("\ud800" <= one <= "\udfff" for one in text):
        return words.fault(text, is_line=False)
    return ""
