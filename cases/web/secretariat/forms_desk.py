"""What staff type for each other: notes, tasks; and the day that a page is looked at as known on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.models import InformationRequest
from cases.web import dates
from cases.web.secretariat.forms import DeskForm, missing
from compliance import clock
from compliance.accounts.models import User


class _Colleagues(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: User) -> str:
        return obj.name


class _Colleague(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: User) -> str:
        return obj.name


class NoteForm(DeskForm):
    """A note of the Secretariat's own."""

    text = forms.CharField(
        label=_("Note"),
        error_messages=missing(_("Write the note.")),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Neither the Party nor the Committee ever sees it. It stays as written; another note corrects it. "
            "Write @ and a name to tell a colleague, or choose below."
        ),
    )
    tell = _Colleagues(
        label=_("Tell (optional)"),
        required=False,
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They find the note under “My work” until they have seen it."),
    )

    def __init__(self, *arguments: Any, colleagues: QuerySet[User], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["tell"].queryset = colleagues  # type: ignore[attr-defined]


class TaskForm(DeskForm):
    """Something that a colleague is asked to do."""

    title = forms.CharField(
        label=_("What is to be done"),
        max_length=200,
        error_messages=missing(_("Say what is to be done, in one line.")),
    )
    assigned_to = _Colleague(
        label=_("By whom"),
        queryset=User.objects.none(),
        empty_label=_("Choose a colleague"),
        error_messages=missing(_("Choose who is asked to do it.")),
    )
    wanted_by = forms.DateField(
        label=_("Wanted by (optional)"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("A wish among colleagues. It is none of the dates of paragraph 23."),
    )

    def __init__(self, *arguments: Any, colleagues: QuerySet[User], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["assigned_to"].queryset = colleagues  # type: ignore[attr-defined]


class OfficerForm(DeskForm):
    """Whose request it is."""

    officer = _Colleague(
        label=_("Case officer"),
        queryset=User.objects.none(),
        empty_label=None,
        help_text=_(
            "Letters to the officer go to this person from now on, and the Party is given this name."
        ),
    )

    def __init__(self, *arguments: Any, colleagues: QuerySet[User], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["officer"].queryset = colleagues  # type: ignore[attr-defined]


class KnownOnForm(DeskForm):
    """A day on which the Secretariat knew something of a request."""

    known_on = forms.DateField(
        label=_("Show it as it was known on"),
        error_messages=missing(_("Choose a day.")),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *arguments: Any, record: InformationRequest, today: date, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.first, self.today = clock.legal_day(at=record.opened_at), today
        self.fields["known_on"].widget.attrs |= {"min": self.first.isoformat(), "max": today.isoformat()}

    def clean_known_on(self) -> date:
        """A day from the one on which the draft was opened until today."""
        day: date = self.cleaned_data["known_on"]
        if day > self.today:
            raise forms.ValidationError(
                _("%(day)s is in the future: nothing is known of it yet. Choose today or an earlier day."),
                params={"day": dates.plain(day)},
            )
        if day < self.first:
            raise forms.ValidationError(
                _("Nothing was known of this request on %(day)s: its draft was opened on %(first)s."),
                params={"day": dates.plain(day), "first": dates.plain(self.first)},
            )
        return day
