"""What a reader asks of the public register: the filters, what they keep, and addresses that keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases import public_register
from cases.models import Party
from cases.models.measure import MeasureKind
from cases.models.party import Region
from cases.public_register import Wanted
from cases.web import dates
from cases.web.readable import Readable


class RegisterForm(Readable, forms.Form):
    """The filters; each can be left empty."""

    party = forms.ModelChoiceField(
        label=_("Party"),
        queryset=Party.objects.none(),
        to_field_name="iso2",
        required=False,
        empty_label=_("Every Party"),
        error_messages={"invalid_choice": _("The register names no such Party.")},
    )
    region = forms.ChoiceField(
        label=_("Region"), required=False, choices=[("", _("Every region")), *Region.choices]
    )
    measure = forms.ChoiceField(
        label=_("Measure"), required=False, choices=[("", _("Every measure")), *MeasureKind.choices]
    )
    on = forms.DateField(
        label=_("In force on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        by_name = public_register.parties().order_by(f"name_{language()}", "pk")
        self.fields["party"].queryset = by_name  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Applied:
    """A filter that narrows the list, in words, and the list without it."""

    label: str
    value: str
    url: str


class Asked:
    """The list that one query string asks for; where a part of it cannot be read, it finds nothing and says so."""

    def __init__(self, query: QueryDict) -> None:
        names = RegisterForm.base_fields
        self.written = {name: value for name in names if (value := query.get(name, "").strip())}
        self.form = RegisterForm(self.written)
        self.is_valid = self.form.is_valid()
        self.wanted = Wanted(**self.form.cleaned_data) if self.is_valid else Wanted()
        if "on" in self.form.errors:
            # A browser leaves a day that is none out of an input for days; in one for text it stays.
            self.form.fields["on"].widget.input_type = "text"

    @property
    def found(self) -> QuerySet[Any]:
        found = public_register.entries(wanted=self.wanted)
        return found if self.is_valid else found.none()

    @property
    def applied(self) -> list[Applied]:
        """Each filter that narrows the list."""
        return [
            Applied(str(self.form.fields[name].label), _said(self.form, name), self.url("list", **{name: ""}))
            for name in self.written
            if self.is_valid
        ]

    def url(self, page: str, **others: str) -> str:
        """The address of a page of the register that keeps these filters, some replaced or left out."""
        return address(page, query={**self.written, **others})


def address(page: str, *args: Any, query: dict[str, str] | None = None, language_code: str = "") -> str:
    """The address of a page of the register, in the present language unless another is named."""
    parts = QueryDict(mutable=True)
    parts.update({name: value for name, value in (query or {}).items() if value})
    found = reverse(f"register:{page}", args=[language_code or language(), *args])
    return f"{found}?{parts.urlencode()}" if parts else found


def language() -> str:
    return (get_language() or "en")[:2]


def _said(form: RegisterForm, name: str) -> str:
    value = form.cleaned_data[name]
    if isinstance(value, date):
        return dates.plain(value)
    if isinstance(value, Party):
        return value.name
    field: Any = form.fields[name]
    return str(dict(field.choices)[value])
