"""Notes that staff write for each other about a request."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases import internal, paging
from cases.access import Act, Audience, may, require
from cases.models import InternalNote
from cases.services import notes as service
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import inside, requests
from cases.web.secretariat.forms_desk import NoteForm
from compliance import clock


@desk(Audience.SECRETARIAT)
def notes(request: HttpRequest, reference: str) -> HttpResponse:
    """Every note of a request, and one more."""
    actor, at = actor_of(request), clock.now()
    record = requests.find(actor, reference)
    if request.method == "POST":
        require(actor=actor, act=Act.WRITE_NOTE)
    others = service.colleagues(actor=actor).exclude(pk=actor.user_id)
    form = NoteForm(request.POST or None, colleagues=others)
    if request.method == "POST" and form.is_valid():
        try:
            note = service.write(actor=actor, request=record, at=at, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _said(note))
            return redirect(reverse("secretariat:request", args=[reference]) + "#notes")
    url = reverse("secretariat:notes", args=[reference])
    found = internal.notes_of(actor=actor, request=record)
    page = paging.page(found=found, after=request.GET.get("after", ""), order=paging.NEWEST_FIRST)
    context = {
        "record": record,
        "form": form,
        "page": page,
        "notes": page.rows,
        "unseen": inside.unseen(page.rows, actor=actor),
        "first_url": url,
        "next_url": f"{url}?after={page.next_key}",
        "may_write": may(actor=actor, act=Act.WRITE_NOTE),
    }
    return render(request, "secretariat/notes.html", context)


@require_POST
@desk(Audience.SECRETARIAT)
def seen(request: HttpRequest, note: int) -> HttpResponse:
    """Records that the reader has seen a note that names them, and leads to it."""
    actor = actor_of(request)
    found = get_object_or_404(
        InternalNote.objects.visible_to(actor).filter(mentions__user=actor.user_id).select_related("request"),
        pk=note,
    )
    service.see(actor=actor, note=found, at=clock.now())
    if request.POST.get("stay"):
        return redirect("secretariat:my_work")
    return redirect(reverse("secretariat:request", args=[found.request.reference]) + f"#note-{found.pk}")


def _said(note: InternalNote) -> str:
    """That it is kept, and who is told, so that a name that was not understood is noticed."""
    told = [one.user.name for one in note.mentions.select_related("user").order_by("user__name")]
    if not told:
        return _("The note is kept. Nobody is told of it.")
    return _("The note is kept. Told: %(names)s.") % {"names": ", ".join(told)}
