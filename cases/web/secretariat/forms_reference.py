"""What the Secretariat types about reference data. The rules are the services'; the fields are named one by one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases import rule_set_words
from cases.access import Actor
from cases.models import FocalPoint, Meeting, Party, RequestTemplate
from cases.services import merging, reference
from cases.services.refusals import Refused
from cases.web.readable import Readable
from cases.web.secretariat.forms import DeskForm, day_input, missing, parties
from compliance.accounts.models import LANGUAGES
from compliance.rules import loader


class ReferenceForm(Readable, forms.ModelForm):  # type: ignore[type-arg]
    """A form over one model whose service may refuse what was typed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    """Which state of the entry the page was made from: a page that is behind says so before it overwrites."""

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.actor = actor
        if self.instance.pk:
            self.initial["seen"] = self.now = reference.version(self.instance)

    def refuse(self, error: Refused) -> None:
        """Beside its field, or above them all. What was typed stays, and sent once more it stands."""
        if isinstance(error, reference.Stale):
            self.data = {**self.data.dict(), "seen": self.now}  # type: ignore[attr-defined]  # a QueryDict
        self.add_error(error.field if error.field in self.fields else None, str(error))

    @property
    def kept(self) -> dict[str, Any]:
        """What was typed, for the service."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language of correspondence"), choices=LANGUAGES)


class PartyForm(ReferenceForm):
    """A Party that is on record: renamed, or corrected."""

    language = _language()

    class Meta:
        model = Party
        fields: tuple[str, ...] = (
            "name_en",
            "name_fr",
            "name_es",
            "name_source",
            "region",
            "region_source",
            "entered_into_force_on",
            "entry_source",
            "language",
            "mailbox",
        )
        widgets = {"entered_into_force_on": day_input()}
        help_texts = {
            "name_source": _(
                "Where the names were read: the depositary's notification of a new name, a list."
            ),
            "region_source": _("Where the region was read."),
            "entered_into_force_on": _(
                "Leave it empty where no source was read: no date is shown without one."
            ),
            "entry_source": _("Where the date was read."),
            "mailbox": _("Letters go there, and to every focal point."),
        }

    def clean(self) -> dict[str, Any]:
        """A date has its source; said beside the field, before the service refuses it."""
        cleaned = super().clean() or {}
        if cleaned.get("entered_into_force_on") and not cleaned.get("entry_source"):
            self.add_error(
                "entry_source",
                _("Say where it was read: a date of entry into force is shown only with its source."),
            )
        return cleaned


class NewPartyForm(PartyForm):
    """A State that joins."""

    class Meta(PartyForm.Meta):
        fields = ("iso2", *PartyForm.Meta.fields)
        help_texts = PartyForm.Meta.help_texts | {
            "iso2": _(
                "Two capital letters (ISO 3166-1). It is not changed later; XA to XZ are for demonstrations."
            ),
        }

    def clean_iso2(self) -> str:
        return str(self.cleaned_data["iso2"]).upper()


class FocalPointForm(ReferenceForm):
    """A person on record: corrected, or gone."""

    language = _language()

    class Meta:
        model = FocalPoint
        fields: tuple[str, ...] = ("name", "email", "position", "language", "left_on")
        widgets = {"left_on": day_input()}
        help_texts = {
            "email": _("Letters go there. An account is another thing: see People."),
            "left_on": _("The last day on which letters could go to this person; empty while they serve."),
        }

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class NewFocalPointForm(FocalPointForm):
    """Somebody to whom letters for a Party go from now on."""

    class Meta(FocalPointForm.Meta):
        fields = ("party", "name", "email", "position", "language")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["party"].queryset = parties(self.actor)  # type: ignore[attr-defined]


class MeetingForm(ReferenceForm):
    """A meeting: new, or moved."""

    class Meta:
        model = Meeting
        fields = (
            "code",
            "body",
            "starts_on",
            "ends_on",
            "precision",
            "place",
            "source",
            "own_document_deadline_on",
        )
        widgets = {"starts_on": day_input(), "ends_on": day_input(), "own_document_deadline_on": day_input()}
        help_texts = {
            "code": _("As it is cited, such as SC78 or CoP20."),
            "starts_on": _("Where only the week, the month or the year is known: the first day of it."),
            "precision": _("How exactly the dates are known; pages show no more than that."),
            "source": _("Where the dates were read. A meeting that moves gets the source of its new dates."),
            "own_document_deadline_on": _(
                "Only where it was set for this meeting. Empty: sixty days before the first day (our choice)."
            ),
        }


class TemplateForm(ReferenceForm):
    """A subject and questions that a request can start from."""

    rule_set_code = forms.ChoiceField(label=_("Rule set"), initial=loader.DEFAULT)

    class Meta:
        model = RequestTemplate
        fields = (
            "name",
            "rule_set_code",
            "subject_en",
            "questions_en",
            "subject_fr",
            "questions_fr",
            "subject_es",
            "questions_es",
            "retired_on",
        )
        widgets = {"retired_on": day_input()}
        help_texts = {
            "name": _("How officers find it in the list."),
            "subject_fr": _(
                "Used where the Party is written to in French; leave both empty where there is none."
            ),
            "subject_es": _(
                "Used where the Party is written to in Spanish; leave both empty where there is none."
            ),
            "retired_on": _(
                "From this day on no request starts from it. Requests that did stay as they are."
            ),
        }

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        choices = [(one.code, rule_set_words.in_words(one.title)) for one in loader.all_rule_sets()]
        self.fields["rule_set_code"].choices = choices  # type: ignore[attr-defined]


class MergeForm(DeskForm):
    """Which entry is kept, and how one knows that the two are the same."""

    kept = forms.ModelChoiceField(
        label=_("The entry that is kept"),
        queryset=Party.objects.none(),
        empty_label=_("Choose the entry"),
        error_messages=missing(_("Choose the entry that is kept.")),
    )
    reason = forms.CharField(
        label=_("How you know that they are the same"),
        max_length=merging.LONGEST_REASON,
        error_messages=missing(_("Say how you know that they are the same: it goes into the record.")),
        help_text=_("One line; it goes into the history of everything that moves."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, others: QuerySet[Any], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["kept"].queryset = others  # type: ignore[attr-defined]
