"""Finds, in the code, each place that narrows what is seen or done, and says how it reads without."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

QUERYSETS = ("cases/querysets.py", "cases/matter_querysets.py")
ACTOR = "cases/access.py"
NOT_ALL_OF_SCOPE = ("cases/correspondence.py", "cases/calendars.py")
"""Where filters also say which letter, address or date, which is nobody's scope."""
AUDIENCES = ("visible_to", "for_party", "for_committee")
DOORS = ("desk", "login_required")
NARROWS = ("filter", "exclude")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One place taken away: the bytes from ``begin`` to ``end`` of a file read ``instead``."""

    path: str
    function: str
    what: str
    line: int
    begin: int
    end: int
    instead: str
    is_door: bool = False

    @property
    def name(self) -> str:
        """Without the line, which moves."""
        return f"{self.path} {self.function}: {self.what}"

    def applied(self, source: bytes) -> bytes:
        """The source of the file with this place taken away."""
        return source[: self.begin] + self.instead.encode() + source[self.end :]


class File:
    """One module: its source, its tree, and the function that each node stands in."""

    def __init__(self, root: Path, path: str) -> None:
        self.path = path
        self.source = (root / path).read_bytes()
        self.tree = ast.parse(self.source)
        self._starts = [0]
        for line in self.source.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._function: dict[ast.AST, str] = {}
        self._name(self.tree, "")

    def _name(self, node: ast.AST, inside: str) -> None:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inside = f"{inside}.{node.name}".lstrip(".")
        for child in ast.iter_child_nodes(node):
            self._name(child, inside)
        self._function[node] = inside

    def walk(self) -> Iterator[ast.AST]:
        """Every node of the module."""
        return ast.walk(self.tree)

    def function(self, node: ast.AST) -> str:
        """The qualified name of what a node stands in."""
        return self._function[node]

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Where a node stands, in bytes."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        begin = self._starts[node.lineno - 1] + node.col_offset
        return begin, self._starts[node.end_lineno - 1] + node.end_col_offset

    def text(self, node: ast.expr | ast.stmt) -> str:
        """A node as it is written."""
        begin, end = self.span(node)
        return self.source[begin:end].decode()

    def mutant(self, node: ast.expr | ast.stmt, what: str, instead: str, *, is_door: bool = False) -> Mutant:
        """This node replaced."""
        begin, end = self.span(node)
        shown = " ".join(what.split())
        return Mutant(self.path, self.function(node), shown, node.lineno, begin, end, instead, is_door)


def all_of(root: Path) -> list[Mutant]:
    """Every mutant of the tree, in the order of the files and lines."""
    found: dict[tuple[str, int, int, str], Mutant] = {}
    for file in sorted((root / "cases").rglob("*.py")):
        if "migrations" in file.parts:
            continue
        module = File(root, file.relative_to(root).as_posix())
        for kind in _kinds(module.path):
            for one in kind(module):
                found.setdefault((one.path, one.begin, one.end, one.instead), one)
    return sorted(found.values(), key=lambda one: (one.path, one.begin, one.end))


def _kinds(path: str) -> list[Callable[[File], Iterator[Mutant]]]:
    kinds: list[Callable[[File], Iterator[Mutant]]] = [_requires, _factors, _doors]
    if path in QUERYSETS:
        return [_audiences]
    if path in (
        "cases/people.py",
        "cases/correspondence.py",
        "cases/letters_received.py",
        "cases/calendars.py",
    ):
        kinds += [_filters, _nothing]
    if path == ACTOR:
        kinds = [_filters]
    return [*kinds, _scoped]


def _scoped(file: File) -> Iterator[Mutant]:
    """``visible_to(actor)`` gives everything; so does ``as_secretariat(actor)``."""
    for node in file.walk():
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "visible_to"
        ):
            yield file.mutant(node, file.text(node), f"{file.text(node.func.value)}.all()")
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "as_secretariat"
        ):
            yield file.mutant(node, file.text(node), "InformationRequest.objects.all()")


def _audiences(file: File) -> Iterator[Mutant]:
    """What an audience sees: all of it without a condition, and without each of its conditions."""
    for function in file.walk():
        if isinstance(function, ast.FunctionDef) and function.name in AUDIENCES:
            for node in ast.walk(function):
                if isinstance(node, ast.Return) and node.value and file.text(node.value) != "self.all()":
                    yield file.mutant(node.value, f"return {file.text(node.value)}", "self.all()")
                yield from _without_conditions(file, node)


def _filters(file: File) -> Iterator[Mutant]:
    """Each filter by who asks."""
    for node in file.walk():
        if file.path not in NOT_ALL_OF_SCOPE or (isinstance(node, ast.Call) and _asks_who(file, node)):
            yield from _without_conditions(file, node)


def _asks_who(file: File, node: ast.Call) -> bool:
    return any(
        "actor" in file.text(one) for one in (*node.args, *(keyword.value for keyword in node.keywords))
    )


def _without_conditions(file: File, node: ast.AST) -> Iterator[Mutant]:
    """A filter left out of its chain, and each of its conditions left out of it."""
    if not (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in NARROWS
    ):
        return
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    named = [file.text(one) for one in node.args]
    named += [f"{keyword.arg}={file.text(keyword.value)}" for keyword in node.keywords]
    before = file.text(node.func.value)
    shown = f".{node.func.attr}({', '.join(named)})"
    yield file.mutant(node, f"without {shown}", f"{before}.all()")
    for at in range(len(given) if len(given) > 1 else 0):
        if file.path in NOT_ALL_OF_SCOPE and "actor" not in named[at]:
            continue
        rest = ", ".join(named[:at] + named[at + 1 :])
        yield file.mutant(node, f"without {named[at]} in {shown}", f"{before}.{node.func.attr}({rest})")


def _nothing(file: File) -> Iterator[Mutant]:
    """Where nobody is to see anything, everything; where one of two is chosen by audience, always the first."""
    for node in file.walk():
        if isinstance(node, ast.IfExp):
            yield file.mutant(node, file.text(node), file.text(node.body))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "none":
            yield file.mutant(node, file.text(node), f"{file.text(node.func.value)}.all()")


def _doors(file: File) -> Iterator[Mutant]:
    """A decorator that asks who comes, and the question itself."""
    for node in file.walk():
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if _called(decorator) in DOORS:
                    what = f"@{file.text(decorator)} on {node.name}"
                    yield file.mutant(decorator, what, "(lambda view: view)", is_door=True)
        if isinstance(node, ast.If) and "audience is not" in file.text(node.test) and "/web/" in file.path:
            yield file.mutant(node.test, f"if {file.text(node.test)}", "False", is_door=True)


def _requires(file: File) -> Iterator[Mutant]:
    """A statement that refuses whoever's role does not do this, and a page that turns them away."""
    for node in file.walk():
        if isinstance(node, ast.Expr) and _called(node.value) in ("require", "_require_may_invite"):
            yield file.mutant(node, file.text(node), "pass")
        if isinstance(node, ast.NamedExpr) and _called(node.value) == "turned_away":
            yield file.mutant(node, file.text(node), "None", is_door=True)


def _factors(file: File) -> Iterator[Mutant]:
    """Where a missing second factor makes somebody nobody."""
    for node in file.walk():
        asks = isinstance(node, ast.If) and "lacks_factor(" in file.text(node.test)
        if isinstance(node, ast.If) and asks and not isinstance(node.test, ast.UnaryOp):
            yield file.mutant(node.test, f"if {file.text(node.test)}", "False", is_door=True)


def _called(node: ast.expr) -> str:
    """The last name of what is called, or of a bare decorator."""
    target = node.func if isinstance(node, ast.Call) else node
    if isinstance(target, ast.Attribute):
        return target.attr
    return target.id if isinstance(target, ast.Name) else ""
