"""The people of the scan: the cast with its memberships, three Parties, and who is invited or written to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password

from cases.access import Actor, actor_of
from cases.models import FocalPoint, Party
from cases.models.party import Region
from cases.services import people
from compliance.accounts.models import Invitation, Membership, Role, User
from tests.conftest import PASSWORD, TOTP_SECRET
from tests.security import cast
from tests.security.canaries import Canaries

_STARTED = datetime(2020, 1, 1, tzinfo=UTC)
TODAY = datetime(2027, 6, 11, 9, 30, tzinfo=UTC)
"""The instant at which every page is asked for."""

ALDER, BIRCH, CEDAR = "XA", "XB", "XC"
_ROLES = {
    cast.OWN: (Role.FOCAL_POINT, ALDER),
    cast.OTHER: (Role.FOCAL_POINT, BIRCH),
    cast.DISABLED: (Role.FOCAL_POINT, ALDER),
    cast.ENDED: (Role.FOCAL_POINT, ALDER),
    cast.STRANGER: (None, None),
    cast.MEMBER: (Role.MEMBER, None),
    cast.CHAIR: (Role.CHAIR, None),
    cast.OFFICER: (Role.OFFICER, None),
    cast.SUPERVISOR: (Role.SUPERVISOR, None),
    cast.ADMINISTRATOR: (Role.ADMINISTRATOR, None),
    cast.NO_FACTOR: (Role.OFFICER, None),
}
_SEEN_BY = {
    cast.OWN: cast.ALDER,
    cast.OTHER: cast.BIRCH,
    cast.DISABLED: cast.ALDER,
    cast.ENDED: cast.ALDER | {cast.CHAIR},
    cast.MEMBER: frozenset({cast.CHAIR}),
    cast.OFFICER: cast.PARTIES,
}
"""Who meets the name of somebody, beside the Secretariat and themselves: colleagues, who is asked by an officer, and
the Chair, who excludes members from a matter."""


@dataclass(slots=True)
class People:
    """The cast and the Parties; ``invitations`` by whom they are for, with the secret of the one that is open."""

    canaries: Canaries
    users: dict[str, User] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    secret: str = ""

    def actor(self, member: str) -> Actor:
        """The actor that a member is; nobody for whoever has no account."""
        return actor_of(user_id=self.users[member].pk) if member in self.users else Actor()


def gather(canaries: Canaries) -> People:
    """The cast, its Parties, and whom they invited."""
    found = People(canaries)
    for iso2, tree, may_read in (
        (ALDER, "Alder", cast.ALDER),
        (BIRCH, "Birch", cast.BIRCH),
        (CEDAR, "Cedar", ()),
    ):
        found.parties[iso2] = _party(canaries, iso2, tree, frozenset(may_read))
    for member, (role, iso2) in _ROLES.items():
        found.users[member] = _person(canaries, member, role, found.parties.get(iso2 or ""))
    User.objects.filter(pk=found.users[cast.DISABLED].pk).update(is_active=False)
    Membership.objects.filter(user=found.users[cast.ENDED]).update(ended_at=TODAY)
    _invite(found)
    return found


def _party(canaries: Canaries, iso2: str, tree: str, focal_points: frozenset[str]) -> Party:
    """Cedar has neither a mailbox nor a contact; its name, and Birch's, is not for another Party to see."""
    committee = cast.COMMITTEE if iso2 != CEDAR else frozenset()
    name = canaries.plant(f"party {tree}", cast.SECRETARIAT | focal_points | committee)
    words = {
        what: canaries.plant(f"{what} {tree}", cast.SECRETARIAT | focal_points)
        for what in ("mailbox", "contact", "contact address", "position")
    }
    party = Party.objects.create(
        iso2=iso2,
        name_en=name,
        name_fr=name,
        name_es=name,
        region=Region.EUROPE,
        mailbox="" if iso2 == CEDAR else f"{words['mailbox']}@party.example",
    )
    if iso2 != CEDAR:
        address = f"{words['contact address']}@party.example"
        FocalPoint.objects.create(
            party=party, name=words["contact"], email=address, position=words["position"]
        )
    return party


def _person(canaries: Canaries, member: str, role: Role | None, party: Party | None) -> User:
    may_read = cast.SECRETARIAT | {member} | _SEEN_BY.get(member, frozenset())
    user = User.objects.create_user(
        email=f"{canaries.plant(f'address of {member}', may_read)}@desk.example",
        name=canaries.plant(f"name of {member}", may_read),
    )
    user.password = _hash()
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if role:
        Membership.objects.create(user=user, role=role, party=party, started_at=_STARTED)
    if role not in (None, Role.FOCAL_POINT) and member != cast.NO_FACTOR:
        TOTP.activate(user, TOTP_SECRET)
    return user


@cache
def _hash() -> str:
    """The same for everybody: hashing is meant to be slow."""
    return make_password(PASSWORD)


def _invite(found: People) -> None:
    """A proposal and an invitation of Birch, a proposal of Alder, and invitations of staff and of a member."""
    for member, tree in ((cast.OWN, "Alder"), (cast.OTHER, "Birch")):
        found.invitations[f"proposed by {tree}"] = people.propose(
            actor=found.actor(member),
            at=TODAY,
            **_invited(found, f"proposed by {tree}", frozenset({member})),
        )
    for label, role, party, may_read in (
        ("focal point", Role.FOCAL_POINT, found.parties[BIRCH], cast.BIRCH),
        ("staff", Role.OFFICER, None, frozenset()),
        ("member", Role.MEMBER, None, frozenset()),
    ):
        found.invitations[label], found.secret = people.invite(
            actor=found.actor(cast.SUPERVISOR),
            role=role,
            party=party,
            at=TODAY,
            **_invited(found, f"invited {label}", frozenset(may_read)),
        )


def _invited(found: People, what: str, may_read: frozenset[str]) -> dict[str, str]:
    plant, may_read = found.canaries.plant, cast.SECRETARIAT | may_read
    return {"name": plant(what, may_read), "email": f"{plant(f'address {what}', may_read)}@desk.example"}
