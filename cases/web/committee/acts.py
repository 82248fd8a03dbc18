"""What the Committee does in a matter: its direct contacts with the Party, and members whom the Chair excludes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cases import access, committee, matter_file, selectors
from cases.access import Act, Actor, Audience
from cases.models import ComplianceMatter
from cases.services import consultations, releases
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.readable import Readable
from compliance import clock
from compliance.accounts.models import User


class ContactForm(Readable, forms.Form):
    """A contact with the Party, with a view to finding a solution: paragraph 23 d)."""

    on = forms.DateField(
        label=gettext_lazy("On which day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Give the day.")},
    )
    by_whom = forms.CharField(
        label=gettext_lazy("Who was in contact with the Party"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say who was in contact.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What was said"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Write what was said.")},
        help_text=gettext_lazy("The Committee and the Secretariat read it."),
    )


class RecusalForm(Readable, forms.Form):
    """A member whom the Chair excludes from a matter."""

    member = forms.ModelChoiceField(
        label=gettext_lazy("Member"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose a member"),
        error_messages={"required": gettext_lazy("Choose a member of the Committee.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Give the reason: it stays in the record.")},
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Audience.COMMITTEE)
def contact(request: HttpRequest, reference: str) -> HttpResponse:
    """Records a direct contact of the Committee with the Party."""
    actor = actor_of(request)
    matter = _find(actor, reference)
    access.require(actor=actor, act=Act.RECORD_CONTACT)
    form = ContactForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(form, consultations.record_contact, actor=actor, matter=matter):
        messages.success(request, _("The contact is on record."))
        return redirect("committee:matter", reference=reference)
    return render(request, "committee/contact.html", {"matter": matter, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Audience.COMMITTEE)
def exclude(request: HttpRequest, reference: str) -> HttpResponse:
    """The Chair excludes a member from a matter."""
    actor = actor_of(request)
    matter = _find(actor, reference)
    access.require(actor=actor, act=Act.RECUSE_MEMBER)
    members = committee.members(actor=actor)
    form = RecusalForm(request.POST if request.method == "POST" else None, members=members)
    if form.is_valid() and _done(form, releases.recuse, actor=actor, matter=matter):
        messages.success(request, _("The member is excluded from this matter."))
        return redirect("committee:matter", reference=reference)
    context = {
        "matter": matter,
        "form": form,
        "of_the_party": committee.of_the_party(actor=actor, matter=matter),
    }
    return render(request, "committee/exclude.html", context)


@require_POST
@desk(Audience.COMMITTEE)
def readmit(request: HttpRequest, reference: str, recusal: int) -> HttpResponse:
    """The Chair ends an exclusion."""
    actor = actor_of(request)
    matter = _find(actor, reference)
    access.require(actor=actor, act=Act.RECUSE_MEMBER)
    found = get_object_or_404(matter_file.recusals(actor=actor, matter=matter), pk=recusal)
    try:
        releases.readmit(actor=actor, recusal=found, at=clock.now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The member sees this matter again."))
    return redirect("committee:matter", reference=reference)


def _find(actor: Actor, reference: str) -> ComplianceMatter:
    return get_object_or_404(selectors.matter_of(actor=actor, reference=reference))


def _done(form: forms.Form, do: Any, **given: Any) -> bool:
    """Whether the service did it; what it refuses stands beside the field."""
    try:
        do(at=clock.now(), **given, **form.cleaned_data)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True
