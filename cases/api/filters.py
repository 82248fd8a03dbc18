"""What narrows a list: the filters of each, as strict as bodies are, and none that would tell what is not shown."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend

from cases import by_party, searching, selectors
from cases.access import Actor, Audience
from cases.api.authentication import actor_of
from cases.api.fields import NO_DAY
from cases.models import ComplianceMatter, InformationRequest
from cases.models.deadline import Step, StepStatus
from cases.models.measure import MeasureKind
from cases.models.meeting import Body
from cases.models.party import Region
from cases.selectors import WORK_LABELS, Work
from compliance import clock
from compliance.rules import loader
from compliance.rules.types import Outcome
from notifications.letters import NoticeKind

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
RULE_SETS = [(one.code, one.title) for one in loader.all_rule_sets()]


class DayField(forms.Field):
    """A day, written YYYY-MM-DD and in no other way."""

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        try:
            return date.fromisoformat(value if _DAY.fullmatch(value) else "")
        except ValueError as error:
            raise ValidationError(NO_DAY, code="invalid") from error


class YesField(forms.Field):
    """true or false."""

    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        if value not in ("true", "false"):
            raise ValidationError(_("This is true or false."), code="invalid")
        return bool(value == "true")


class Day(django_filters.DateFilter):
    field_class = DayField


class Yes(django_filters.BooleanFilter):
    field_class = YesField


class Code(django_filters.CharFilter):
    """The code or the reference of a record; what is not there narrows to nothing."""

    def __init__(self, **named: Any) -> None:
        super().__init__(max_length=40, **named)


class Words(django_filters.CharFilter):
    def __init__(self, **named: Any) -> None:
        super().__init__(max_length=200, **named)


class Filters(django_filters.FilterSet):
    """Each audience is offered what ``for_all`` or its own line names; the Secretariat is offered all."""

    for_party: ClassVar[frozenset[str]] = frozenset()
    for_committee: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def offered_to(cls, actor: Actor) -> frozenset[str]:
        """The names of the filters that an audience is offered: those over what it is shown."""
        if actor.audience is Audience.SECRETARIAT:
            return frozenset(cls.base_filters)
        return cls.for_party if actor.audience is Audience.PARTY else cls.for_committee

    @property
    def actor(self) -> Actor:
        return actor_of(self.request)


class RequestFilters(Filters):
    q = Words(method="by_words", label=_("Words, or the beginning of a reference"))
    work = django_filters.ChoiceFilter(
        method="by_work", choices=[(one.value, words) for one, words in WORK_LABELS.items()]
    )
    stage = django_filters.ChoiceFilter(choices=InformationRequest.Stage.choices)
    party = Code(field_name="party__iso2")
    region = django_filters.ChoiceFilter(field_name="party__region", choices=Region.choices)
    matter = Code(field_name="matter__reference")
    officer = django_filters.ChoiceFilter(method="by_officer", choices=[("me", _("Mine"))])
    step = django_filters.ChoiceFilter(method="by_step", choices=Step.choices, label=_("Open step"))
    overdue = Yes(method="by_overdue", label=_("Whether a step is overdue today"))
    rule_set = django_filters.ChoiceFilter(field_name="rule_set_code", choices=RULE_SETS)
    sent_from = Day(field_name="sent_on", lookup_expr="gte")
    sent_to = Day(field_name="sent_on", lookup_expr="lte")
    due_from = Day(field_name="next_due_on", lookup_expr="gte")
    due_to = Day(field_name="next_due_on", lookup_expr="lte")

    for_committee = frozenset(
        {
            *("stage", "party", "region", "matter", "step", "overdue", "rule_set"),
            *("sent_from", "sent_to", "due_from", "due_to"),
        }
    )
    for_party = for_committee | {"q", "work"}

    def by_words(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return found.filter(pk__in=searching.found(actor=self.actor, text=value).values("pk"))

    def by_work(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return found.filter(selectors.work_conditions(on=clock.today())[Work(value)])

    def by_officer(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return found.filter(officer=self.actor.user_id)

    def by_step(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return found.filter(selectors.step_condition(actor=self.actor, step=value, on=clock.today()))

    def by_overdue(self, found: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        overdue = selectors.work_conditions(on=clock.today())[Work.OVERDUE]
        return found.filter(overdue if value else ~overdue)


class DeadlineFilters(Filters):
    request = Code(field_name="request__reference")
    party = Code(field_name="request__party__iso2")
    step = django_filters.ChoiceFilter(choices=Step.choices)
    status = django_filters.ChoiceFilter(choices=StepStatus.choices)
    open = Yes(method="by_open", label=_("Whether the step is open"))
    due_from = Day(field_name="due_on", lookup_expr="gte")
    due_to = Day(field_name="due_on", lookup_expr="lte")

    for_party = for_committee = frozenset(
        {"request", "party", "step", "status", "open", "due_from", "due_to"}
    )

    def by_open(self, found: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        is_open = Q(outcome=Outcome.OPEN.value)
        return found.filter(is_open if value else ~is_open)


class SubmissionFilters(Filters):
    request = Code(field_name="request__reference")
    party = Code(field_name="request__party__iso2")
    received_from = Day(field_name="received_on", lookup_expr="gte")
    received_to = Day(field_name="received_on", lookup_expr="lte")

    for_party = for_committee = frozenset({"request", "party", "received_from", "received_to"})


class AssessmentFilters(Filters):
    request = Code(field_name="submission__request__reference")
    verdict = django_filters.ChoiceFilter(choices=[("ADEQUATE", "ADEQUATE"), ("INADEQUATE", "INADEQUATE")])

    for_party = frozenset({"request", "verdict"})


class DocumentFilters(Filters):
    request = Code(field_name="request__reference")
    sent = Yes(method="by_sent", label=_("Whether its answer was sent"))

    for_party = frozenset({"request", "sent"})
    for_committee = frozenset({"request"})

    def by_sent(self, found: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return found.filter(submission__isnull=not value)


class MatterFilters(Filters):
    q = Words(method="by_words", label=_("Words of the title, or the beginning of a reference"))
    party = Code(field_name="party__iso2")
    region = django_filters.ChoiceFilter(field_name="party__region", choices=Region.choices)
    stage = django_filters.ChoiceFilter(choices=ComplianceMatter._meta.get_field("stage").choices)
    origin = django_filters.ChoiceFilter(choices=ComplianceMatter.Origin.choices)
    open = Yes(method="by_open", label=_("Whether it is open in the Secretariat's file"))

    for_party = frozenset({"q", "party", "region", "stage", "open"})
    for_committee = for_party | {"origin"}

    def by_words(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return found.filter(Q(title__icontains=value) | Q(reference__istartswith=value))

    def by_open(self, found: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return found.filter(by_party.OPEN_MATTER if value else ~by_party.OPEN_MATTER)


class MeasureFilters(Filters):
    matter = Code(field_name="matter__reference")
    party = Code(field_name="matter__party__iso2")
    kind = django_filters.ChoiceFilter(choices=MeasureKind.choices)
    in_force = Yes(field_name="ends_on", lookup_expr="isnull")

    for_party = for_committee = frozenset({"matter", "party", "kind", "in_force"})


class PartyFilters(Filters):
    region = django_filters.ChoiceFilter(choices=Region.choices)

    for_party = for_committee = frozenset({"region"})


class MeetingFilters(Filters):
    body = django_filters.ChoiceFilter(choices=Body.choices)
    starts_from = Day(field_name="starts_on", lookup_expr="gte")

    for_party = for_committee = frozenset({"body", "starts_from"})


class NoticeFilters(Filters):
    request = Code(field_name="notice__request__reference")
    matter = Code(field_name="notice__matter__reference")
    notice = django_filters.ChoiceFilter(field_name="notice__code", choices=NoticeKind.choices)

    for_party = frozenset({"request", "notice"})


class Narrowed(DjangoFilterBackend):
    """Lists alone are narrowed; what is no filter of a list was refused before (``resource.Resource``)."""
