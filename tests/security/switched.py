"""Writes every mutant of a module into it at once, each behind a switch: one run of Python judges them all."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.security.mutants import Mutant

_IMPORT = b"from tests.security.switches import door as _door, is_gone as _is_gone\n"


@dataclass
class _Place:
    """One node of the source with the mutants that replace it, and the places inside it."""

    begin: int
    end: int
    mutants: list[tuple[int, Mutant]] = field(default_factory=list)
    inside: list[_Place] = field(default_factory=list)


def source_of(source: bytes, numbered: Iterable[tuple[int, Mutant]]) -> bytes:
    """The module with a switch at each of these mutants of it, each known by its number."""
    whole = _Place(0, len(source))
    for number, mutant in sorted(numbered, key=lambda one: (one[1].begin, -one[1].end)):
        _innermost(whole, mutant).mutants.append((number, mutant))
    at = _after_future(source)
    written = _written(source, whole, at)
    return written[:at] + _IMPORT + written[at:]


def _innermost(place: _Place, mutant: Mutant) -> _Place:
    """The place of a mutant; mutants come outermost first, so that what stands around it is there already."""
    if (place.begin, place.end) == (mutant.begin, mutant.end):
        return place
    for one in place.inside:
        if one.begin <= mutant.begin and mutant.end <= one.end:
            return _innermost(one, mutant)
    place.inside.append(_Place(mutant.begin, mutant.end))
    return place.inside[-1]


def _written(source: bytes, place: _Place, imports_end: int) -> bytes:
    pieces, at = [], place.begin
    for one in place.inside:
        assert one.begin >= imports_end, "a scoping call before the imports"
        pieces += [source[at : one.begin], _written(source, one, imports_end)]
        at = one.end
    text = b"".join([*pieces, source[at : place.end]])
    for number, mutant in place.mutants:
        text = _switch(number, mutant, text)
    return text


def _switch(number: int, mutant: Mutant, text: bytes) -> bytes:
    if mutant.what.startswith("@"):
        return b"_door(%d, %b)" % (number, text)
    instead = "None" if mutant.instead == "pass" else mutant.instead
    return b"((%b) if _is_gone(%d) else (%b))" % (instead.encode(), number, text)


def _after_future(source: bytes) -> int:
    """Where a module's first import may stand: after the one from the future."""
    last = 0
    for node in ast.parse(source).body:
        is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if is_future and node.end_lineno is not None:
            last = node.end_lineno
    assert last, "a module of ours begins with an import from the future"
    return sum(len(line) for line in source.splitlines(keepends=True)[:last])
