"""What pages are asked about: for each kind of object, one in every state, with what is sent to it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from compliance.rules import loader
from tests.security import cast
from tests.security.people import ALDER
from tests.security.world import World

NONE = 999_999_999
Kwargs = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """The arguments of an address, and the form that is sent to it."""

    kwargs: Kwargs = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)


Targets = dict[str, dict[str, Target]]
"""By the kind of object, then by its label."""


def of(world: World) -> Targets:
    """Every kind of object that an address of the site can be about."""
    return {
        "request": _requests(world),
        "submission": _submissions(world),
        "receipt": _receipts(world),
        "matter": _matters(world),
        "invitation": _invitations(world),
        "membership": _memberships(world),
        "message": _messages(world),
        "pause": _pauses(world),
        "document": _documents(world),
        "upload": _uploads(world),
        **_new(world),
        **_links(world),
    }


def _requests(world: World) -> dict[str, Target]:
    """With a form that every page of a request finds what it needs in."""
    labels = ("own", "brought", "draft", "withdrawn", "closed", "other", "other draft")
    references = {label: world.requests[label].reference for label in labels} | {"missing": "IR-1999-0001"}
    return {label: Target({"reference": found}, _body()) for label, found in references.items()}


def _body() -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()),
        "subject": "Permits",
        "questions": "Which?",
        "rule_set_code": loader.DEFAULT,
        "reason": "It was answered.",
        "received_on": "2027-06-11",
        "information": "NONE",
        "justification": "A flood.",
    }


def _submissions(world: World) -> dict[str, Target]:
    """ "elsewhere" is a submission of another request than the one named."""
    pairs = {label: (label, label) for label in ("own", "closed", "withdrawn", "other")}
    pairs["elsewhere"] = ("own", "other")
    found = {label: _assessed(world, request, submission) for label, (request, submission) in pairs.items()}
    missing = {"reference": world.requests["own"].reference, "submission": NONE}
    return found | {"missing": Target(missing, found["own"].body)}


def _assessed(world: World, request: str, submission: str) -> Target:
    """With the form as it was shown: it names the assessment that there is."""
    record = world.submissions[submission]
    seen = record.assessments.values_list("pk", flat=True).last()
    return Target(
        {"reference": world.requests[request].reference, "submission": record.pk},
        {"verdict": "ADEQUATE", "reasons": "All is there.", "seen": str(seen or "")},
    )


def _receipts(world: World) -> dict[str, Target]:
    pairs = {label: (label, label) for label in ("own", "closed", "withdrawn", "other")}
    pairs |= {"elsewhere": ("own", "other"), "elsewhere own": ("other", "own")}
    found = {
        label: Target({"reference": world.requests[a].reference, "key": world.submissions[b].key})
        for label, (a, b) in pairs.items()
    }
    return found | {"missing": Target({"reference": world.requests["own"].reference, "key": uuid.uuid4()})}


def _matters(world: World) -> dict[str, Target]:
    body = {"grounds": "No response.", "confirmed": "1"}
    references = {label: matter.reference for label, matter in world.matters.items()} | {
        "missing": "CM-1999-0001"
    }
    return {label: Target({"reference": found}, body) for label, found in references.items()}


def _invitations(world: World) -> dict[str, Target]:
    keys = {label: found.pk for label, found in world.people.invitations.items()} | {"missing": NONE}
    return {label: Target({"invitation": key}) for label, key in keys.items()}


def _memberships(world: World) -> dict[str, Target]:
    keys = {
        "focal point": world.membership(cast.OTHER).pk,
        "staff": world.membership(cast.NO_FACTOR).pk,
        "member": world.membership(cast.MEMBER).pk,
        "ended": world.membership(cast.ENDED).pk,
        "missing": NONE,
    }
    return {label: Target({"membership": key}) for label, key in keys.items()}


def _messages(world: World) -> dict[str, Target]:
    keys = {label: found.pk for label, found in world.messages.items()} | {"missing": NONE}
    return {label: Target({"message": key}) for label, key in keys.items()}


def _pauses(world: World) -> dict[str, Target]:
    keys = {label: found.pk for label, found in world.pauses.items()} | {"missing": NONE}
    return {label: Target({"pause": key}) for label, key in keys.items()}


def _documents(world: World) -> dict[str, Target]:
    labels = (
        "own sent",
        "own waiting",
        "brought sent",
        "closed sent",
        "staff waiting",
        "other sent",
        "other waiting",
    )
    keys = {label: world.documents[label].pk for label in labels} | {"missing": uuid.uuid4()}
    return {label: Target({"document": key}) for label, key in keys.items()}


def _uploads(world: World) -> dict[str, Target]:
    """The lists of what waits, asked for under the key under which something does."""
    key = str(world.documents["own waiting"].form_key)
    labels = ("own", "brought", "draft", "withdrawn", "closed", "other", "other draft")
    references = {label: world.requests[label].reference for label in labels} | {"missing": "IR-1999-0001"}
    return {label: Target({}, {"request": found, "key": key}) for label, found in references.items()}


def _new(world: World) -> Targets:
    """What is made, not looked at."""
    party = world.people.parties[ALDER].pk
    words = {"subject": "Permits", "questions": "Which?", "rule_set_code": loader.DEFAULT}
    invited = {"role": "FOCAL_POINT", "name": "Nora", "email": "nora@party.example", "language": "en"}
    return {
        "new request": {"": Target({}, {"party": party, **words})},
        "new matter": {"": Target({}, {"party": party, "title": "Permits", "attention": "PRESS"})},
        "new invitation": {"": Target({}, {**invited, "party": party})},
        "new pause": {
            "": Target({}, {"scope": "PARTY", "party": party, "reason": "The address is in doubt."})
        },
        "new colleague": {"": Target({}, invited)},
        "profile": {"": Target({}, {"name": "Nora", "language": "en", "digest": "EACH"})},
    }


def _links(world: World) -> Targets:
    """What comes in letters about accounts."""
    return {
        "link": {
            "open": Target({"secret": world.people.secret}),
            "made up": Target({"secret": "x" * 43}),
        },
        "address key": {"made up": Target({"key": "x:y:z"})},
        "password key": {"made up": Target({"uidb36": "1", "key": "set-password"})},
        "security key": {"missing": Target({"pk": NONE})},
        "mail": {"missing": Target({"name": "1-00000000"})},
    }
