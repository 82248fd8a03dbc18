"""Tokens for the API: made by a person for their own programs, ended by them or by the heads of the Secretariat."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access, people
from cases.access import Act, Actor
from cases.services.refusals import Refused, clean
from compliance import clock
from compliance.accounts import api_token, policy, security_log
from compliance.accounts.api_token import ApiToken, Scope
from compliance.accounts.models import Membership, User


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whoever comes with a token: the account, and the actor that it is at this moment, narrowed by the scopes."""

    user: User
    actor: Actor
    token: ApiToken


@transaction.atomic
def make(*, actor: Actor, name: str, scopes: Collection[str], expires_on: date, at: datetime) -> str:
    """A new token for the actor's own role; gives its secret, which can be shown this once.

    ``expires_on`` is the last day on which it works, ``at`` the present instant.
    Raises: PermissionDenied; Refused for a scope that the role has not, a day
    that is past or more than a year away, or too many tokens at a time.
    """
    access.require(actor=actor, act=Act.KEEP_API_TOKEN)
    membership = Membership.objects.select_for_update().get(user=actor.user_id, ended_at__isnull=True)
    wanted = {Scope.READ.value, *scopes}
    if wanted - {one.value for one in access.scopes_of(actor=actor)}:
        raise Refused(_("Your role does not do all of this: choose less."), field="scopes")
    if expires_on < clock.legal_day(at=at):
        raise Refused(_("This day is past."), field="expires_on")
    if sum(one.works(at=at) for one in membership.api_tokens.all()) >= api_token.MOST:
        raise Refused(_("You have %(count)d tokens that work. End one first.") % {"count": api_token.MOST})
    secret = api_token.new_secret()
    token = ApiToken(
        membership=membership,
        name=" ".join(name.split()),
        scopes=[one.value for one in Scope if one.value in wanted],
        secret_digest=api_token.digest(secret),
        made_at=at,
        expires_at=clock.end_of(day=expires_on),
    )
    _check(token)
    token.save()
    security_log.note("api-token-made", user_id=actor.user_id, token=token.pk)
    return secret


@transaction.atomic
def revoke(*, actor: Actor, token: ApiToken, at: datetime) -> ApiToken:
    """Ends a token at once: one's own, or, for supervisors and administrators, one of the Secretariat's staff.

    One that was ended stays ended since then. Raises: PermissionDenied;
    ApiToken.DoesNotExist for what the actor does not see.
    """
    found = people.api_tokens(actor=actor).select_for_update(of=("self",)).get(pk=token.pk)
    own = found.membership.user_id == actor.user_id
    access.require(actor=actor, act=Act.KEEP_API_TOKEN if own else Act.END_TOKEN_OF_STAFF)
    if found.revoked_at is None:
        found.revoked_at = at
        found.save(update_fields=["revoked_at"])
        security_log.note("api-token-ended", user_id=actor.user_id, token=found.pk)
    return found


def bearer_of(*, secret: str, at: datetime) -> Bearer | None:
    """Who comes with this secret; None for any that does not work, whatever the reason.

    The membership is looked at anew: whoever has left, was switched off or lacks
    the factor of their role is nobody here as well.
    """
    token = (
        ApiToken.objects.filter(secret_digest=api_token.digest(secret))
        .select_related("membership__user", "membership__party")
        .first()
    )
    if token is None or not token.works(at=at) or token.membership.ended_at is not None:
        return None
    user, actor = token.membership.user, access.actor_of(user_id=token.membership.user_id)
    if actor.role is None or policy.lacks_factor(user_id=user.pk, role=actor.role):
        return None
    return Bearer(user, access.narrowed(actor, scopes=token.scopes), token)


def note_use(*, token: ApiToken, on: date) -> None:
    """Keeps the day on which a token was last used; written once a day."""
    if token.last_used_on != on:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=on)


def _check(token: ApiToken) -> None:
    try:
        clean(token)
    except Refused as error:
        field = "expires_on" if error.field == "expires_at" else error.field
        raise Refused(str(error), field=field) from error
