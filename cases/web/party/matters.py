"""A Party's own compliance matters: what was said to it, what the Committee asked, and reporting online."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases import access, matter_file, selectors
from cases.access import Act, Actor, Audience
from cases.models import CommitteeDeadline, ComplianceMatter, MatterReport
from cases.services import matter_reports
from cases.services.refusals import Refused
from cases.web import dates, matters
from cases.web.documents import taking
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.party import letters
from cases.web.readable import Readable
from compliance import clock


class ReportForm(Readable, forms.Form):
    """A report of the Party in a matter. ``key`` makes the same page sent twice one report."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("What you send"),
        widget=forms.RadioSelect,
        choices=MatterReport.Kind.choices,
        error_messages={"required": gettext_lazy("Say what you send.")},
    )
    deadline = forms.ModelChoiceField(
        label=gettext_lazy("Against which deadline of the Committee"),
        required=False,
        queryset=CommitteeDeadline.objects.none(),
        empty_label=gettext_lazy("None in particular"),
    )
    complete = forms.BooleanField(
        label=gettext_lazy("It carries all that was asked"),
        required=False,
        help_text=gettext_lazy("Leave this open where more is to come: a part does not meet the deadline."),
    )
    text = forms.CharField(
        label=gettext_lazy("The report, in words"),
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": gettext_lazy("Write the report.")},
    )

    def __init__(self, *args: Any, deadlines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deadline"].queryset = deadlines  # type: ignore[attr-defined]

    def refuse(self, error: Refused) -> None:
        """The procedure's own words, beside the field that they are about."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


@require_safe
@desk(Audience.PARTY)
def matter(request: HttpRequest, reference: str) -> HttpResponse:
    """One matter of the Party: its deadlines and why, its measures, what was said on both sides."""
    actor, today = actor_of(request), clock.today()
    found = _find(actor, reference)
    meeting = selectors.next_meeting(actor=actor, on=today)
    context = {
        "matter": found,
        "species": matter_file.species(actor=actor, matter=found),
        "deadlines": matters.deadlines(actor=actor, matter=found, meeting=meeting, today=today),
        "measures": matters.measures(actor=actor, matter=found),
        "chronology": chronology(actor, found),
        "letters": letters.of_matter(actor=actor, matter=found),
        "requests": selectors.requests_of_matter(actor=actor, matter=found),
        "may_report": access.may(actor=actor, act=Act.MAKE_REPORT, stage=found.stage),
    }
    return render(request, "party/matter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Audience.PARTY)
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """A report online with its documents: facts, remedial action, or what a measure asked for."""
    actor, at = actor_of(request), clock.now()
    found = _find(actor, reference)
    access.require(actor=actor, act=Act.MAKE_REPORT)
    deadlines = CommitteeDeadline.objects.visible_to(actor).filter(matter=found)
    # A form that is sent twice names a deadline that the first has met.
    offered = deadlines if request.method == "POST" else deadlines.open()
    offered = offered.order_by("due_on", "pk")
    taken = taking.Taken()
    if request.method == "POST":
        taken = taking.take(request=request, record=found, key=taking.key_of(request), at=at)
    typed = request.POST if request.method == "POST" and not taken.stay else None
    begun = {"key": uuid.uuid4(), "deadline": request.GET.get("deadline", "")} | request.POST.dict()
    form = ReportForm(typed, deadlines=offered, initial=begun)
    if form.is_valid():
        try:
            sent = matter_reports.report(actor=actor, matter=found, at=at, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("Your report is with the Secretariat; a receipt goes to your mailbox.")
            )
            return redirect("party:matter_receipt", reference=reference, key=sent.key)
    key = form["key"].value()
    documents = taking.widget(actor=actor, record=found, key=key, refusals=taken.refusals)
    return render(
        request, "party/matter_report.html", {"matter": found, "form": form, "documents": documents}
    )


def _find(actor: Actor, reference: str) -> ComplianceMatter:
    return get_object_or_404(selectors.matter_of(actor=actor, reference=reference))


def chronology(actor: Actor, matter: ComplianceMatter) -> list[dict[str, Any]]:
    """What the Secretariat told the Party and what the Party reported, the earliest first."""
    released = {one.report_id: one.released_on for one in matter_file.releases(actor=actor, matter=matter)}
    told = [
        {"on": act.on, "heading": act.get_action_display(), "text": act.text, "seen_by": ""}
        for act in matter_file.acts(actor=actor, matter=matter)
    ]
    reported = [
        {
            "on": one.received_on,
            "heading": one.get_kind_display(),
            "text": one.text,
            "seen_by": _seen_by(released.get(one.pk)),
            "report": one,
        }
        for one in matter_file.reports(actor=actor, matter=matter)
    ]
    offered = [
        {"on": one.offered_on, "heading": one.get_kind_display(), "text": one.text, "seen_by": ""}
        for one in matter_file.assistance(actor=actor, matter=matter)
    ]
    return sorted(told + offered + reported, key=lambda entry: entry["on"])


def _seen_by(released_on: Any) -> str:
    if released_on is None:
        return _("Your Party and the Secretariat")
    return _("Released to the Committee on %(date)s") % {"date": dates.plain(released_on)}
