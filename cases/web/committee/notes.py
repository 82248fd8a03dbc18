"""A member's own notes on a matter: nobody else's page shows them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases import committee, selectors
from cases.access import Actor, Audience
from cases.models import ComplianceMatter, MemberNote
from cases.services import member_notes
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.readable import Readable
from compliance import clock


class NoteForm(Readable, forms.Form):
    """The words of a note."""

    text = forms.CharField(
        label=gettext_lazy("Your note"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write the note.")},
        help_text=gettext_lazy("Only you read it: no other member, not the Chair, not the Secretariat."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Audience.COMMITTEE)
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """A new note on a matter."""
    actor = actor_of(request)
    matter = _matter(actor, reference)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            member_notes.write(actor=actor, matter=matter, text=form.cleaned_data["text"], at=clock.now())
        except Refused as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, _("Your note is kept. Nobody else sees it."))
            return _to_notes(matter)
    return render(request, "committee/note.html", {"matter": matter, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Audience.COMMITTEE)
def change(request: HttpRequest, reference: str, note: int) -> HttpResponse:
    """Other words for a note."""
    actor = actor_of(request)
    matter, found = _note(actor, reference, note)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"text": found.text})
    if form.is_valid():
        try:
            member_notes.change(actor=actor, note=found, text=form.cleaned_data["text"], at=clock.now())
        except Refused as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, _("Your note is changed."))
            return _to_notes(matter)
    return render(request, "committee/note.html", {"matter": matter, "form": form, "note": found})


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Audience.COMMITTEE)
def delete(request: HttpRequest, reference: str, note: int) -> HttpResponse:
    """Asks first, then deletes a note for good."""
    actor = actor_of(request)
    matter, found = _note(actor, reference, note)
    if request.method == "POST":
        member_notes.delete(actor=actor, note=found)
        messages.success(request, _("Your note is deleted."))
        return _to_notes(matter)
    return render(request, "committee/note_delete.html", {"matter": matter, "note": found})


def _matter(actor: Actor, reference: str) -> ComplianceMatter:
    return get_object_or_404(selectors.matter_of(actor=actor, reference=reference))


def _note(actor: Actor, reference: str, note: int) -> tuple[ComplianceMatter, MemberNote]:
    matter = _matter(actor, reference)
    return matter, get_object_or_404(committee.own_notes(actor=actor, matter=matter), pk=note)


def _to_notes(matter: ComplianceMatter) -> HttpResponse:
    """Back to the page of the matter, at the notes."""
    address = redirect("committee:matter", reference=matter.reference)
    address.headers["Location"] += "#notes"
    return address
