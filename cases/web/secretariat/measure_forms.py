"""What the Secretariat types about the Committee's decisions: measures, deadlines, the steps of plans."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from cases.models import CommitteeDeadline, Measure, Meeting, Recommendation, SpeciesConcerned
from cases.models.measure import MeasureKind
from cases.models.meeting import Precision
from cases.web.secretariat.forms import missing
from cases.web.secretariat.matter_forms import MatterForm, choice, day, one_of, words


class MeasureForm(MatterForm):
    kind = one_of(gettext_lazy("Measure"), MeasureKind.choices)
    text = words(gettext_lazy("Text of the decision"))
    recommendation = choice(
        gettext_lazy("From which draft (optional)"), Recommendation, gettext_lazy("From none")
    )
    meeting = choice(
        gettext_lazy("Decided at (optional)"), Meeting, gettext_lazy("Between meetings, or not on record")
    )
    decided_on = day(gettext_lazy("Decided on"))
    decided_precision = one_of(
        gettext_lazy("How exactly that day is known"), Precision.choices, initial=Precision.DAY
    )
    scope = one_of(
        gettext_lazy("Of a suspension: which trade"),
        [("", gettext_lazy("Not a suspension")), *Measure.Scope.choices],
        required=False,
        initial="",
    )
    species = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Which species"),
        queryset=SpeciesConcerned.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those that the matter names; add others by describing the matter first."),
    )
    all_species = forms.BooleanField(label=gettext_lazy("All species"), required=False)
    notification = forms.CharField(
        label=gettext_lazy("Notification to the Parties (optional)"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "Such as No. 2024/066. It can be recorded later. "
            "Where the public register is published, it shows the measure from then on."
        ),
    )
    starts_on = day(gettext_lazy("In force from (optional)"), required=False)
    invited_on = day(
        gettext_lazy("Invitation of the Party (optional)"),
        required=False,
        help_text=gettext_lazy("For assistance, an assessment or a mission in the country."),
    )


class _DeadlineParts(MatterForm):
    form = one_of(gettext_lazy("How the Committee set it"), CommitteeDeadline.Form.choices)
    fixed_on = day(gettext_lazy("A fixed date"), required=False)
    count = forms.IntegerField(
        label=gettext_lazy("Number of days or months"), required=False, min_value=1, max_value=3000
    )
    unit = one_of(
        gettext_lazy("Days or months"),
        CommitteeDeadline.InUnits.choices,
        required=False,
        initial=CommitteeDeadline.InUnits.DAYS,
    )
    meeting = choice(
        gettext_lazy("Before which meeting"),
        Meeting,
        gettext_lazy("None"),
        help_text=gettext_lazy(
            "The date then moves when the meeting moves; the earlier date stays on record."
        ),
    )


class DeadlineForm(_DeadlineParts):
    what = forms.CharField(
        label=gettext_lazy("What is due"),
        max_length=300,
        error_messages=missing(gettext_lazy("Say what is due.")),
    )
    measure = choice(
        gettext_lazy("Of which measure"),
        Measure,
        gettext_lazy("Of none in particular"),
        help_text=gettext_lazy("A period from the decision counts from the decision of this measure."),
    )
    source = forms.CharField(
        label=gettext_lazy("Where it is written (optional)"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Such as SC77 SR, or SC69 Com. 8."),
    )
    field_order = ("what", "measure", "form", "fixed_on", "count", "unit", "meeting", "source")


class ResetForm(_DeadlineParts):
    reason = words(gettext_lazy("Why the date changes"))


class EndMeasureForm(MatterForm):
    ends_on = day(gettext_lazy("Ended on"))
    notification = forms.CharField(
        label=gettext_lazy("Notification that withdrew it (optional)"), required=False, max_length=40
    )
    reason = words(
        gettext_lazy("Why it ended"), help_text=gettext_lazy("The Party and the Committee read it.")
    )


class AnnounceForm(MatterForm):
    notification = forms.CharField(
        label=gettext_lazy("Notification to the Parties"),
        max_length=40,
        error_messages=missing(gettext_lazy("Give the number of the Notification.")),
        help_text=gettext_lazy("Such as No. 2024/066."),
    )
    starts_on = day(gettext_lazy("In force from (optional)"), required=False)


class AnnounceEndForm(MatterForm):
    notification = forms.CharField(
        label=gettext_lazy("Notification that withdrew it"),
        max_length=40,
        error_messages=missing(gettext_lazy("Give the number of the Notification.")),
        help_text=gettext_lazy("Such as No. 2024/066."),
    )


class PlanStepForm(MatterForm):
    text = words(gettext_lazy("What is to be done"))
    assessed_by = words(gettext_lazy("Means of assessment (optional)"), required=False)
    wanted_by = day(
        gettext_lazy("By (optional)"),
        required=False,
        help_text=gettext_lazy(
            "The Party's own timetable. Record a date that the Committee set as a deadline."
        ),
    )


class PlanDoneForm(MatterForm):
    done_on = day(gettext_lazy("Done on"))
    result = words(gettext_lazy("What was found"))
