"""Who may come in: invited, accepted, proposed, and gone. Leaving ends access at once and keeps the record."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import FocalPoint, Party
from cases.services.refusals import Refused, clean
from compliance import clock
from compliance.accounts import security_log
from compliance.accounts.models import COMMITTEE_ROLES, SECRETARIAT_ROLES, Invitation, Membership, Role, User

_ACT_TO_INVITE = {
    **dict.fromkeys(SECRETARIAT_ROLES, Act.INVITE_STAFF),
    **dict.fromkeys(COMMITTEE_ROLES, Act.INVITE_MEMBER),
    Role.FOCAL_POINT: Act.INVITE_FOCAL_POINT,
}

_INSTALLER = "installation@localhost"
"""The account in whose name the first invitation is made; it cannot sign in."""


class LinkEnded(Refused):
    """The invitation was used, revoked or has ended; the inviter can send another."""


@transaction.atomic
def invite(
    *,
    actor: Actor,
    email: str,
    name: str,
    role: str,
    at: datetime,
    party: Party | None = None,
    region: str = "",
    language: str = "en",
) -> tuple[Invitation, str]:
    """Invites somebody into a role; returns the invitation and the secret of its link, which is kept nowhere.

    Supervisors and administrators invite staff and Committee members; officers
    too invite focal points. Raises: PermissionDenied; Refused, also where the
    person has a membership or an open invitation.
    """
    _require_may_invite(actor, role)
    _require_no_membership(User.objects.filter(email=email.strip().lower()).first())
    invitation = _prepared(
        actor=actor, email=email, name=name, role=role, party=party, region=region, language=language, at=at
    )
    secret = _renew(invitation, at=at)
    _save(invitation)
    return invitation, secret


@transaction.atomic
def propose(*, actor: Actor, email: str, name: str, at: datetime, language: str = "en") -> Invitation:
    """A focal point proposes a colleague of the same Party; the Secretariat decides whether to invite.

    Whether the person is known to the desk already is not said: that would tell
    one Party about another. The Secretariat finds out when it invites.
    Raises: PermissionDenied; Refused where the same colleague is proposed already.
    """
    access.require(actor=actor, act=Act.PROPOSE_COLLEAGUE)
    invitation = _prepared(
        actor=actor,
        email=email,
        name=name,
        role=Role.FOCAL_POINT,
        party=Party.objects.visible_to(actor).get(pk=actor.party_id or 0),
        region="",
        language=language,
        at=at,
    )
    _save(invitation)
    return invitation


@transaction.atomic
def send_again(*, actor: Actor, invitation: Invitation, at: datetime) -> str:
    """Sends an invitation, or a proposal, with a new link; the link before it works no longer.

    Returns the new secret. Raises: PermissionDenied; Refused once it was accepted or
    revoked, or as ``invite``.
    """
    invitation = _open(actor, invitation)
    _require_no_membership(User.objects.filter(email=invitation.email).first())
    secret = _renew(invitation, at=at)
    _save(invitation)
    return secret


@transaction.atomic
def revoke(*, actor: Actor, invitation: Invitation, at: datetime) -> None:
    """Ends an invitation or declines a proposal. Raises: PermissionDenied; Refused once it was settled."""
    invitation = _open(actor, invitation)
    invitation.state, invitation.settled_at, invitation.secret_digest = Invitation.State.REVOKED, at, ""
    invitation.save()


def find(*, secret: str, at: datetime) -> Invitation:
    """The invitation that a link opens. Raises: LinkEnded for any link that does not work, without saying why."""
    invitation = Invitation.objects.filter(secret_digest=_digest(secret)).select_related("party").first()
    if invitation is None or invitation.has_ended(at=at):
        raise LinkEnded(_("This link does not work any more. Ask whoever invited you to send another."))
    return invitation


@transaction.atomic
def accept(
    *, secret: str, password: str, at: datetime, name: str = "", signed_in: User | None = None
) -> User:
    """Opens the account and the membership that an invitation is for; the link works once.

    Somebody who has an account already joins with it, signed in; the link alone
    does not set a new password. Raises: LinkEnded; Refused for a weak password,
    for the wrong account, or where a membership is still running.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=find(secret=secret, at=at).pk)
    if invitation.has_ended(at=at):
        raise LinkEnded(_("This link was used already."))
    user = User.objects.filter(email=invitation.email).first()
    user = _returning(user, signed_in) if user else _new_account(invitation, name, password)
    _require_no_membership(user)
    Membership.objects.create(
        user=user, role=invitation.role, party=invitation.party, region=invitation.region, started_at=at
    )
    _write_to(invitation)
    invitation.state, invitation.settled_at, invitation.user = Invitation.State.ACCEPTED, at, user
    invitation.secret_digest = ""
    invitation.save()
    security_log.note("joined", user_id=user.pk, role=invitation.role)
    return user


@transaction.atomic
def end_membership(*, actor: Actor, membership: Membership, at: datetime) -> None:
    """Ends somebody's access at once, in every session; what they did stays on record under their name.

    Raises: PermissionDenied, also for one's own membership; Refused where it has ended.
    """
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    )
    _require_may_invite(actor, membership.role)
    if membership.user_id == actor.user_id:
        raise PermissionDenied(_("You cannot end your own membership; ask another supervisor."))
    if membership.ended_at:
        raise Refused(_("This membership has ended already."))
    membership.ended_at = at
    membership.save()
    if membership.role == Role.FOCAL_POINT:
        _write_no_more(membership, at=at)
    end_sessions(user=membership.user)
    security_log.note("membership-ended", user_id=membership.user_id, by=actor.user_id)


@transaction.atomic
def reset_factors(*, actor: Actor, membership: Membership) -> None:
    """Removes the second factors of somebody who lost theirs, and ends their sessions; they set up anew.

    Whoever asks for this must have made sure who it is that lost them. Raises:
    PermissionDenied, also for oneself.
    """
    access.require(actor=actor, act=Act.RESET_FACTORS)
    if membership.user_id == actor.user_id:
        raise PermissionDenied(_("You cannot reset your own second factor; ask another supervisor."))
    Authenticator.objects.filter(user=membership.user).delete()
    end_sessions(user=membership.user)
    security_log.note("factors-reset", user_id=membership.user_id, by=actor.user_id)


def first_administrator(*, email: str, name: str, at: datetime) -> str:
    """Invites the first administrator of a new desk; returns the secret of the link.

    Raises: Refused once anybody is there who could invite.
    """
    heads = Membership.objects.filter(role__in=[Role.SUPERVISOR, Role.ADMINISTRATOR], ended_at__isnull=True)
    if heads.exists():
        raise Refused(_("The desk has a supervisor or an administrator: they invite."))
    with transaction.atomic():
        nobody, _made = User.objects.get_or_create(
            email=_INSTALLER, defaults={"name": "Installation", "is_active": False}
        )
        Invitation.objects.filter(invited_by=nobody, state=Invitation.State.SENT).update(
            state=Invitation.State.REVOKED, settled_at=at, secret_digest=""
        )
        invitation = _prepared(
            actor=Actor(nobody.pk),
            email=email,
            name=name,
            role=Role.ADMINISTRATOR,
            party=None,
            region="",
            language="en",
            at=at,
        )
        secret = _renew(invitation, at=at)
        clean(invitation)
        invitation.save()
    return secret


def act_to_invite(role: str) -> Act:
    """What inviting into a role, and ending it, asks for. Raises: ValueError for no role."""
    return _ACT_TO_INVITE[Role(role)]


def end_sessions(*, user: User) -> None:
    """Ends every session of a person."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def _prepared(
    *,
    actor: Actor,
    email: str,
    name: str,
    role: str,
    party: Party | None,
    region: str,
    language: str,
    at: datetime,
) -> Invitation:
    return Invitation(
        email=email.strip().lower(),
        name=" ".join(name.split()),
        role=role,
        party=None if role in SECRETARIAT_ROLES else party,
        region=region if role in COMMITTEE_ROLES else "",
        language=language,
        state=Invitation.State.PROPOSED,
        invited_by_id=actor.user_id,
        created_at=at,
    )


def _save(invitation: Invitation) -> None:
    """Checks and saves. Raises: Refused also where another invitation came in at the same instant."""
    clean(invitation)
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:
        clean(invitation)
        raise


def _renew(invitation: Invitation, *, at: datetime) -> str:
    secret = secrets.token_urlsafe(32)
    invitation.secret_digest = _digest(secret)
    invitation.state = Invitation.State.SENT
    invitation.expires_at = at + timedelta(days=settings.INVITATION_DAYS)
    return secret


def _open(actor: Actor, invitation: Invitation) -> Invitation:
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    _require_may_invite(actor, invitation.role)
    if invitation.state not in (Invitation.State.PROPOSED, Invitation.State.SENT):
        raise Refused(_("This invitation was accepted or revoked; make another."))
    return invitation


def _require_may_invite(actor: Actor, role: str) -> None:
    try:
        act = act_to_invite(role)
    except ValueError as error:
        raise Refused(_("There is no such role."), field="role") from error
    access.require(actor=actor, act=act)


def _require_no_membership(user: User | None) -> None:
    if user and Membership.objects.filter(user=user, ended_at__isnull=True).exists():
        raise Refused(
            _("This person has a membership, and nobody has two at once: end the other first."), field="email"
        )


def _returning(user: User, signed_in: User | None) -> User:
    if signed_in is None or signed_in.pk != user.pk:
        raise Refused(_("You have an account under this address: sign in with it, then open the link again."))
    return user


def _new_account(invitation: Invitation, name: str, password: str) -> User:
    user = User(
        email=invitation.email, name=" ".join(name.split()) or invitation.name, language=invitation.language
    )
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
    user.set_password(password)
    clean(user)
    user.save()
    # The link came by mail to this address: whoever opened it reads that mailbox.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _write_to(invitation: Invitation) -> None:
    """A focal point who joins also receives the Party's letters."""
    if invitation.party is None or invitation.role != Role.FOCAL_POINT:
        return
    known = FocalPoint.objects.present().filter(party=invitation.party, email__iexact=invitation.email)
    if not known.exists():
        FocalPoint.objects.create(
            party=invitation.party, name=invitation.name, email=invitation.email, language=invitation.language
        )


def _write_no_more(membership: Membership, *, at: datetime) -> None:
    """The Party's letters go to none of the addresses that somebody who leaves signs in with, or ever did."""
    user = membership.user
    addresses = {user.email.lower(), *user.history.values_list("email", flat=True)}
    present = FocalPoint.objects.present().filter(party_id=membership.party_id)
    for contact in present.annotate(address=Lower("email")).filter(address__in=addresses):
        contact.left_on = clock.legal_day(at=at)
        contact.save()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
