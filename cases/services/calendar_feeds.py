"""Private links under which a calendar reads due dates: one at a time for each person, ended whenever they want."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from cases import access
from cases.access import Act, Actor
from cases.models import CalendarFeed
from compliance.accounts import policy, security_log
from compliance.accounts.models import Membership, User


@transaction.atomic
def make(*, actor: Actor, at: datetime) -> str:
    """A new link for one's own calendar; the one before it works no longer.

    Gives the secret of the link, of which only the digest is kept: it can be
    shown this once. Raises: PermissionDenied.
    """
    access.require(actor=actor, act=Act.KEEP_CALENDAR_FEED)
    _end(actor=actor, at=at)
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(user_id=actor.user_id, secret_digest=_digest(secret), made_at=at)
    security_log.note("calendar-link-made", user_id=actor.user_id)
    return secret


@transaction.atomic
def revoke(*, actor: Actor, at: datetime) -> None:
    """Ends one's own link, where there is one. Raises: PermissionDenied."""
    access.require(actor=actor, act=Act.KEEP_CALENDAR_FEED)
    if _end(actor=actor, at=at):
        security_log.note("calendar-link-revoked", user_id=actor.user_id)


def in_use(*, actor: Actor) -> CalendarFeed | None:
    """One's own link that works at present."""
    found: CalendarFeed | None = CalendarFeed.objects.visible_to(actor).in_use().first()
    return found


def owner_of(*, secret: str) -> User | None:
    """Whose link this is; None for any that does not work, whatever the reason.

    A link lives no longer than the membership in which it was made, and rests
    while its owner may not act: who makes up for that finds it working again.
    """
    same_time = Membership.objects.filter(
        user=OuterRef("user"), ended_at__isnull=True, started_at__lte=OuterRef("made_at")
    )
    feed = (
        CalendarFeed.objects.in_use()
        .filter(Exists(same_time), secret_digest=_digest(secret), user__is_active=True)
        .select_related("user")
        .annotate(role=Subquery(same_time.values("role")[:1]))
        .first()
    )
    if feed is None or policy.lacks_factor(user_id=feed.user_id, role=feed.role):
        return None
    owner: User = feed.user
    return owner


def _end(*, actor: Actor, at: datetime) -> int:
    """Ends the link that works; of two who make one at once, the second ends the first's."""
    list(User.objects.select_for_update().filter(pk=actor.user_id))
    return CalendarFeed.objects.visible_to(actor).in_use().update(revoked_at=at)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
