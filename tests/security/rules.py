"""How a row of the permission matrix is written: who gets which answer, in words that name the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tests.security import cast

Rule = Mapping[str, str]
"""The answer for each member of the cast: a status, or ``-> page`` for a redirect to it."""
Answers = Rule | Mapping[str, Rule]
"""One rule for all objects, or one for each label or several labels: "own, closed"."""


class Others(StrEnum):
    """How PUT, PATCH, DELETE and OPTIONS are answered."""

    LIKE_GET = "as GET"
    """A function that looks at POST alone: anything else shows the page."""
    REFUSED = "405"
    """Before anybody is asked who they are."""
    REFUSED_INSIDE = "405 inside"
    """405 for whoever may come in; the others are turned away first."""
    FORM = "form"
    """A form of the account pages: PUT as POST, OPTIONS 200, else 405; the door first."""
    PAGE = "page"
    """A page of the account pages: OPTIONS 200, else 405; the door first."""
    OPEN_FORM = "open form"
    """The same, with no door before the methods: PUT too is refused."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One address. ``posts`` is None where POST is answered as GET is; ``about`` names the kind of object."""

    name: str
    reads: Answers
    posts: Answers | None = None
    about: str = ""
    others: Others = Others.LIKE_GET
    demonstration: bool = False


def rule(default: str, *exceptions: tuple[frozenset[str], str]) -> Rule:
    """Everybody gets the default, but for the circles that are named; the later ones win."""
    found = dict.fromkeys(cast.CAST, default)
    for circle, answer in exceptions:
        found |= dict.fromkeys(circle, answer)
    return found


SIGN_IN, FACTOR = "-> account_login", "-> factor_required"
ADMINISTRATOR, OFFICER = frozenset({cast.ADMINISTRATOR}), frozenset({cast.OFFICER})
LACKING = frozenset({cast.NO_FACTOR})
WITH_FACTOR = cast.SECRETARIAT | cast.COMMITTEE


def desk(*insiders: tuple[frozenset[str], str]) -> Rule:
    """A page of one audience: sign in first, then the factor, then 403 for the other audiences."""
    return rule("403", (cast.NOT_SIGNED_IN, SIGN_IN), (LACKING, FACTOR), *insiders)


def signed_in(answer: str, *exceptions: tuple[frozenset[str], str]) -> Rule:
    """A page for whoever has signed in."""
    return rule(answer, (cast.NOT_SIGNED_IN, SIGN_IN), *exceptions)


def staff(answer: str) -> Rule:
    """All of the Secretariat."""
    return desk((cast.SECRETARIAT, answer))


def case_staff(answer: str) -> Rule:
    """Officers and supervisors: administrators act on no case."""
    return desk((cast.SECRETARIAT - ADMINISTRATOR, answer))


def heads(answer: str) -> Rule:
    """Supervisors and administrators: officers invite focal points alone."""
    return desk((cast.SECRETARIAT - OFFICER, answer))


def one_of_staff(own: str, colleagues: str = "404") -> Rule:
    """What is the supervisor's own."""
    return desk((cast.SECRETARIAT, colleagues), (frozenset({cast.SUPERVISOR}), own))


def named_in_a_note(answer: str) -> Rule:
    """The supervisor, whom every note of the record names."""
    return desk((cast.SECRETARIAT, "404"), (frozenset({cast.SUPERVISOR}), answer))


def parties(own: str, other: str = "404") -> Rule:
    """The two focal points."""
    return desk((cast.ALDER, own), (cast.BIRCH, other))


def committee(answer: str) -> Rule:
    """Members and the chair."""
    return desk((cast.COMMITTEE, answer))


def chair(member: str, chair: str) -> Rule:
    """Members, and the chair of the Committee alone."""
    return desk((cast.COMMITTEE, member), (frozenset({cast.CHAIR}), chair))


def any_desk(answer: str, with_link: str = "") -> Rule:
    """Whoever has a desk; another answer for those who have made a link for their calendar."""
    makers = cast.PARTIES | {cast.MEMBER, cast.OFFICER}
    everybody = cast.SECRETARIAT | cast.PARTIES | cast.COMMITTEE
    return desk((everybody, answer), (makers, with_link or answer))


def document(own: str = "404", other: str = "404", officers: str = "404", administrator: str = "") -> Rule:
    """Of no desk: whoever does not see it is told that there is none."""
    administrators = (ADMINISTRATOR, administrator or officers)
    return signed_in(
        "404", (cast.ALDER, own), (cast.BIRCH, other), (cast.SECRETARIAT, officers), administrators
    )


EVERYBODY = rule("200")
NO_METHOD = rule("405")
SIGNED_IN = signed_in("200")
ANY_DESK = any_desk("200")
STAFF, CASE_STAFF, NOT_FOUND = staff("200"), case_staff("200"), staff("404")
TO_REQUEST, TO_MATTER = case_staff("-> secretariat:request"), case_staff("-> secretariat:matter")
STAFF_405 = staff("405")
BOTH_PARTIES, NO_PARTY, COMMITTEE = parties("200", "200"), parties("404"), committee("200")
NOBODYS = document()
REAUTHENTICATE = "-> account_reauthenticate"
PROVE = "-> mfa_reauthenticate"
"""Whoever has a factor proves by password and factor together."""
ASKED_AGAIN = signed_in(REAUTHENTICATE, (WITH_FACTOR, PROVE))
HAS_FACTOR_200 = signed_in(REAUTHENTICATE, (WITH_FACTOR, "200"))
SENT = "own, brought, closed, other"
DRAFTS = "draft, other draft"


def expected(row: Row, *, label: str, member: str, method: str) -> str:
    """The answer that a row states. Raises: KeyError for a label that it says nothing of."""
    read = answer_for(row.reads, label)[member]
    if method in ("GET", "HEAD"):
        return read
    post = answer_for(row.posts, label)[member] if row.posts is not None else read
    return post if method == "POST" else _unusual(row.others, method, read, post)


def answer_for(answers: Answers, label: str) -> Rule:
    """The rule for one label. Raises: KeyError."""
    if cast.ANONYMOUS in answers:
        return answers  # type: ignore[return-value]  # one rule for all
    for labels, found in answers.items():
        if label in labels.split(", "):
            return found  # type: ignore[return-value]
    raise KeyError(label)


def labels_of(answers: Answers | None) -> list[str]:
    """The labels that the answers tell apart; none where one rule holds for all."""
    if answers is None or cast.ANONYMOUS in answers:
        return []
    return [label for labels in answers for label in labels.split(", ")]


def _unusual(others: Others, method: str, read: str, post: str) -> str:
    if others is Others.LIKE_GET:
        return read
    if others is Others.REFUSED:
        return "405"
    if others is Others.OPEN_FORM:
        return "200" if method == "OPTIONS" else "405"
    if others is Others.REFUSED_INSIDE:
        return read
    return _inside(others, method, read, post)


def _inside(others: Others, method: str, read: str, post: str) -> str:
    """Of the account pages: whoever is led away by GET is led away by every method."""
    if read.startswith("->"):
        return read
    if method == "OPTIONS":
        return "200"
    return post if method == "PUT" and others is Others.FORM else "405"
