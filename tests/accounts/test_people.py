"""Coming in and leaving: by invitation alone, and ended at once."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from cases.models import FocalPoint, Party
from cases.services import people
from cases.services.refusals import Refused
from compliance.accounts.models import Invitation, Membership, Role, User
from tests.conftest import PASSWORD, actor_of
from tests.services.smtp import MailServer

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
GOOD = "four words are enough"


def _invite(by: User, role: str = Role.FOCAL_POINT, **fields: object) -> tuple[Invitation, str]:
    asked = {"email": "New@Party.example", "name": "Nora New", "role": role, "at": NOW} | fields
    return people.invite(actor=actor_of(by), **asked)


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        ("officer", {Role.FOCAL_POINT}),
        ("supervisor", set(Role)),
        ("administrator", set(Role)),
        ("focal_point", set()),
        ("member", set()),
        ("chair", set()),
        ("stranger", set()),
    ],
)
def test_who_may_invite_whom(
    request: pytest.FixtureRequest, party: Party, who: str, roles: set[Role]
) -> None:
    by = request.getfixturevalue(who)
    for number, role in enumerate(Role):
        fields = {"email": f"new{number}@party.example", "party": party}
        if role in roles:
            assert _invite(by, role, **fields)[0].state == "SENT"
        else:
            with pytest.raises(PermissionDenied):
                _invite(by, role, **fields)


def test_from_the_link_to_an_account_with_its_membership_and_letters(officer: User, party: Party) -> None:
    invitation, secret = _invite(officer, party=party)
    assert secret not in str(Invitation.objects.filter(pk=invitation.pk).values()), "only a digest is kept"

    user = people.accept(secret=secret, name="Nora New", password=GOOD, at=NOW + timedelta(days=6))
    assert user.email == "new@party.example"
    assert user.check_password(GOOD)
    membership = Membership.objects.get(user=user)
    assert (membership.role, membership.party) == (Role.FOCAL_POINT, party)
    assert FocalPoint.objects.filter(party=party, email=user.email).exists()
    with pytest.raises(people.LinkEnded):
        people.accept(secret=secret, name="Again", password=GOOD, at=NOW + timedelta(days=6))


@pytest.mark.parametrize("ended", ["seven days", "revoked", "sent again", "made up"])
def test_a_link_that_has_ended_opens_nothing(officer: User, party: Party, ended: str) -> None:
    invitation, secret = _invite(officer, party=party)
    at = NOW + timedelta(days=7) if ended == "seven days" else NOW
    if ended == "revoked":
        people.revoke(actor=actor_of(officer), invitation=invitation, at=NOW)
    if ended == "sent again":
        people.send_again(actor=actor_of(officer), invitation=invitation, at=NOW)
    with pytest.raises(people.LinkEnded):
        people.accept(secret="x" * 43 if ended == "made up" else secret, password=GOOD, at=at)
    assert not User.objects.filter(email="new@party.example").exists()


@pytest.mark.parametrize("password", ["short", "new@party.example", "qwertyqwerty", ""])
def test_a_weak_password_is_refused_and_the_link_still_works(
    officer: User, party: Party, password: str
) -> None:
    _, secret = _invite(officer, party=party)
    with pytest.raises(Refused) as refused:
        people.accept(secret=secret, password=password, at=NOW)
    assert refused.value.field == "password"
    people.accept(secret=secret, password=GOOD, at=NOW)


def test_one_person_never_has_two_memberships(officer: User, focal_point: User, other_party: Party) -> None:
    with pytest.raises(Refused, match="end the other first") as refused:
        _invite(officer, email=focal_point.email, party=other_party)
    assert refused.value.field == "email"


def test_a_proposal_tells_nothing_of_another_party(
    officer: User, focal_point: User, other_focal_point: User, other_party: Party
) -> None:
    """Whether the proposed person is known, invited or a stranger, the answer is the same."""
    _invite(officer, email="invited@party.example", party=other_party)
    for email in (other_focal_point.email, "invited@party.example", "stranger@nowhere.example"):
        proposal = people.propose(actor=actor_of(focal_point), email=email, name="Colleague", at=NOW)
        assert proposal.state == "PROPOSED"
    taken = Invitation.objects.get(email=other_focal_point.email)
    with pytest.raises(Refused, match="end the other first"):
        people.send_again(actor=actor_of(officer), invitation=taken, at=NOW)


def test_an_account_is_joined_only_by_whoever_is_signed_in_with_it(
    officer: User, supervisor: User, focal_point: User, other_party: Party
) -> None:
    """The link alone must not take over an account that exists."""
    people.end_membership(
        actor=actor_of(officer), membership=Membership.objects.get(user=focal_point), at=NOW
    )
    _, secret = _invite(officer, email=focal_point.email, party=other_party)
    for signed_in in (None, supervisor):
        with pytest.raises(Refused, match="sign in"):
            people.accept(secret=secret, password=GOOD, at=NOW, signed_in=signed_in)
    people.accept(secret=secret, password=GOOD, at=NOW, signed_in=focal_point)
    focal_point.refresh_from_db()
    assert focal_point.check_password(PASSWORD), "the password stays as it was"
    assert actor_of(focal_point).party_id == other_party.pk


def test_leaving_ends_every_session_at_once_and_keeps_the_record(
    client: Client, officer: User, focal_point: User
) -> None:
    client.post(reverse("account_login"), {"login": focal_point.email, "password": PASSWORD})
    assert client.get(reverse("party:home")).status_code == 200

    membership = Membership.objects.get(user=focal_point)
    people.end_membership(actor=actor_of(officer), membership=membership, at=NOW)
    assert client.get(reverse("party:home")).status_code == 302, "to the sign-in page"
    membership.refresh_from_db()
    assert membership.ended_at == NOW
    assert User.objects.filter(pk=focal_point.pk).exists()


def test_a_person_who_is_switched_off_is_out_with_the_next_request(client: Client, focal_point: User) -> None:
    client.force_login(focal_point)
    assert client.get(reverse("party:home")).status_code == 200
    focal_point.is_active = False
    focal_point.save()
    assert client.get(reverse("party:home")).status_code == 302


def test_nobody_ends_their_own_membership(supervisor: User) -> None:
    with pytest.raises(PermissionDenied):
        people.end_membership(
            actor=actor_of(supervisor), membership=Membership.objects.get(user=supervisor), at=NOW
        )


def test_through_the_pages_from_the_invitation_to_the_desk(
    client: Client, officer: User, party: Party, mail_server: MailServer
) -> None:
    client.force_login(officer)
    asked = {
        "role": "FOCAL_POINT",
        "name": "Nora",
        "email": "nora@party.example",
        "party": party.pk,
        "language": "en",
    }
    assert client.post(reverse("secretariat:invite"), asked).status_code == 302
    letter = mail_server.taken[0].get_content()
    link = re.search(r"http://\S+/account/invitation/\S+", letter)
    assert link is not None

    newcomer, link_path = Client(), link[0].split("localhost:8000")[1]
    opened = newcomer.get(link_path)
    path = opened.headers["Location"]
    assert path == reverse("accept_invitation"), "the secret is out of the address"
    assert "no-store" in newcomer.get(path).headers["Cache-Control"]
    assert not User.objects.filter(email="nora@party.example").exists(), "looking changes nothing"
    differing = {"name": "Nora", "password": GOOD, "password_again": "something else"}
    assert "differ" in newcomer.post(path, differing).content.decode()
    joined = newcomer.post(path, {"name": "Nora", "password": GOOD, "password_again": GOOD}, follow=True)
    assert joined.redirect_chain[-1][0] == reverse("party:home")
    assert Client().get(link_path).status_code == 404
    assert Client().get(path).status_code == 404


def test_a_lost_factor_is_reset_by_a_supervisor_alone(
    client: Client, officer: User, supervisor: User
) -> None:
    membership = Membership.objects.get(user=officer)
    client.force_login(officer)
    assert client.get(reverse("secretariat:dashboard")).status_code == 200
    with pytest.raises(PermissionDenied):
        people.reset_factors(actor=actor_of(officer), membership=Membership.objects.get(user=supervisor))
    with pytest.raises(PermissionDenied):
        people.reset_factors(actor=actor_of(supervisor), membership=Membership.objects.get(user=supervisor))

    people.reset_factors(actor=actor_of(supervisor), membership=membership)
    assert not Authenticator.objects.filter(user=officer).exists()
    client.force_login(officer)
    assert client.get(reverse("secretariat:dashboard")).headers["Location"] == reverse("factor_required")


def test_the_first_administrator_is_let_in_by_a_command_and_nobody_after(client: Client) -> None:
    out = StringIO()
    asked = ("first_administrator", "--email", "Root@Desk.example", "--name", "Ada Min")
    call_command(*asked, "--format", "json", stdout=out)
    link = json.loads(out.getvalue())["url"].split("localhost:8000")[1]
    client.get(link)
    typed = {"name": "Ada Min", "password": GOOD, "password_again": GOOD}
    assert client.post(reverse("accept_invitation"), typed).status_code == 302
    assert Membership.objects.get(user__email="root@desk.example").role == Role.ADMINISTRATOR
    with pytest.raises(SystemExit):
        call_command(*asked)
