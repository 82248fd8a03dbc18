"""Forms of one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.web.readable import Readable
from compliance.accounts.models import User


class ProfileForm(Readable, forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Name, language and how to be told; the e-mail address changes on a page of its own."""

    class Meta:
        model = User
        fields = ("name", "language", "digest")
        help_texts = {
            "language": _("The language of the desk and of the letters to you."),
            "digest": _(
                "Whatever you choose, everything is among your notices on the desk. The digest comes in the "
                "morning of a working day at the seat, with what you have not read by then."
            ),
        }

    def __init__(self, *arguments: Any, is_staff: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not is_staff:  # letters to a Party and to the Chair always go
            del self.fields["digest"]

    def clean_name(self) -> str:
        """In one line, as it stands in letters."""
        return " ".join(self.cleaned_data["name"].split())


class AcceptForm(Readable, forms.Form):
    """The name as it will be shown, and a password typed twice, kept as it was typed: so is it at sign-in."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters. A sentence of several words is good."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("password") != cleaned.get("password_again"):
            self.add_error("password_again", _("The two passwords differ."))
        return cleaned


class JoinForm(forms.Form):
    """For somebody who has an account: nothing to type, only to confirm."""
