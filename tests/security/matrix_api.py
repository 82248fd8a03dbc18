"""The permission matrix of the API: for each address, method and state of the object, what each token is answered.

Stated by hand. A session is answered 401 everywhere (``BY_SESSION``, rows of the
matrix of pages); ``ROWS`` say what tokens are answered. A method that a row does not
name is 405 for every token that works.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.security import cast
from tests.security.rules import EVERYBODY, NO_METHOD, Others
from tests.security.rules import Row as SessionRow
from tests.security.rules import rule as of_sessions

if TYPE_CHECKING:
    from tests.security.world import World

READING = "officer's token for reading alone"
BEARERS = (
    *(cast.OWN, cast.OTHER, cast.MEMBER, cast.CHAIR, cast.OFFICER, cast.SUPERVISOR),
    *(cast.ADMINISTRATOR, READING),
)
"""Each with a token for all that the role does, but the last."""
NOT_WORKING = (
    *("no token", "made up", "expired", "ended by its owner", "of who left", "of a disabled person"),
    *("of an officer without second factor", "of another kind"),
)

ALDER, BIRCH = frozenset({cast.OWN}), frozenset({cast.OTHER})
COMMITTEE = cast.COMMITTEE
SECRETARIAT = cast.SECRETARIAT | {READING}
WORKING = frozenset({cast.OFFICER, cast.SUPERVISOR})
"""Officers and supervisors, with tokens for it."""
Rule = Mapping[str, int]


def rule(default: int, *exceptions: tuple[frozenset[str], int]) -> Rule:
    """The default, but for the circles that are named; the later ones win."""
    found = dict.fromkeys(BEARERS, default)
    for circle, status in exceptions:
        found |= dict.fromkeys(circle, status)
    return found


def seen_by(*circles: frozenset[str]) -> Rule:
    """200 for the Secretariat and these; for the others it is not there."""
    return rule(404, (SECRETARIAT, 200), *((circle, 200) for circle in circles))


def done(status: int, *seeing: frozenset[str]) -> Rule:
    """An act of officers and supervisors on what these also see and may not do."""
    return rule(404, *((circle, 403) for circle in seeing), (SECRETARIAT, 403), (WORKING, status))


ALL = rule(200)
NOBODY = rule(404)
OPENED = rule(403, (WORKING, 201))


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One address: for each method the rule for each label of the object, or several with commas between."""

    name: str
    kind: str
    methods: Mapping[str, Mapping[str, Rule]]

    def rule(self, method: str, label: str) -> Rule | None:
        """None where the method is not offered."""
        for labels, found in self.methods.get(method, {}).items():
            if label in labels.split(", "):
                return found
        return None

    def labels(self, method: str) -> list[str]:
        return [label for labels in self.methods.get(method, {}) for label in labels.split(", ")]


def _list(name: str, **methods: Rule) -> Row:
    return Row(f"{name}-list", "", {"GET": {"": ALL}} | {key: {"": one} for key, one in methods.items()})


def _one(name: str, reads: Mapping[str, Rule], kind: str = "", **methods: Mapping[str, Rule]) -> Row:
    return Row(f"{name}-detail", kind or name, {"GET": reads} | methods)


_REQUESTS = {
    "own, closed": seen_by(ALDER),
    "brought, withdrawn": seen_by(ALDER, COMMITTEE),
    "draft, draft brought, other draft": seen_by(),
    "other": seen_by(BIRCH),
    "missing": NOBODY,
}
_DOCUMENTS = {
    "own sent": seen_by(ALDER),
    "own waiting": rule(404, (ALDER, 200)),
    "staff waiting": seen_by(),
    "other sent": seen_by(BIRCH),
    "other brought sent": seen_by(BIRCH, COMMITTEE),
    "missing": NOBODY,
}
ROWS = (
    _list("party"),
    _one(
        "party",
        {
            "XA": seen_by(ALDER, COMMITTEE),
            "XB": seen_by(BIRCH, COMMITTEE),
            "XC": seen_by(),
            "missing": NOBODY,
        },
    ),
    _list("request", POST=OPENED),
    _one(
        "request",
        _REQUESTS,
        PATCH={
            "draft": done(200),
            "own": done(409, ALDER),
            "brought": done(409, ALDER, COMMITTEE),
            "other": done(409, BIRCH),
            "missing": NOBODY,
        },
    ),
    Row("request-send", "request", {"POST": {"draft": done(200), "own": done(409, ALDER)}}),
    Row(
        "request-withdraw",
        "request",
        {"POST": {"own": done(200, ALDER), "brought": done(200, ALDER, COMMITTEE), "draft": done(409)}},
    ),
    Row(
        "request-answers",
        "request",
        {
            "POST": {
                "own": rule(404, (SECRETARIAT, 403), (ALDER, 201)),
                "brought": rule(404, (SECRETARIAT | COMMITTEE, 403), (ALDER, 201)),
                "withdrawn": rule(404, (SECRETARIAT | COMMITTEE, 403), (ALDER, 409)),
                "other": rule(404, (SECRETARIAT, 403), (BIRCH, 201)),
                "draft": rule(404, (SECRETARIAT, 403)),
            }
        },
    ),
    Row(
        "request-submissions",
        "request",
        {"POST": {"own": done(201, ALDER), "withdrawn": done(409, ALDER, COMMITTEE), "draft": done(409)}},
    ),
    Row(
        "request-documents",
        "request",
        {
            "POST": {
                "own": rule(404, (SECRETARIAT, 403), (ALDER | WORKING, 201)),
                "brought": rule(404, (SECRETARIAT | COMMITTEE, 403), (ALDER | WORKING, 201)),
                "draft": done(409),
            }
        },
    ),
    _list("submission"),
    _one(
        "submission",
        {
            "own, brought, closed": seen_by(ALDER),
            "other": seen_by(BIRCH),
            # What was released.
            "other brought": seen_by(BIRCH, COMMITTEE),
            "missing": NOBODY,
        },
    ),
    Row(
        "submission-assessments",
        "submission",
        {"POST": {"closed": done(201, ALDER), "own": done(409, ALDER), "missing": NOBODY}},
    ),
    _list("assessment"),
    _one(
        "assessment",
        {"brought, closed": seen_by(ALDER), "other": seen_by(BIRCH), "missing": NOBODY},
    ),
    _list("document"),
    _one(
        "document",
        _DOCUMENTS,
        DELETE={
            "own sent": rule(404, (SECRETARIAT, 403), (ALDER | WORKING, 409)),
            "own waiting": rule(404, (ALDER, 204)),
            "staff waiting": done(204),
            "other brought sent": rule(404, (SECRETARIAT | COMMITTEE, 403), (BIRCH | WORKING, 409)),
            "missing": NOBODY,
        },
    ),
    Row("document-content", "document", {"GET": _DOCUMENTS}),
    _list("matter", POST=OPENED),
    _one(
        "matter",
        {
            "own": seen_by(ALDER),
            "brought": seen_by(ALDER, COMMITTEE),
            "other": seen_by(BIRCH),
            "other brought": seen_by(BIRCH, COMMITTEE),
            "public": seen_by(COMMITTEE),
            "missing": NOBODY,
        },
        PATCH={
            "own": done(200, ALDER),
            "brought": done(200, ALDER, COMMITTEE),
            "public": done(409, COMMITTEE),
            "missing": NOBODY,
        },
    ),
    _list("measure"),
    _one("measure", {"brought": seen_by(ALDER, COMMITTEE), "missing": NOBODY}),
    _list("meeting"),
    _one("meeting", {"next": ALL, "missing": NOBODY}),
    _list("notice"),
    _one(
        "notice",
        {
            "own received": seen_by(ALDER),
            "own to officer": seen_by(),
            "other received": seen_by(BIRCH),
            "missing": NOBODY,
        },
    ),
    _list("deadline"),
    Row("timeline", "", {"POST": {"": ALL}}),
    Row("me", "", {"GET": {"": ALL}}),
)

BY_SESSION = (
    *(
        SessionRow(f"api:{row.name}", of_sessions("401"), about=f"api {row.kind}" if row.kind else "")
        for row in ROWS
    ),
    SessionRow("api:schema", EVERYBODY, NO_METHOD, others=Others.REFUSED),
    SessionRow("api:docs", EVERYBODY, NO_METHOD, others=Others.REFUSED),
)


def kwargs(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """The arguments of an address for each object, by kind and label."""
    none = 999_999_999
    assessed = {label: world.submissions[label].assessments.get() for label in ("brought", "closed", "other")}
    return {
        "": {"": {}},
        "party": {label: {"iso2": label} for label in ("XA", "XB", "XC")} | {"missing": {"iso2": "ZZ"}},
        "request": _references(world.requests, "IR-1999-0001"),
        "submission": _keys(world.submissions, none),
        "assessment": _keys(assessed, none),
        "document": _keys(world.documents, uuid.UUID(int=0)),
        "matter": _references(world.matters, "CM-1999-0001"),
        "measure": {"brought": {"pk": world.of_matters["measure brought"]}, "missing": {"pk": none}},
        "meeting": {"next": {"code": world.meeting.code}, "missing": {"code": "SC0"}},
        "notice": _keys(world.messages, none),
    }


def _references(records: Mapping[str, Any], missing: str) -> dict[str, dict[str, Any]]:
    found = {label: {"reference": one.reference} for label, one in records.items()}
    return found | {"missing": {"reference": missing}}


def _keys(records: Mapping[str, Any], missing: Any) -> dict[str, dict[str, Any]]:
    return {label: {"pk": one.pk} for label, one in records.items()} | {"missing": {"pk": missing}}


def body(world: World, row: Row, label: str) -> dict[str, Any]:
    """What is sent to an address."""
    last = world.submissions["closed"].assessments.get().pk
    return {
        "request-list": {"party": "XA", "subject": "Permits", "questions": "Which?"},
        "request-detail": {"subject": "Other permits"},
        "request-withdraw": {"reason": "It was answered."},
        "request-answers": {"justification": "A flood."},
        "request-submissions": {"received_on": "2027-06-11", "justification": "A flood."},
        "submission-assessments": {
            "verdict": "INADEQUATE",
            "reasons": "Not all is there.",
            "corrects": last if label == "closed" else None,
        },
        "matter-list": {"party": "XA", "title": "Permits", "attention": "PRESS"},
        "matter-detail": {"provisions": "Article IV"},
        "timeline": {"sent_on": "2026-11-30"},
    }.get(row.name, {})
