"""What the Secretariat types about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.access import Actor
from cases.models import Party
from cases.models.party import Region
from cases.web.secretariat.forms import DeskForm
from compliance.accounts.models import LANGUAGES, Role


class InvitationForm(DeskForm):
    """Whom to invite, and as what."""

    role = forms.ChoiceField(label=_("As"))
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The link goes there, and works once."))
    party = forms.ModelChoiceField(
        label=_("Party"),
        queryset=Party.objects.none(),
        required=False,
        help_text=_(
            "For a focal point: the Party they work for. For a Committee member: the Party they represent."
        ),
    )
    region = forms.ChoiceField(
        label=_("Region represented"),
        required=False,
        choices=[("", "-"), *Region.choices],
        help_text=_("For a Committee member who represents a region."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def __init__(self, *arguments: Any, roles: list[Role], actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["party"].queryset = Party.objects.visible_to(actor).present().order_by("name_en", "pk")  # type: ignore[attr-defined]
