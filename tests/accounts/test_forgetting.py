"""Who left long ago is forgotten; what they did stays on record, and the record stays whole."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from cases.models import FocalPoint, Submission
from cases.record import chain, verification
from cases.services import forgetting, people
from compliance import clock
from compliance.accounts.models import Invitation, Membership, Role, User
from tests.conftest import PASSWORD, Answer, MakeRequest, actor_of

pytestmark = pytest.mark.django_db


def _left(user: User, by: User, ago: timedelta) -> datetime:
    """Somebody's membership ended some time ago; the instant before which they are due to be forgotten."""
    membership = Membership.objects.get(user=user)
    people.end_membership(actor=actor_of(by), membership=membership, at=clock.now() - ago)
    return clock.now() - ago + timedelta(days=1)


def _run(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("forget_departed", *arguments, "--format", "json", stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def test_the_account_is_emptied_and_the_record_stays_whole(
    officer: User, supervisor: User, make_request: MakeRequest, answer: Answer
) -> None:
    """The account no longer tells who recorded the answer; the answer itself is as it was."""
    answer(
        make_request(sent_on=date(2026, 11, 30)), date(2026, 12, 1), information="COMPLETE", text="Ms Ash."
    )
    invitation, _ = people.invite(
        actor=actor_of(supervisor), email="x@desk.example", name="X", role=Role.OFFICER, at=clock.now()
    )
    Invitation.objects.filter(pk=invitation.pk).update(user=officer, state="ACCEPTED", email=officer.email)
    _left(officer, supervisor, timedelta(days=6 * 365))
    chain.seal(at=clock.now())

    assert _run("--dry-run")["accounts"] == [officer.pk]
    officer.refresh_from_db()
    assert officer.name == "Officer", "a dry run changes nothing"

    assert _run()["accounts"] == [officer.pk]
    officer.refresh_from_db()
    assert (officer.name, officer.email) == (f"Person {officer.pk}", f"person-{officer.pk}@forgotten.invalid")
    assert not officer.is_active
    assert not officer.has_usable_password()
    assert not EmailAddress.objects.filter(user=officer).exists()
    assert not Authenticator.objects.filter(user=officer).exists()
    assert "officer@" not in Invitation.objects.get(pk=invitation.pk).email
    assert Client().login(email="officer@desk.example", password=PASSWORD) is False

    submission = Submission.objects.get()
    assert (submission.recorded_by, submission.text) == (officer, "Ms Ash.")
    chain.seal(at=clock.now())
    assert verification.verify().fault is None
    assert _run()["accounts"] == [], "nobody is forgotten twice"


def test_who_is_here_or_left_lately_or_came_back_is_not_forgotten(
    officer: User, supervisor: User, member: User, stranger: User, settings: Any
) -> None:
    _left(member, supervisor, timedelta(days=100))
    _left(officer, supervisor, timedelta(days=6 * 365))
    Membership.objects.create(user=officer, role=Role.OFFICER, started_at=clock.now())
    assert _run()["accounts"] == []
    assert _run("--after-days", "90")["accounts"] == [member.pk]
    settings.FORGET_AFTER_DAYS = 0
    assert forgetting.limit(at=clock.now()) is None


def test_a_contact_who_left_gets_no_name_and_no_address(party: Any) -> None:
    contact = FocalPoint.objects.get(party=party)
    contact.left_on, contact.position = date(2020, 1, 1), "Director"
    contact.save()
    assert _run()["contacts"] == [contact.pk]
    contact.refresh_from_db()
    assert (contact.position, contact.email) == ("", f"contact-{contact.pk}@forgotten.invalid")
    assert "Focal" not in contact.name


def test_a_copy_of_ones_own_data_is_given_after_proof_alone(
    client: Client, focal_point: User, other_focal_point: User, make_request: MakeRequest
) -> None:
    client.force_login(focal_point)
    asked = client.get(reverse("own_data"))
    assert (asked.status_code, asked["Location"].partition("?")[0]) == (
        302,
        reverse("account_reauthenticate"),
    )

    make_request(sent_on=date(2026, 11, 30))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert "Take a copy" in client.get(reverse("own_data")).content.decode()
    copy = client.post(reverse("own_data"))
    assert copy["Content-Disposition"].startswith("attachment;")
    told = json.loads(copy.content)
    assert told["account"]["email"] == focal_point.email
    assert [one["role"] for one in told["memberships"]] == ["FOCAL_POINT"]
    assert other_focal_point.email not in copy.content.decode()
    assert "argon2" not in copy.content.decode()
