"""What the Committee's list of matters is narrowed by: the meeting that they were brought to, and the region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases import committee
from cases.access import Actor
from cases.models import ComplianceMatter
from cases.models.party import Region
from cases.web.readable import Readable

NONE_NAMED = "none"
"""In the address: matters that were brought without naming a meeting."""


class MattersForm(Readable, forms.Form):
    """The filters; each can be left empty."""

    meeting = forms.ChoiceField(label=_("Meeting"), required=False)
    region = forms.ChoiceField(
        label=_("Region"), required=False, choices=[("", _("Every region")), *Region.choices]
    )

    def __init__(self, *args: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*args, **named)
        codes = committee.meetings(actor=actor).values_list("code", flat=True)
        self.fields["meeting"].choices = [  # type: ignore[attr-defined]
            ("", _("Every meeting")),
            (NONE_NAMED, _("No meeting named yet")),
            *((code, code) for code in codes),
        ]


@dataclass(frozen=True, slots=True)
class Applied:
    """A filter that narrows the list, in words, and the list without it."""

    label: str
    value: str
    url: str


class Asked:
    """The matters that one query string asks for; where a part of it cannot be read, it finds nothing and says so."""

    def __init__(self, query: QueryDict, *, actor: Actor) -> None:
        written = {name: query.get(name, "").strip() for name in MattersForm.base_fields}
        self.written = {name: value for name, value in written.items() if value}
        self.actor = actor
        self.form = MattersForm(self.written, actor=actor)
        self.is_valid = self.form.is_valid()

    @property
    def found(self) -> QuerySet[ComplianceMatter]:
        """The newest first."""
        found = committee.brought(actor=self.actor).order_by("-brought_on", "-pk")
        if not self.is_valid:
            return found.none()
        if meeting := self.form.cleaned_data["meeting"]:
            code = None if meeting == NONE_NAMED else meeting
            found = found.filter(brought_to__code=code)
        if region := self.form.cleaned_data["region"]:
            found = found.filter(party__region=region)
        return found

    @property
    def applied(self) -> list[Applied]:
        """Each filter that narrows the list."""
        fields: Any = self.form.fields
        return [
            Applied(str(fields[name].label), str(dict(fields[name].choices)[value]), self._without(name))
            for name, value in self.written.items()
            if self.is_valid
        ]

    @property
    def query(self) -> str:
        """These filters as they are written behind an address."""
        return _encoded(self.written)

    def _without(self, name: str) -> str:
        rest = _encoded({other: value for other, value in self.written.items() if other != name})
        home = reverse("committee:home")
        return f"{home}?{rest}" if rest else home


def _encoded(written: dict[str, str]) -> str:
    parts = QueryDict(mutable=True)
    parts.update(written)
    return parts.urlencode()
