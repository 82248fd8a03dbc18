"""Proving again who one is, before something is changed that would open the account to somebody else.

Whoever has a second factor proves it by password and factor together: either
alone is what a thief may have. Whoever has none proves it by password.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.fields import PasswordField
from allauth.account.internal.flows import reauthentication
from allauth.account.signals import authentication_step_completed
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.usersessions.models import UserSession
from django import forms
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from compliance.accounts import policy, security_log

View = Callable[..., HttpResponseBase]


class WithPassword(forms.Form):
    """The password, asked for on the form of a factor and looked at first: a code is spent by being looked at."""

    user: Any
    field_order = ("password", "code", "credential")
    password = PasswordField(label=_("Password"), autocomplete="current-password")

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class PasswordAndCode(WithPassword, ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """For an authenticator app, or a recovery code."""

    code = forms.CharField(
        label=_("Code of your authenticator app, or a recovery code"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        """Raises: ValidationError; without the right password the code is not looked at, and can be used again."""
        if "password" not in self.cleaned_data:
            return ""
        return str(super().clean_code())


class PasswordAndKey(WithPassword, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """For a security key."""

    def clean_credential(self) -> Any:
        """Raises: ValidationError, in the place where the library shows it, also for a wrong password."""
        if "password" not in self.cleaned_data:
            raise get_adapter().validation_error("incorrect_password")
        return super().clean_credential()


def asked_to_change(view: View) -> View:
    """Asks for proof when something is sent, and not for looking at the page."""
    required: View = reauthentication_required(enabled=lambda request: request.method in ("POST", "PUT"))(
        view
    )
    return required


def asked_with_factor(view: View) -> View:
    """Asks whoever has a factor for proof before the page is shown.

    For a form that holds passwords: the library would keep what was sent with the session until proof was given.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and policy.has_factor(user_id=request.user.pk or 0):
            if request.method == "POST" and reauthentication.is_reauthentication_required(request, app=""):
                return redirect(request.path)
            return reauthentication_required(view)(request, *args, **kwargs)  # type: ignore[no-any-return]
        return view(request, *args, **kwargs)

    return wrapped


@receiver(authentication_step_completed)
def _proved(request: HttpRequest, user: Any, method: str, **details: Any) -> None:
    """A session key that somebody may have seen before is worth nothing afterwards."""
    if not details.get("reauthenticated"):
        return
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
    security_log.note("proved-again", user_id=user.pk, by=details.get("type", method))
