"""What the Secretariat types about a matter: a form for each action of the table. The rules are the services'."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import matter_file, selectors
from cases.access import Actor
from cases.models import (
    Assistance,
    CommitteeDeadline,
    ComplianceMatter,
    MatterReport,
    Measure,
    Meeting,
    SpeciesConcerned,
)
from cases.models.measure import MeasureKind
from cases.models.meeting import Precision
from cases.web.secretariat.forms import LONG, DeskForm, missing


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    errors = missing(gettext_lazy("Give the day."))
    return forms.DateField(
        label=label, required=required, widget=widget, help_text=help_text, error_messages=errors
    )


def words(label: Any, *, help_text: Any = "", required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs=LONG)
    errors = missing(gettext_lazy("Write it in words: it goes into the record."))
    return forms.CharField(
        label=label, required=required, widget=widget, help_text=help_text, error_messages=errors
    )


def one_of(label: Any, choices: Any, **named: Any) -> forms.ChoiceField:
    errors = missing(gettext_lazy("Choose one."))
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, **named
    )


class MatterForm(DeskForm):
    """A form about one matter, which says what can be chosen in it."""

    def __init__(self, *arguments: Any, actor: Actor, matter: ComplianceMatter, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.actor, self.matter = actor, matter
        found: dict[str, Any] = {
            "meeting": lambda: Meeting.objects.visible_to(actor).order_by("-starts_on", "pk"),
            "measure": lambda: Measure.objects.visible_to(actor).in_force().filter(matter=matter),
            "species": lambda: SpeciesConcerned.objects.visible_to(actor).filter(matter=matter),
            "recommendation": lambda: matter_file.recommendations(actor=actor, matter=matter).filter(
                dropped_on__isnull=True
            ),
            "deadline": lambda: self._deadlines(),
        }
        for name, queryset in found.items():
            if isinstance(field := self.fields.get(name), forms.ModelChoiceField):
                field.queryset = queryset()

    def _deadlines(self) -> Any:
        """A form that is sent twice names a deadline that the first has met."""
        found = CommitteeDeadline.objects.visible_to(self.actor).filter(matter=self.matter)
        return (found if self.is_bound else found.open()).order_by("due_on", "pk")


def choice(label: Any, model: Any, empty: Any, *, help_text: Any = "") -> Any:
    return forms.ModelChoiceField(
        label=label, queryset=model.objects.none(), required=False, empty_label=empty, help_text=help_text
    )


class InformForm(MatterForm):
    text = words(
        gettext_lazy("What the Management Authority is told"),
        help_text=gettext_lazy("It goes into the letter as typed, and the Party reads it on its page."),
    )


class OptionalWordsForm(MatterForm):
    text = words(gettext_lazy("Note to the record (optional)"), required=False)


class ConsultForm(MatterForm):
    question = words(
        gettext_lazy("What the Chair is asked"),
        help_text=gettext_lazy("It goes to the Chair by letter. The Party does not see it."),
    )


class OfferForm(MatterForm):
    kind = one_of(gettext_lazy("What is offered"), Assistance.Kind.choices)
    text = words(gettext_lazy("The offer in words"), help_text=gettext_lazy("The Party reads it."))


class ContactForm(MatterForm):
    on = day(gettext_lazy("On which day"))
    by_whom = forms.CharField(
        label=gettext_lazy("Who was in contact with the Party"),
        max_length=200,
        error_messages=missing(gettext_lazy("Say who was in contact.")),
    )
    text = words(gettext_lazy("What was said"))


class RecommendationForm(MatterForm):
    kind = one_of(gettext_lazy("Measure"), MeasureKind.choices)
    text = words(
        gettext_lazy("Draft text"),
        help_text=gettext_lazy("The Committee sees it once it is released; the Party does not see it."),
    )


class ReportForm(MatterForm):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = one_of(gettext_lazy("What the Party sent"), MatterReport.Kind.choices)
    received_on = day(
        gettext_lazy("Received on"), help_text=gettext_lazy("The day on which it reached the Secretariat.")
    )
    deadline = choice(
        gettext_lazy("Against which deadline"), CommitteeDeadline, gettext_lazy("None in particular")
    )
    complete = forms.BooleanField(
        label=gettext_lazy("It carries all that was asked"),
        required=False,
        help_text=gettext_lazy("Only then does it meet the deadline."),
    )
    text = words(gettext_lazy("In the Party's words, or where its letter is filed"))


class ReviewForm(MatterForm):
    meeting = choice(gettext_lazy("At which meeting"), Meeting, gettext_lazy("Between meetings"))
    text = words(
        gettext_lazy("What the Committee found"),
        help_text=gettext_lazy("The Party and the Committee read it."),
    )


class CloseForm(MatterForm):
    because = one_of(gettext_lazy("Why it is closed"), ComplianceMatter.Closing.choices)
    text = words(
        gettext_lazy("In words"), help_text=gettext_lazy("The Party, and a Committee that saw it, read this.")
    )


class ReopenForm(MatterForm):
    text = words(
        gettext_lazy("Why it is opened again"),
        help_text=gettext_lazy("The Party, and a Committee that saw it, read this."),
    )


class DescribeForm(MatterForm):
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=300,
        error_messages=missing(gettext_lazy("Give the matter a title.")),
    )
    attention = one_of(gettext_lazy("How it came to attention"), ComplianceMatter.Attention.choices)
    provisions = forms.CharField(
        label=gettext_lazy("Provisions (optional)"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Of the Convention and its Resolutions, such as Article IV, paragraph 2 a)."),
    )
    significance = words(
        gettext_lazy("Significance (optional)"),
        required=False,
        help_text=gettext_lazy("Why the matter is significant, or is not. Secretariat only."),
    )
    species = words(
        gettext_lazy("Species (optional)"),
        required=False,
        help_text=gettext_lazy("One a line; after a comma its Appendix, such as: Psittacus erithacus, I"),
    )
    related = forms.CharField(
        label=gettext_lazy("Related matters (optional)"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Their references, with spaces between them."),
    )

    def __init__(self, *arguments: Any, actor: Actor, matter: ComplianceMatter, **named: Any) -> None:
        super().__init__(*arguments, actor=actor, matter=matter, **named)
        self.initial = {
            "title": matter.title,
            "attention": matter.attention,
            "provisions": matter.provisions,
            "significance": matter.significance,
            "species": "\n".join(
                f"{one.name}, {one.appendix}" if one.appendix else one.name
                for one in matter_file.species(actor=actor, matter=matter)
            ),
            "related": " ".join(
                one.reference for one in selectors.related_matters(actor=actor, matter=matter)
            ),
        }

    def clean_species(self) -> list[tuple[str, str]]:
        """Names with their Appendix, "" where none is given."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["species"].splitlines())):
            name, _comma, appendix = line.rpartition(",")
            known = appendix.strip() in SpeciesConcerned.Appendix.values
            found.append((name.strip(), appendix.strip()) if name and known else (line, ""))
        return found

    def clean_related(self) -> list[ComplianceMatter]:
        """The matters that were named, where the actor may see them."""
        found = []
        for reference in self.cleaned_data["related"].upper().replace(",", " ").split():
            matter = selectors.matter_of(actor=self.actor, reference=reference).first()
            if matter is None:
                raise forms.ValidationError(
                    _("There is no matter with the reference %(reference)s.") % {"reference": reference}
                )
            found.append(matter)
        return found


class EventForm(MatterForm):
    on = day(gettext_lazy("On which day"), help_text=gettext_lazy("The first day of what is known."))
    precision = one_of(gettext_lazy("How exactly it is known"), Precision.choices, initial=Precision.DAY)
    kind = one_of(
        gettext_lazy("Kind"),
        [
            ("mission", gettext_lazy("Mission")),
            ("reminder", gettext_lazy("Reminder")),
            ("response", gettext_lazy("Response of the Party")),
            ("sc_recommendation", gettext_lazy("Recommendation of the Standing Committee")),
            ("secretariat_report", gettext_lazy("Report of the Secretariat")),
            ("other", gettext_lazy("Something else")),
        ],
    )
    text = words(
        gettext_lazy("What happened"), help_text=gettext_lazy("A Committee that sees the matter reads it.")
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=500,
        error_messages=missing(gettext_lazy("Name the source.")),
        help_text=gettext_lazy("A document such as SC70 Doc. 27.3.4, or an address."),
    )


class ChairAnswerForm(MatterForm):
    text = words(gettext_lazy("Answer of the Chair"))
    answered_on = day(gettext_lazy("Received on"))


class OutcomeForm(MatterForm):
    outcome = words(gettext_lazy("What came of it"))
    outcome_on = day(gettext_lazy("Known on"))


class ReasonForm(MatterForm):
    reason = words(gettext_lazy("Reason"))


class NothingForm(MatterForm):
    """Nothing is asked: the page says what the button does."""
