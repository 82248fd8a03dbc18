"""The forms of the wording of letters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.web.secretariat.forms import DeskForm, missing
from notifications import wording
from notifications.letters import Letter
from notifications.wording import Words

_WHY = _("One line for colleagues, kept with the version.")


class WordingForm(DeskForm):
    """A wording as it is written; every fault of it is named with its line."""

    subject = forms.CharField(
        label=_("Subject"),
        max_length=wording.LONGEST_SUBJECT,
        error_messages=missing(_("Write the subject, in one line.")),
        widget=forms.TextInput(attrs={"class": "wide", "autocomplete": "off"}),
    )
    body = forms.CharField(
        label=_("Letter"),
        max_length=wording.LONGEST_BODY,
        strip=False,
        error_messages=missing(_("Write the letter.")),
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text=_("A paragraph ends at an empty line. Nothing but the variables below stands in braces."),
    )
    why = forms.CharField(label=_("Why"), max_length=300, required=False, help_text=_WHY)
    seen = forms.IntegerField(min_value=0, max_value=100_000, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, letter: Letter, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.letter = letter

    def clean(self) -> dict[str, Any]:
        """All that stands against it at once, not the first alone."""
        cleaned = super().clean() or {}
        if {"subject", "body"} <= cleaned.keys():
            for fault in wording.faults(letter=self.letter, words=self._words(cleaned)):
                self.add_error(fault.field, fault.message)
        return cleaned

    def show_again(self, *, seen: int) -> None:
        """What was typed stays, and sent once more it stands: then with knowledge of the version that it follows."""
        self.data = {**self.data.dict(), "seen": seen}  # type: ignore[attr-defined]  # a QueryDict

    @staticmethod
    def _words(cleaned: dict[str, Any]) -> Words:
        return Words(cleaned["subject"], "\n".join(cleaned["body"].strip().splitlines()))

    @property
    def words(self) -> Words:
        return self._words(self.cleaned_data)


class ShipAgainForm(DeskForm):
    """Back to the wording that ships, with a reason."""

    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        error_messages=missing(_("Say why: the reason stays with the version.")),
        help_text=_WHY,
    )
    seen = forms.IntegerField(min_value=0, max_value=100_000, widget=forms.HiddenInput)
