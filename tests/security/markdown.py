"""The permission matrix as a Markdown table, for people to read."""

from __future__ import annotations

from collections.abc import Iterator

from tests.security import cast, matrix
from tests.security.rules import Answers, Others, Row, Rule, answer_for, desk, labels_of

CIRCLES = {
    "everybody": cast.EVERYBODY,
    "whoever is signed in": cast.EVERYBODY - cast.NOT_SIGNED_IN,
    "the Secretariat": cast.SECRETARIAT,
    "both Parties": cast.PARTIES,
    "the Committee": cast.COMMITTEE,
    "whoever has no desk": cast.WITHOUT_DESK,
    "whoever is not signed in": cast.NOT_SIGNED_IN,
}
OTHERS = {
    Others.LIKE_GET: "as GET",
    Others.REFUSED: "405 for everybody",
    Others.REFUSED_INSIDE: "405, the others as GET",
    Others.FORM: "PUT as POST, OPTIONS 200, else 405; whoever GET leads away, led away",
    Others.PAGE: "OPTIONS 200, else 405; whoever GET leads away, led away",
    Others.OPEN_FORM: "OPTIONS 200, else 405",
}


_DOOR = desk()


def lines() -> Iterator[str]:
    """The size first, then a line for each address and each state of its object that is answered differently."""
    yield matrix.size()
    yield ""
    yield (
        "At the door: whoever has not signed in is led to the sign-in page, an officer without second factor "
        "to setting it up, and whoever is of another desk or of none gets 403."
    )
    yield ""
    yield "| address | state of the object | GET, HEAD | POST | PUT, PATCH, DELETE, OPTIONS |"
    yield "| --- | --- | --- | --- | --- |"
    for row in matrix.ROWS:
        where = " (demonstration only)" if row.demonstration else ""
        for labels, read, post in _states(row):
            cells = (f"`{row.name}`{where}", labels, _words(read), _words(post), OTHERS[row.others])
            yield f"| {' | '.join(cells)} |"


def _states(row: Row) -> Iterator[tuple[str, Rule, Rule]]:
    """States with the same answers together, in the order of the row."""
    posts: Answers = row.reads if row.posts is None else row.posts
    found: dict[tuple[int, int], list[str]] = {}
    rules: dict[tuple[int, int], tuple[Rule, Rule]] = {}
    for label in [*dict.fromkeys([*labels_of(row.reads), *labels_of(posts)])] or [""]:
        read, post = answer_for(row.reads, label), answer_for(posts, label)
        found.setdefault((id(read), id(post)), []).append(label)
        rules[id(read), id(post)] = (read, post)
    for key, labels in found.items():
        yield ", ".join(labels), *rules[key]


def _words(rule: Rule) -> str:
    """ "200: officer, supervisor; 403: the others"."""
    outside = {member for member in cast.EVERYBODY if rule[member] == _DOOR[member]}
    has_door = len(outside) > len(cast.NOT_SIGNED_IN) + 1
    by_answer: dict[str, set[str]] = {}
    for member in cast.EVERYBODY - (outside if has_door else set()):
        by_answer.setdefault(rule[member], set()).add(member)
    most = "" if has_door else max(by_answer, key=lambda answer: (len(by_answer[answer]), answer))
    named = sorted(f"{_shown(answer)}: {_circle(who)}" for answer, who in by_answer.items() if answer != most)
    if has_door:
        return "; ".join([*named, "else the door"])
    return "; ".join([*named, f"{_shown(most)}: {'the others' if named else 'everybody'}"])


def _shown(answer: str) -> str:
    return f"to `{answer[3:]}`" if answer.startswith("-> ") else answer


def _circle(who: set[str]) -> str:
    words, left = [], set(who)
    for name, circle in CIRCLES.items():
        if circle <= left:
            words.append(name)
            left -= circle
    return ", ".join([*words, *sorted(left)])
