"""Mail that came: what waits for an officer, one mail, and what is made of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases import access, mail_received, paging, selectors
from cases.access import Act, Actor, Audience
from cases.downloading import NEVER_SHOWN
from cases.models import IncomingMail
from cases.models.document import Scan
from cases.selectors import COUNT_CAP
from cases.services.incoming import handling
from cases.services.refusals import Refused
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat.forms_mail import FileMailForm, SetAsideForm
from compliance import clock


@require_safe
@desk(Audience.SECRETARIAT)
def tray(request: HttpRequest) -> HttpResponse:
    """What somebody wrote and no officer has dealt with, the earliest first."""
    found = mail_received.waiting(actor=actor_of(request))
    page = paging.page(found=found, after=request.GET.get("after", ""))
    count = selectors.capped_count(found=found)
    url = reverse("secretariat:mail_tray")
    context = {
        "page": page,
        "count": count,
        "is_capped": count >= COUNT_CAP,
        "first_url": url,
        "next_url": f"{url}?after={page.next_key}",
    }
    return render(request, "secretariat/mail_tray.html", context)


@require_safe
@desk(Audience.SECRETARIAT)
def mail(request: HttpRequest, mail: int) -> HttpResponse:
    """One mail: from whom, what it says, and what can be made of it."""
    actor = actor_of(request)
    return _page(request, actor, _find(actor, mail))


@require_POST
@desk(Audience.SECRETARIAT)
def prepare(request: HttpRequest, mail: int) -> HttpResponse:
    """Checks the attachments, and leads to the form by which the mail is recorded as an answer."""
    actor, at = actor_of(request), clock.now()
    found = _find(actor, mail)
    try:
        prepared = handling.prepare(actor=actor, mail=found, at=at)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("secretariat:mail", mail=mail)
    for refusal in prepared.refusals:
        messages.warning(request, _("Not taken over from the mail: %(why)s") % {"why": refusal})
    assert found.request is not None  # noqa: S101  # the service has refused a mail without one
    return redirect(reverse("secretariat:record", args=[found.request.reference]) + f"?mail={found.pk}")


@require_POST
@desk(Audience.SECRETARIAT)
def file_with(request: HttpRequest, mail: int) -> HttpResponse:
    """Puts the mail with the request that it is about."""
    actor = actor_of(request)
    found = _find(actor, mail)
    access.require(actor=actor, act=Act.HANDLE_MAIL)
    form = FileMailForm(request.POST, actor=actor)
    if form.is_valid():
        try:
            handling.file_with(actor=actor, mail=found, request=form.cleaned_data["reference"])
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The mail is with this request now."))
            return redirect("secretariat:mail", mail=mail)
    return _page(request, actor, found, file_form=form)


@require_POST
@desk(Audience.SECRETARIAT)
def set_aside(request: HttpRequest, mail: int) -> HttpResponse:
    """Says that the mail is no answer, and why."""
    actor, at = actor_of(request), clock.now()
    found = _find(actor, mail)
    access.require(actor=actor, act=Act.HANDLE_MAIL)
    form = SetAsideForm(request.POST)
    if form.is_valid():
        try:
            handling.set_aside(actor=actor, mail=found, reason=form.cleaned_data["reason"], at=at)
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The mail is marked as no answer. It stays on record."))
            return redirect("secretariat:mail_tray")
    return _page(request, actor, found, aside_form=form)


@require_safe
@desk(Audience.SECRETARIAT)
def raw(request: HttpRequest, mail: int) -> HttpResponseBase:
    """The mail as it came, to be saved and never shown; not where the scanner found it infected."""
    found = _find(actor_of(request), mail)
    if found.scan == Scan.INFECTED:
        return render(request, "documents/infected.html", {"document": found}, status=403)
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("The file is missing on the server.")) from error
    response = FileResponse(
        file, as_attachment=True, filename=f"mail-{found.pk}.eml", content_type="message/rfc822"
    )
    for name, value in NEVER_SHOWN.items():
        response.headers[name] = value
    return response


def _find(actor: Actor, key: int) -> IncomingMail:
    visible = IncomingMail.objects.visible_to(actor)
    found: IncomingMail = get_object_or_404(
        visible.select_related("request__party", "matter__party", "submission", "handled_by"), pk=key
    )
    return found


def _page(request: HttpRequest, actor: Actor, found: IncomingMail, **forms: Any) -> HttpResponse:
    may_handle = access.may(actor=actor, act=Act.HANDLE_MAIL) and found.state == IncomingMail.State.NEW
    stage = found.request.stage if found.request else None
    may_record = access.may(actor=actor, act=Act.RECORD_SUBMISSION, stage=stage) if stage else False
    context = {
        "mail": found,
        "case": found.request or found.matter,
        "may_handle": may_handle,
        "may_record": may_handle and may_record and found.scan != Scan.INFECTED,
        "file_form": FileMailForm(actor=actor),
        "aside_form": SetAsideForm(),
        **forms,
    }
    return render(request, "secretariat/mail.html", context)
