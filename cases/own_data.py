"""What the desk keeps about one person, for that person."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from cases.access import Actor
from cases.models import CalendarFeed, SavedView, Submission
from compliance.accounts.models import Invitation, Membership, User
from notifications.models import Message


def of(*, user: User, actor: Actor) -> dict[str, Any]:
    """Everything that is about a person and not about a case, in plain values; no secret, and nobody else's name.

    ``actor`` is the person in their role: an answer is named where they may still see it.
    """
    return {
        "account": {
            "number": user.pk,
            "name": user.name,
            "email": user.email,
            "language": user.language,
            "letters": user.digest,
            "may_sign_in": user.is_active,
            "created_at": user.created_at,
            "last_sign_in_at": user.last_login,
        },
        "addresses": _rows(EmailAddress.objects.filter(user=user), "email", "verified", "primary"),
        "second_factors": _rows(
            Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"
        ),
        "sessions": _rows(
            UserSession.objects.filter(user=user), "created_at", "last_seen_at", "ip", "user_agent"
        ),
        "memberships": _rows(
            Membership.objects.filter(user=user),
            *("role", "party__name_en", "region", "team__name", "started_at", "ended_at"),
        ),
        "invitations": _rows(
            Invitation.objects.filter(user=user), "email", "name", "role", "state", "created_at", "settled_at"
        ),
        "earlier_names_and_addresses": _rows(user.history.all(), "name", "email", "history_date"),
        "calendar_links": _rows(
            CalendarFeed.objects.filter(user=user), "made_at", "last_read_on", "revoked_at"
        ),
        "saved_views": _rows(SavedView.objects.filter(owner=user), "name", "query", "shared"),
        "answers_recorded": _rows(
            Submission.objects.visible_to(actor).filter(recorded_by=user),
            *("request__reference", "received_on", "recorded_at"),
        ),
        "letters_to_you": _rows(
            Message.objects.filter(address__iexact=user.email), "notice__code", "state", "sent_at"
        ),
    }


def _rows(query: Any, *columns: str) -> list[dict[str, Any]]:
    return list(query.order_by("pk").values(*columns))
