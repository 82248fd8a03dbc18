"""Who asks, twelve members of the cast; how, seven methods; and the circles in which something may be read."""

from __future__ import annotations

ANONYMOUS = "anonymous"
OWN = "own focal point"
OTHER = "other Party's focal point"
DISABLED = "disabled focal point"
ENDED = "focal point whose membership ended"
STRANGER = "stranger without membership"
MEMBER = "member"
CHAIR = "chair"
OFFICER = "officer"
SUPERVISOR = "supervisor"
ADMINISTRATOR = "administrator"
NO_FACTOR = "officer without second factor"

# The two that find most come first: a door that was left open shows at once.
CAST = (
    STRANGER,
    ADMINISTRATOR,
    OTHER,
    OWN,
    MEMBER,
    OFFICER,
    NO_FACTOR,
    ANONYMOUS,
    SUPERVISOR,
    CHAIR,
    ENDED,
    DISABLED,
)

SECRETARIAT = frozenset({OFFICER, SUPERVISOR, ADMINISTRATOR})
COMMITTEE = frozenset({MEMBER, CHAIR})
ALDER = frozenset({OWN})
BIRCH = frozenset({OTHER})
PARTIES = ALDER | BIRCH
NOT_SIGNED_IN = frozenset({ANONYMOUS, DISABLED})
"""A session of somebody who was disabled is over."""
WITHOUT_DESK = frozenset({STRANGER, ENDED})
"""Signed in, and nobody: no membership, or none any more."""
NOBODIES = NOT_SIGNED_IN | WITHOUT_DESK | {NO_FACTOR}
EVERYBODY = frozenset(CAST)

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
READING = ("GET", "HEAD")
