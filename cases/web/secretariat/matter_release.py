"""Releasing to the Committee: choose, see it as members will, and only then release it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases import access, matter_file, selectors
from cases.access import Act, Actor, Audience
from cases.models import ComplianceMatter
from cases.services import matter_stages
from cases.services import releases as service
from cases.services.refusals import Refused
from cases.web import dates, released
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat.forms import DeskForm, missing
from compliance import clock
from compliance.rules.stage_table import Action


class ReleaseForm(DeskForm):
    """What of the matter is released; ``items`` are named by their kind and key."""

    items = forms.MultipleChoiceField(
        label=gettext_lazy("What the Committee is to see"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=missing(gettext_lazy("Choose what the Committee is to see.")),
        help_text=gettext_lazy("An answer is released without its documents: choose each of them by itself."),
    )
    note = forms.CharField(
        label=gettext_lazy("What was reviewed before (optional)"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Such as: names of private persons are taken out. The Committee reads it."),
    )

    def __init__(self, *arguments: Any, offered: dict[str, released.Item], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.offered = offered
        self.fields["items"].choices = [(key, _in_a_line(one)) for key, one in offered.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[released.Item]:
        return [self.offered[key] for key in self.cleaned_data["items"]]


@desk(Audience.SECRETARIAT)
def release(request: HttpRequest, reference: str) -> HttpResponse:
    """Two pages: what there is, then what members will see; only the second releases it."""
    actor, at = actor_of(request), clock.now()
    matter = get_object_or_404(selectors.matter_of(actor=actor, reference=reference))
    access.require(actor=actor, act=Act.RELEASE_ITEM)
    if request.method != "POST" and (reason := _why_not(matter)):
        messages.error(request, reason)
        return redirect("secretariat:matter", reference=reference)
    offered = dict(_offered(actor, matter))
    form = ReleaseForm(request.POST if request.method == "POST" else None, offered=offered)
    context = {"matter": matter, "form": form, "offered": offered}
    if not form.is_valid() or "change" in request.POST:
        return render(request, "secretariat/matter_release.html", context)
    if "confirmed" in request.POST:
        try:
            service.release(
                actor=actor, matter=matter, items=form.chosen, note=form.cleaned_data["note"], at=at
            )
        except Refused as error:
            form.refuse(error)
            return render(request, "secretariat/matter_release.html", context)
        messages.success(request, _said(len(form.chosen)))
        return redirect("secretariat:matter", reference=reference)
    shown = [released.of_item(one) for one in form.chosen]
    return render(request, "secretariat/matter_release_confirm.html", {**context, "released": shown})


def _said(count: int) -> str:
    return ngettext(
        "%(count)d item is released to the Committee.",
        "%(count)d items are released to the Committee.",
        count,
    ) % {"count": count}


def _why_not(matter: ComplianceMatter) -> str:
    if matter.origin != ComplianceMatter.Origin.SECRETARIAT:
        return _("This is the public record; it is not a file of the Secretariat.")
    known = matter_stages.known(matter=matter)
    reason, source = matter_stages.why_not(matter=matter, action=Action.RELEASE_ITEM, on_record=known)
    return f"{reason} ({source})" if reason else ""


def _offered(actor: Actor, matter: ComplianceMatter) -> Iterator[tuple[str, released.Item]]:
    """Everything of the matter that was not released yet and can be."""
    done = {
        (one.submission_id, one.document_id, one.report_id, one.recommendation_id)
        for one in matter_file.releases(actor=actor, matter=matter)
    }
    gone = [{row[kind] for row in done} for kind in range(4)]
    found: tuple[tuple[str, Any], ...] = (
        ("submission", matter_file.submissions(actor=actor, matter=matter)),
        ("document", matter_file.documents(actor=actor, matter=matter).exclude(scan="INFECTED")),
        ("report", matter_file.reports(actor=actor, matter=matter)),
        (
            "recommendation",
            matter_file.recommendations(actor=actor, matter=matter).filter(dropped_on__isnull=True),
        ),
    )
    for kind, (name, rows) in enumerate(found):
        for one in rows:
            if one.pk not in gone[kind]:
                yield f"{name}:{one.pk}", one


def _in_a_line(item: released.Item) -> str:
    shown = released.of_item(item)
    return _("%(date)s: %(what)s") % {"date": dates.plain(shown.on), "what": shown.heading}
