"""Several requests at once: first what would happen to each and why not, then what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import access, paging, people, selectors
from cases.access import Act, Actor, Audience, may
from cases.exports.writers import CONTENT_TYPES
from cases.models import InformationRequest
from cases.services import assignments, reminders
from cases.services import requests as service
from cases.services import together as several
from cases.services.together import Line
from cases.web import dates
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import exports
from cases.web.secretariat.asked import Asked
from cases.web.secretariat.filters import Reader
from cases.web.secretariat.forms import DeskForm, WithdrawForm, missing
from compliance import clock
from compliance.accounts.models import User

AT_MOST = 500
"""Requests in one act: as many as can be looked through before it is done. Our choice."""
_DIGITS = 18
"""Of a key that the database can hold."""


class AssignForm(DeskForm):
    officer = forms.ModelChoiceField(
        label=gettext_lazy("Give them to"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Choose a colleague"),
        error_messages=missing(gettext_lazy("Choose the colleague who looks after them from now on.")),
    )

    def __init__(self, *arguments: Any, actor: Actor) -> None:
        super().__init__(*arguments)
        staff = people.case_officers(actor=actor).values("user")
        self.fields["officer"].queryset = User.objects.filter(pk__in=staff).order_by("name", "pk")  # type: ignore[attr-defined]


class WithdrawTogetherForm(WithdrawForm):
    def __init__(self, *arguments: Any, actor: Actor) -> None:
        super().__init__(*arguments)
        self.fields["reason"].required = True
        self.fields["reason"].error_messages.update(
            missing(gettext_lazy("Give the reason: it goes into the record and to the Party."))
        )


class NothingToSay(DeskForm):
    """Where an act needs no more than the requests."""

    def __init__(self, *arguments: Any, actor: Actor) -> None:
        super().__init__(*arguments)


@dataclass(frozen=True, slots=True)
class Together:
    """One act on several requests, in words and in calls of its service."""

    act: Act
    offer: Any
    heading: Any
    consequence: Any
    button: Any
    form: Callable[..., DeskForm]
    foresee: Callable[[Actor, list[InformationRequest], datetime], list[Line]]
    will: Callable[[Line], str]
    """What would happen to one request."""
    do: Callable[[Actor, InformationRequest, datetime, dict[str, Any]], Any]
    done: Callable[[dict[str, Any]], str]
    """What was done to one request."""
    grave: bool = False


def _will_remind(line: Line) -> str:
    assert line.step is not None  # noqa: S101  # a request without an open step is refused
    words = _("A letter today, about: %(step)s, due on %(date)s")
    return words % {"step": line.step.get_step_display(), "date": dates.plain(line.step.due_on)}


TOGETHER = {
    "assign": Together(
        act=Act.ASSIGN_REQUEST,
        offer=gettext_lazy("Assign"),
        heading=gettext_lazy("Assign to a colleague"),
        consequence=gettext_lazy(
            "The colleague receives the letters to the case officer of these requests from now on. "
            "The Parties are told nothing."
        ),
        button=gettext_lazy("Assign them"),
        form=AssignForm,
        foresee=lambda actor, records, at: several.foresee_assignment(requests=records),
        will=lambda line: _("From %(name)s to the colleague chosen above") % {"name": line.request.officer},
        do=lambda actor, record, at, values: assignments.assign(
            actor=actor, request=record, officer=values["officer"], at=at
        ),
        done=lambda values: _("%(name)s looks after it") % {"name": values["officer"]},
    ),
    "remind": Together(
        act=Act.REMIND_PARTY,
        offer=gettext_lazy("Remind the Party"),
        heading=gettext_lazy("Remind the Parties"),
        consequence=gettext_lazy(
            "Each Party receives one letter for each request, with all its open dates. "
            "It goes at most once a day."
        ),
        button=gettext_lazy("Send the reminders"),
        form=NothingToSay,
        foresee=lambda actor, records, at: several.foresee_reminder(
            actor=actor, requests=records, on=clock.legal_day(at=at)
        ),
        will=_will_remind,
        do=lambda actor, record, at, values: reminders.remind(actor=actor, request=record, at=at),
        done=lambda values: _("The reminder is written"),
    ),
    "withdraw": Together(
        act=Act.WITHDRAW_REQUEST,
        offer=gettext_lazy("Withdraw"),
        heading=gettext_lazy("Withdraw these requests"),
        consequence=gettext_lazy(
            "This cannot be undone. Every open step ends today, what was met stays met, and each Party is told "
            "with the reason."
        ),
        button=gettext_lazy("Withdraw them and tell the Parties"),
        form=WithdrawTogetherForm,
        foresee=lambda actor, records, at: several.foresee_withdrawal(requests=records),
        will=lambda line: _("It is withdrawn today; %(party)s is told") % {"party": line.request.party.name},
        do=lambda actor, record, at, values: service.withdraw(
            actor=actor, request=record, reason=values["reason"], at=at
        ),
        done=lambda values: _("Withdrawn; the Party is told"),
        grave=True,
    ),
}
EXPORT = "export"


def offered(*, actor: Actor) -> list[tuple[str, Any]]:
    """What this reader may do with several requests: the name of the act, and its button."""
    acts = [(name, one.offer) for name, one in TOGETHER.items() if _may_ever(actor, one.act)]
    return [*acts, (EXPORT, gettext_lazy("Export"))]


def _may_ever(actor: Actor, act: Act) -> bool:
    """Whether the reader's role does this at some stage; which requests admit it, the preview says."""
    return any(may(actor=actor, act=act, stage=stage) for stage in InformationRequest.Stage)


@desk(Audience.SECRETARIAT)
def together(request: HttpRequest) -> HttpResponseBase:
    """The preview of an act on the requests that were chosen; sent again from there, the act and what came of it."""
    name = request.POST.get("act", "")
    if request.method != "POST" or name not in (*TOGETHER, EXPORT):
        return redirect("secretariat:requests")
    actor, at = actor_of(request), clock.now()
    asked = Asked(QueryDict(request.POST.get("query", "")), reader=Reader(actor, clock.legal_day(at=at)))
    if name in TOGETHER:
        access.require(actor=actor, act=TOGETHER[name].act)
    records, are_all = _chosen(request.POST, asked)
    if not records:
        messages.error(request, _("No request was chosen. Mark those that you mean, or all that match."))
        return redirect(asked.url())
    context = {"asked": asked, "name": name, "records": records, "more": "" if are_all else _first_alone()}
    if name == EXPORT:
        return _export(request, asked, records, context)
    return _act(request, TOGETHER[name], actor, at, context)


def _act(
    request: HttpRequest, act: Together, actor: Actor, at: datetime, context: dict[str, Any]
) -> HttpResponse:
    confirmed, records = "confirmed" in request.POST, context["records"]
    form = act.form(request.POST if confirmed else None, actor=actor)
    context |= {"act": act, "form": form}
    if confirmed and form.is_valid():
        values = form.cleaned_data
        done = several.each(requests=records, do=lambda record: act.do(actor, record, at, values))
        told = act.done(values)
        return render(request, "secretariat/together_done.html", context | _told(done, lambda line: told))
    lines = act.foresee(actor, records, at)
    return render(request, "secretariat/together.html", context | _told(lines, act.will))


def _told(lines: Iterable[Line], words: Callable[[Line], str]) -> dict[str, Any]:
    """What happens, or happened, to each; and what was refused, each with its reason."""
    lines = list(lines)
    goes = [(line.request, words(line)) for line in lines if not line.refusal]
    refused = [(line.request, line.refusal) for line in lines if line.refusal]
    return {
        "goes": goes,
        "refused": refused,
        "goes_count": ngettext("%(count)d request", "%(count)d requests", len(goes)) % {"count": len(goes)},
        "refused_count": ngettext("%(count)d request", "%(count)d requests", len(refused))
        % {"count": len(refused)},
    }


def _export(
    request: HttpRequest, asked: Asked, records: list[InformationRequest], context: dict[str, Any]
) -> HttpResponseBase:
    if (kind := request.POST.get("kind", "")) in CONTENT_TYPES:
        found = selectors.requests_matching(actor=asked.reader.actor).filter(
            pk__in=[record.pk for record in records]
        )
        return exports.of_requests(request, kind=kind, found=found, asked=asked, are_chosen=True)
    return render(request, "secretariat/together_export.html", context)


def _chosen(sent: QueryDict, asked: Asked) -> tuple[list[InformationRequest], bool]:
    """The requests that were marked, or the first of all that match, as far as the actor sees them; are they all?"""
    if "all" in sent:
        first = paging.page(found=asked.found(), after="", order=asked.order, size=AT_MOST)
        return first.rows, not first.next_key
    keys = [key for key in sent.getlist("chosen")[:AT_MOST] if key.isascii() and key.isdigit()]
    found = selectors.requests_matching(actor=asked.reader.actor)
    chosen = found.filter(pk__in=[key for key in keys if len(key) <= _DIGITS])
    return list(chosen.order_by("reference")), True


def _first_alone() -> str:
    """Where all that match were meant, and are more than can be looked through at once."""
    return _("These are the first %(count)d that match. Do the rest after them.") % {"count": AT_MOST}
