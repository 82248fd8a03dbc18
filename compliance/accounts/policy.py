"""Who must have a second factor before they act."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from compliance.accounts.models import FACTOR_ROLES

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def lacks_factor(*, user_id: int, role: str) -> bool:
    """Whether somebody in this role has no second factor although the role requires one.

    Recovery codes alone are no factor: they stand in for one that was lost.
    """
    if role not in FACTOR_ROLES:
        return False
    return not has_factor(user_id=user_id)


def has_factor(*, user_id: int) -> bool:
    """Whether somebody has a second factor; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists())
