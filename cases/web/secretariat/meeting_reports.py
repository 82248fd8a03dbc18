"""The report of paragraph 24 on the Secretariat's desk: its draft at any time, and the act of issuing it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases import access, meeting_file
from cases.access import Act, Actor, Audience
from cases.meeting_report import building, gathering, values
from cases.meeting_report.gathering import Material
from cases.models import Meeting, MeetingReport
from cases.services import meeting_reports as service
from cases.services.refusals import Refused
from cases.web import report_page
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat.forms import DeskForm, missing
from compliance import clock

_BASE = {"base": "secretariat/base.html", "desk": "secretariat"}


class IssueForm(DeskForm):
    """The symbol of the document, and that whoever issues it knows what this does."""

    symbol = forms.CharField(
        label=gettext_lazy("Document symbol"),
        max_length=60,
        error_messages=missing(gettext_lazy("Give the symbol of the document.")),
        help_text=gettext_lazy(
            "As the document will be cited, such as SC80 Doc. 30. A revision adds its number by itself."
        ),
    )
    changed = forms.CharField(
        label=gettext_lazy("What this revision changes"),
        max_length=300,
        error_messages=missing(gettext_lazy("Say what this revision changes.")),
        help_text=gettext_lazy("One line. Members read it beside the revision."),
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("I have read the report. Members of the Committee see it from now on."),
        error_messages=missing(gettext_lazy("Confirm that you have read the report.")),
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    """The ``mark`` of the record that the page was made from."""

    def __init__(
        self, *arguments: Any, last: MeetingReport | None, mark: str, code: str, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.mark = self.initial["seen"] = mark
        self.initial["symbol"] = last.symbol if last else f"{code} Doc. "
        if last is None:
            del self.fields["changed"]

    def refuse(self, error: Refused) -> None:
        """What was typed stays; once the record has been read again, the form that is sent again stands."""
        if isinstance(error, service.NotAsSeen):
            self.data = {**self.data.dict(), "seen": self.mark}  # type: ignore[attr-defined]  # a QueryDict
        super().refuse(error)


@require_safe
@desk(Audience.SECRETARIAT)
def draft(request: HttpRequest, meeting: int) -> HttpResponse:
    """The report as it would be issued now; reading it changes nothing."""
    actor, language = actor_of(request), report_page.language_of(request)
    found, material = _material(actor, meeting)
    plain = _draft(actor, found, material, language)
    context = {
        **_BASE,
        "meeting": found,
        "report": report_page.shown(plain),
        "languages": report_page.languages(language),
        "language": language,
        "may_issue": access.may(actor=actor, act=Act.ISSUE_MEETING_REPORT),
        "left_out": _left_out(actor, material),
    }
    return render(request, "meetings/report.html", context)


@require_safe
@desk(Audience.SECRETARIAT)
def draft_file(request: HttpRequest, meeting: int, kind: str) -> HttpResponse:
    """The draft to read on paper or to work on."""
    actor = actor_of(request)
    found, material = _material(actor, meeting)
    plain = _draft(actor, found, material, report_page.language_of(request))
    return report_page.file(plain=plain, kind=kind, at=clock.now())


@desk(Audience.SECRETARIAT)
def issue(request: HttpRequest, meeting: int) -> HttpResponse:
    """Asks for the symbol and for confirmation; then the report is frozen, for good."""
    actor, at = actor_of(request), clock.now()
    found, material = _material(actor, meeting)
    access.require(actor=actor, act=Act.ISSUE_MEETING_REPORT)
    last = _last(actor, found)
    form = IssueForm(request.POST or None, last=last, mark=service.mark(material), code=found.code)
    if request.method == "POST" and form.is_valid() and (issued := _issued(actor, found, form, at)):
        words = _("%(symbol)s is issued. Members of the Committee can read it.")
        messages.success(request, words % {"symbol": issued.full_symbol})
        return redirect("secretariat:meeting_report", meeting=found.pk, revision=issued.revision)
    context = {
        **_BASE,
        "meeting": found,
        "form": form,
        "last": last,
        "revision": last.revision + 1 if last else 0,
        "count": len(material.files),
        "left_out": _left_out(actor, material),
    }
    return render(request, "meetings/issue.html", context)


@require_safe
@desk(Audience.SECRETARIAT)
def report(request: HttpRequest, meeting: int, revision: int) -> HttpResponse:
    """A report as it was issued, whatever has changed since."""
    return report_page.page(request, meeting=meeting, revision=revision, frame=_BASE)


@require_safe
@desk(Audience.SECRETARIAT)
def report_file(request: HttpRequest, meeting: int, revision: int, kind: str) -> HttpResponse:
    """A report that was issued, as a file."""
    return report_page.issued_file(request, meeting=meeting, revision=revision, kind=kind)


def _material(actor: Actor, meeting: int) -> tuple[Meeting, Material]:
    """Raises: Http404, also for whoever is not to read a draft."""
    found = get_object_or_404(meeting_file.as_secretariat(actor=actor), pk=meeting)
    return found, gathering.gather(meeting=found, on=clock.today())


def _last(actor: Actor, meeting: Meeting) -> MeetingReport | None:
    return meeting_file.reports(actor=actor, meeting=meeting).first()


def _draft(actor: Actor, meeting: Meeting, material: Material, language: str) -> dict[str, Any]:
    last = _last(actor, meeting)
    symbol = f"{last.symbol} (Rev. {last.revision + 1})" if last else f"{meeting.code} Doc. NN"
    made = building.build(material=material, language=language, symbol=symbol, issued=False)
    return values.as_plain(made)


def _left_out(actor: Actor, material: Material) -> list[Any]:
    """Drafts of its matters that were not released: the Secretariat sees them here, and the report says nothing."""
    return meeting_file.not_released(actor=actor, matters=[one.matter for one in material.files])


def _issued(actor: Actor, meeting: Meeting, form: IssueForm, at: datetime) -> MeetingReport | None:
    try:
        return service.issue(
            actor=actor,
            meeting=meeting,
            symbol=form.cleaned_data["symbol"],
            changed=form.cleaned_data.get("changed", ""),
            seen=form.cleaned_data["seen"],
            at=at,
        )
    except Refused as error:
        form.refuse(error)
        return None
