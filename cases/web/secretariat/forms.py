"""What the Secretariat types: fields and their words. The rules are the services'."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases import rule_set_words, selectors
from cases.access import Actor
from cases.models import Assessment, ComplianceMatter, InformationRequest, Meeting, Party, Submission
from cases.services import drafts
from cases.services.refusals import Refused
from cases.web.readable import Readable
from compliance.rules import loader
from compliance.rules.types import RuleSet

LONG = {"rows": 6}


def missing(words: Any) -> dict[str, Any]:
    """What a field says when it was left empty: what to do, not that it is required."""
    return {"required": words}


class DeskForm(Readable, forms.Form):
    """A form whose service may refuse what was typed."""

    def refuse(self, error: Refused) -> None:
        """Puts what the service says beside the field that it is about, or above them all."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


def day_input(**attributes: Any) -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attributes})


class DraftForm(DeskForm):
    """The words of a request and the text that it will be pinned to."""

    subject = forms.CharField(
        label=_("Subject"),
        max_length=200,
        error_messages=missing(_("Write the subject, in one line.")),
        help_text=_("One line, as it will stand in every letter."),
    )
    questions = forms.CharField(
        label=_("Questions"),
        error_messages=missing(_("Write what the Party is asked.")),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "What the Party is asked, numbered where there are several. They go into the letter as typed."
        ),
    )
    rule_set_code = forms.ChoiceField(
        label=_("Rule set"),
        error_messages=missing(_("Choose the text that sets the dates.")),
        widget=forms.RadioSelect,
        help_text=_(
            "The text of paragraph 23 that sets the dates. Once sent, the request keeps it for good."
        ),
    )
    seen: forms.Field | None = forms.CharField(required=False, widget=forms.HiddenInput)
    """Which version of the draft the page was made from: a page that is behind says so before it overwrites."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        choices = [(one.code, rule_set_words.in_words(one.title)) for one in loader.all_rule_sets()]
        self.fields["rule_set_code"].choices = choices  # type: ignore[attr-defined]
        self.fields["rule_set_code"].initial = loader.DEFAULT

    def show_again(self, *, seen: str) -> None:
        """What was typed stays, and sent once more it stands: then with knowledge of what it replaces."""
        self.data = {**self.data.dict(), "seen": seen}  # type: ignore[attr-defined]  # a QueryDict

    @property
    def rule_sets(self) -> list[tuple[Any, RuleSet]]:
        """Each text with its radio button."""
        return list(zip(self["rule_set_code"], loader.all_rule_sets(), strict=True))


class RequestForm(DraftForm):
    """A new request to one Party."""

    seen = None
    party = forms.ModelChoiceField(
        label=_("Party"),
        queryset=Party.objects.none(),
        empty_label=_("Choose a Party"),
        error_messages=missing(_("Choose the Party that it goes to.")),
    )
    matter = forms.CharField(
        label=_("Compliance matter (optional)"),
        required=False,
        max_length=20,
        help_text=_("The reference of the matter that this request belongs to, such as CM-2026-0001."),
    )

    follows = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    """The reference of the request that it takes up."""

    field_order = ("party", "subject", "questions", "rule_set_code", "matter")

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.actor = actor
        self.fields["party"].queryset = parties(actor)  # type: ignore[attr-defined]

    def clean_matter(self) -> ComplianceMatter | None:
        """The matter that was named, where the actor may see it."""
        reference = self.cleaned_data["matter"].strip().upper()
        if not reference:
            return None
        found = selectors.matter_of(actor=self.actor, reference=reference).first()
        if found is None:
            raise forms.ValidationError(
                _("There is no matter with this reference. Leave it empty where there is none.")
            )
        return found

    def clean_follows(self) -> InformationRequest | None:
        """The request that it takes up, where the actor may see it."""
        reference = self.cleaned_data["follows"].strip().upper()
        if not reference:
            return None
        found = selectors.request_of(actor=self.actor, reference=reference).first()
        if found is None:
            raise forms.ValidationError(_("There is no request with the reference that it is to follow."))
        return found


class WithdrawForm(DeskForm):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("It goes into the record, and into the letter to the Party."),
    )


class RecordForm(DeskForm):
    """What arrived from a Party on paper or by mail."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    received_on = forms.DateField(
        label=_("Received on"),
        error_messages=missing(
            _("Give the day on which it reached the Secretariat: the steps are met on it.")
        ),
        widget=day_input(),
        help_text=_("The day on which it reached the Secretariat: the day that counts."),
    )
    acknowledgement = forms.BooleanField(
        label=_("It acknowledges the request"),
        required=False,
        help_text=_("An acknowledgement alone meets no step."),
    )
    approximate_date = forms.DateField(
        label=_("Approximate date (optional)"),
        required=False,
        widget=day_input(),
        help_text=_("The date by which the Party says that it will give the information: paragraph 23 a)."),
    )
    justification = forms.CharField(
        label=_("Justification (optional)"),
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Why the information has not come yet, in the Party's words: paragraph 23 b)."),
    )
    information = forms.ChoiceField(
        label=_("Information"),
        error_messages=missing(_("Say whether it carries information.")),
        widget=forms.RadioSelect,
        choices=Submission.Information.choices,
        initial=Submission.Information.NONE,
    )
    text = forms.CharField(
        label=_("Information in words"),
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("What the Party answers, or where its letter is filed."),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["key"].initial = uuid.uuid4


class AssessForm(DeskForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    """The last assessment that the page showed, so that one made meanwhile is not passed over."""
    verdict = forms.ChoiceField(
        label=_("Is the information adequate?"),
        error_messages=missing(_("Say whether the information is adequate (23 d)).")),
        widget=forms.RadioSelect,
        choices=Assessment.Verdict.choices,
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        error_messages=missing(_("An assessment gives its reasons.")),
        widget=forms.Textarea(attrs=LONG),
    )
    shared_with_party = forms.BooleanField(
        label=_("The Party may read the reasons"),
        required=False,
        initial=True,
        help_text=_(
            "The Party is told the assessment in any case. Ticked, its reasons go into the letter and onto the "
            "Party's page; not ticked, they stay with the Secretariat. The Committee sees neither."
        ),
    )


class MatterForm(DeskForm):
    party = forms.ModelChoiceField(
        label=_("Party"),
        queryset=Party.objects.none(),
        empty_label=_("Choose a Party"),
        error_messages=missing(_("Choose the Party that it concerns.")),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        error_messages=missing(_("Give the matter a title.")),
        help_text=_("What it concerns: the provisions and the species."),
    )
    attention = forms.ChoiceField(
        label=_("How it came to attention"),
        error_messages=missing(_("Say how it came to the Secretariat's attention.")),
        widget=forms.RadioSelect,
        choices=ComplianceMatter.Attention.choices,
    )

    def __init__(self, *arguments: Any, actor: Actor, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["party"].queryset = parties(actor)  # type: ignore[attr-defined]


class BringForm(DeskForm):
    because = forms.ChoiceField(
        label=_("Reason"),
        error_messages=missing(_("Say which of the three reasons it is (23 d)).")),
        widget=forms.RadioSelect,
        choices=ComplianceMatter.Because.choices,
    )
    grounds = forms.CharField(
        label=_("Grounds"),
        error_messages=missing(_("Say why no solution can be readily achieved (23 d)).")),
        widget=forms.Textarea(attrs=LONG),
        help_text=_(
            "No response, no adequate response, or why no solution can be readily achieved: paragraph 23 d)."
        ),
    )
    meeting = forms.ModelChoiceField(
        label=_("Meeting"),
        required=False,
        queryset=Meeting.objects.none(),
        empty_label=_("No meeting named yet"),
        help_text=_("The meeting at which the Committee is to consider it."),
    )
    agenda_item = forms.CharField(
        label=_("Agenda item (optional)"), required=False, max_length=40, help_text=_("Such as 29.1.")
    )
    document_symbol = forms.CharField(
        label=_("Document (optional)"),
        required=False,
        max_length=60,
        help_text=_("Its symbol, such as SC78 Doc. 33.1."),
    )

    def __init__(self, *arguments: Any, meetings: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]


def draft_initial(record: InformationRequest) -> dict[str, Any]:
    """A draft as the form shows it."""
    return {
        "subject": record.subject,
        "questions": record.questions,
        "rule_set_code": record.rule_set_code,
        "seen": drafts.version(request=record),
    }


def parties(actor: Actor) -> QuerySet[Party]:
    """Every Party that the actor sees, by its name in the reader's language."""
    language = (get_language() or "en")[:2]
    return Party.objects.visible_to(actor).present().order_by(f"name_{language}", "pk")
