"""How sign-in differs from the library's: by invitation only, and its secrets are kept encrypted."""

from __future__ import annotations

import logging
import threading
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from compliance.accounts import cipher, policy, security_log
from compliance.accounts.models import FACTOR_ROLES, Membership

logger = logging.getLogger(__name__)


_POSTMAN = "letters about accounts"


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by invitation; there is no open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """By the factor where there is one, whose form asks for the password too: the password alone is not enough."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and policy.has_factor(user_id=user.pk):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Raises: ValidationError beyond the limits, which the log then shows."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            security_log.note("sign-in-limited", user_id=request.user.pk)
            raise

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that does not answer must not take the page with it; the reader is told to try again.

        Whoever has not signed in is told nothing and waits for nothing: a letter goes only to an address that has an
        account, and neither the words of the page nor its time may show that one does.
        """
        site = get_current_site(self.request)
        letter = self.render_mail(
            template_prefix, email, {"request": self.request, "email": email, "current_site": site, **context}
        )
        if not self.request.user.is_authenticated:
            threading.Thread(target=_taken, args=(letter,), name=_POSTMAN).start()
        elif not _taken(letter):
            messages.error(
                self.request, _("The mail server did not take our letter. Please try again in a few minutes.")
            )


def wait_for_letters() -> None:
    """Until every letter is handed over or given up."""
    for thread in threading.enumerate():
        if thread.name == _POSTMAN:
            thread.join()


def _taken(letter: EmailMessage) -> bool:
    """Whether the mail server took it."""
    try:
        letter.send()
    except (OSError, SMTPException) as error:
        logger.warning("a letter about an account was not taken by the mail server: %s", type(error).__name__)
        return False
    return True


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Keeps the secrets of factors encrypted, and the last factor of whoever must have one."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Your role requires a second factor, and this is your last: add another before you remove it."
        ),
    }

    def get_totp_issuer(self) -> str:
        return "Compliance desk"

    def encrypt(self, text: str) -> str:
        return cipher.encrypt(text=text)

    def decrypt(self, encrypted_text: str) -> str:
        return cipher.decrypt(encrypted=encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        required = Membership.objects.filter(
            user_id=authenticator.user_id, ended_at__isnull=True, role__in=FACTOR_ROLES
        ).exists()
        if not required or authenticator.type not in policy.FACTORS:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=policy.FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())
