"""What an officer says of a mail that came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import selectors
from cases.access import Actor
from cases.models import InformationRequest
from cases.web.secretariat.forms import DeskForm, missing


class FileMailForm(DeskForm):
    """Which request a mail is about."""

    reference = forms.CharField(
        label=_("Information request"),
        max_length=20,
        error_messages=missing(_("Give the reference of the request that this mail is about.")),
        help_text=_("Its reference, such as IR-2026-0001."),
    )

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.actor = actor

    def clean_reference(self) -> InformationRequest:
        reference = self.cleaned_data["reference"].strip().upper()
        found = selectors.request_of(actor=self.actor, reference=reference).first()
        if found is None:
            raise forms.ValidationError(_("There is no request with this reference."))
        return found


class SetAsideForm(DeskForm):
    """Why a mail is no answer."""

    reason = forms.CharField(
        label=_("Why it is not an answer"),
        max_length=300,
        error_messages=missing(_("Say why this mail is not an answer.")),
        help_text=_("For your colleagues; the Party is not told. For instance: a question about the portal."),
    )
