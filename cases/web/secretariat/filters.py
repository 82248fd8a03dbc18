"""By what the list of requests is narrowed: one table, from which come the form, the conditions and the chips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import people, searching, selectors
from cases.access import Actor
from cases.models.deadline import Step
from cases.models.party import Region
from cases.selectors import WORK_LABELS, Work
from cases.web.secretariat.forms import day_input, parties
from compliance.rules import loader

ALL, PROPOSALS = "", "proposals"
WORK = {
    ALL: _("All requests"),
    **{work.value: label for work, label in WORK_LABELS.items()},
    PROPOSALS: _("Proposals under paragraph 23 d)"),
}
ME, MINE = "me", "mine"
NOT_A_CHOICE = {"invalid_choice": _("Choose one from the list; what the address names is not in it.")}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the list, and the day."""

    actor: Actor
    on: date


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a list: the field that asks for it, and which records a value keeps.

    ``keeps`` is given the value, the values of all filters by name, and the reader.
    """

    name: str
    field: Callable[[Reader], forms.Field]
    keeps: Callable[[Any, dict[str, Any], Reader], Q]


def conditions(*, known: Iterable[Filter], values: dict[str, Any], reader: Reader) -> Iterator[Q]:
    """What must hold of a record under each filter that has a value."""
    for one in known:
        if value := values.get(one.name):
            yield one.keeps(value, values, reader)


def choice(label: Any, empty: Any, *choices: tuple[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", empty), *choices], error_messages=NOT_A_CHOICE
    )


def _words(reader: Reader) -> forms.Field:
    search = forms.TextInput(attrs={"type": "search"})
    help_text = _("In requests, answers, notes and names of documents.")
    return forms.CharField(
        label=_("Words, or a reference"), required=False, max_length=200, widget=search, help_text=help_text
    )


def _work(reader: Reader) -> forms.Field:
    return choice(_("Where they stand"), WORK[ALL], *[one for one in WORK.items() if one[0]])


def party(reader: Reader) -> forms.Field:
    """Any Party that the reader sees, by its ISO code."""
    return forms.ModelChoiceField(
        label=_("Party"),
        required=False,
        queryset=parties(reader.actor),
        to_field_name="iso2",
        empty_label=_("Every Party"),
        error_messages=NOT_A_CHOICE,
    )


def region(reader: Reader) -> forms.Field:
    return choice(_("Region"), _("Every region"), *Region.choices)


def _officer(reader: Reader) -> forms.Field:
    """Whoever works on requests, or did."""
    staff = people.memberships(actor=reader.actor).filter(role__in=people.CASE_STAFF)
    names = {str(one.user_id): str(one.user) for one in staff.order_by("user__name", "pk")}
    return choice(_("Case officer"), _("Every officer"), (ME, _("Mine")), *names.items())


def _team(reader: Reader) -> forms.Field:
    teams = [(str(team.pk), str(team)) for team in people.teams(actor=reader.actor)]
    return choice(_("Team"), _("Every team"), (MINE, _("My team")), *teams)


def _step(reader: Reader) -> forms.Field:
    return choice(_("Open step"), _("Any step, or none"), *Step.choices)


def _overdue(reader: Reader) -> forms.Field:
    return forms.BooleanField(
        label=_("Overdue only"), required=False, help_text=_("The open step, or any where none is chosen.")
    )


def _rule_set(reader: Reader) -> forms.Field:
    choices = [(one.code, one.title) for one in loader.all_rule_sets()]
    return choice(_("Rule set"), _("Every rule set"), *choices)


def _day(label: Any) -> Callable[[Reader], forms.Field]:
    return lambda reader: forms.DateField(label=label, required=False, widget=day_input())


def _by_officer(value: str, values: dict[str, Any], reader: Reader) -> Q:
    return Q(officer=reader.actor.user_id if value == ME else int(value))


def _by_team(value: str, values: dict[str, Any], reader: Reader) -> Q:
    """Requests of whoever is in the team now; somebody in no team has none of a team."""
    staff = people.memberships(actor=reader.actor).filter(ended_at__isnull=True)
    own = staff.filter(user=reader.actor.user_id).values("team")
    members = staff.filter(team__in=own) if value == MINE else staff.filter(team=int(value))
    return Q(officer__in=members.values("user"))


def _by_step(value: str, values: dict[str, Any], reader: Reader) -> Q:
    overdue = bool(values.get("overdue"))
    return selectors.step_condition(actor=reader.actor, step=value, on=reader.on, overdue=overdue)


def _by_work(value: str, values: dict[str, Any], reader: Reader) -> Q:
    if value == PROPOSALS:
        return selectors.proposal_condition(on=reader.on)
    return selectors.work_conditions(on=reader.on)[Work(value)]


def _by_overdue(value: bool, values: dict[str, Any], reader: Reader) -> Q:
    return selectors.work_conditions(on=reader.on)[Work.OVERDUE]


def _by_words(value: str, values: dict[str, Any], reader: Reader) -> Q:
    return Q(pk__in=searching.found(actor=reader.actor, text=value).values("pk"))


def _where(lookup: str) -> Callable[[Any, dict[str, Any], Reader], Q]:
    return lambda value, values, reader: Q(**{lookup: value})


FILTERS = (
    Filter("q", _words, _by_words),
    Filter("work", _work, _by_work),
    Filter("party", party, _where("party")),
    Filter("region", region, _where("party__region")),
    Filter("officer", _officer, _by_officer),
    Filter("team", _team, _by_team),
    Filter("step", _step, _by_step),
    Filter("overdue", _overdue, _by_overdue),
    Filter("rule_set", _rule_set, _where("rule_set_code")),
    Filter("sent_from", _day(pgettext_lazy("first day of a period", "Sent from")), _where("sent_on__gte")),
    Filter("sent_to", _day(pgettext_lazy("last day of a period", "Sent until")), _where("sent_on__lte")),
    Filter(
        "due_from", _day(pgettext_lazy("first day of a period", "Next date from")), _where("next_due_on__gte")
    ),
    Filter(
        "due_to", _day(pgettext_lazy("last day of a period", "Next date until")), _where("next_due_on__lte")
    ),
)
PERIODS = (("sent_from", "sent_to"), ("due_from", "due_to"))
