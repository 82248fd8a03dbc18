"""What the Secretariat chooses before it compares the texts over the requests on record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.access import Actor
from cases.models import Party
from cases.models.party import Region
from cases.services.comparing import Scope
from cases.web.secretariat.forms import DeskForm, day_input, missing, parties


class CompareForm(DeskForm):
    """As of when, and over which requests."""

    on = forms.DateField(
        label=_("As of"),
        widget=day_input(),
        error_messages=missing(_("Give the day at whose end the requests are looked at.")),
        help_text=_("Only what had happened by the end of this day is taken into account."),
    )
    party = forms.ModelChoiceField(
        label=_("Party (optional)"),
        required=False,
        queryset=Party.objects.none(),
        empty_label=_("Every Party"),
    )
    region = forms.ChoiceField(
        label=_("Region (optional)"), required=False, choices=[("", _("Every region")), *Region.choices]
    )
    sent_from = forms.DateField(label=_("Sent on or after (optional)"), required=False, widget=day_input())
    sent_to = forms.DateField(label=_("Sent on or before (optional)"), required=False, widget=day_input())

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["party"].queryset = parties(actor)  # type: ignore[attr-defined]

    @property
    def scope(self) -> Scope:
        """What was chosen, once the form is valid."""
        chosen = self.cleaned_data
        return Scope(
            party=chosen["party"].iso2 if chosen["party"] else "",
            region=chosen["region"],
            sent_from=chosen["sent_from"],
            sent_to=chosen["sent_to"],
        )
