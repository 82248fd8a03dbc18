"""What happened at the door: sign-ins, refusals and changes of factors, by account number and never by name."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.signals import email_changed, password_changed, password_reset
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_used,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

logger = logging.getLogger("security")


def note(event: str, *, user_id: int | None, **details: object) -> None:
    """Writes one event as a line of ``key=value``; details are codes and numbers, nothing that somebody typed."""
    said = "".join(f" {name}={value}" for name, value in details.items())
    logger.info("event=%s user=%s%s", event, user_id or "-", said)


@receiver(user_logged_in)
def _signed_in(user: Any, **kwargs: Any) -> None:
    note("signed-in", user_id=user.pk)


@receiver(user_logged_out)
def _signed_out(user: Any, **kwargs: Any) -> None:
    if user is not None:
        note("signed-out", user_id=user.pk)


@receiver(user_login_failed)
def _sign_in_failed(**kwargs: Any) -> None:
    note("sign-in-failed", user_id=None)


@receiver(authentication_failed)
def _factor_failed(user: Any, **kwargs: Any) -> None:
    note("second-factor-failed", user_id=user.pk)


@receiver(authenticator_used)
def _factor_used(user: Any, authenticator: Any, **kwargs: Any) -> None:
    note("second-factor-used", user_id=user.pk, kind=authenticator.type)


@receiver(authenticator_added)
def _factor_added(user: Any, authenticator: Any, **kwargs: Any) -> None:
    note("factor-added", user_id=user.pk, kind=authenticator.type)


@receiver(authenticator_removed)
def _factor_removed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    note("factor-removed", user_id=user.pk, kind=authenticator.type)


@receiver(password_changed)
@receiver(password_reset)
def _password_changed(user: Any, **kwargs: Any) -> None:
    note("password-changed", user_id=user.pk)


@receiver(email_changed)
def _email_changed(user: Any, **kwargs: Any) -> None:
    note("e-mail-changed", user_id=user.pk)
