"""What is only read: due dates, letters, whose token it is; and the calculator, which needs no record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api import asked, filters, reading
from cases.api.authentication import actor_of
from cases.api.resource import NeverKept, Resource
from cases.api.shown_letters import MeShown, NoticeShown
from cases.api.shown_requests import DeadlineShown, StepShown
from cases.models import Deadline
from cases.services.api_tokens import Bearer
from cases.services.refusals import Refused
from compliance import clock
from compliance.rules import loader, timeline
from compliance.rules.types import Fact, FactKind, RuleError
from notifications.models import Message


class Deadlines(Resource):
    """The steps of requests as they stand today, each with the reason for its date and its paragraph."""

    queryset = Deadline.objects.none()
    order = ("due_on", "pk")
    serializer_class = DeadlineShown
    filterset_class = filters.DeadlineFilters

    def get_queryset(self) -> Any:
        return reading.deadlines(actor=self.actor, on=clock.today())

    def prepared(self, page: Sequence[Deadline]) -> Sequence[Deadline]:
        return reading.explained(rows=page, on=clock.today())


class Notices(Resource):
    """Letters: for a Party those that were mailed to it, for the Secretariat all, each with how far it came."""

    queryset = Message.objects.none()
    lookup_field = "pk"
    lookup_value_converter = "int"
    serializer_class = NoticeShown
    filterset_class = filters.NoticeFilters

    def get_queryset(self) -> Any:
        return reading.letters(actor=self.actor)


class Me(NeverKept):
    """Whose token this is."""

    @extend_schema(responses=MeShown, tags=["me"])
    def get(self, request: Request) -> Response:
        """Name, role, Party and scopes, and until when the token works."""
        bearer: Bearer = request.auth
        party = bearer.token.membership.party
        shown = {
            "name": bearer.user.name,
            "role": bearer.actor.role,
            "party": party.iso2 if party else None,
            "scopes": bearer.token.scopes,
            "expires_at": bearer.token.expires_at,
        }
        return Response(MeShown(shown).data)


class Timeline(NeverKept):
    """The clock of paragraph 23 for any facts and any day; nothing of the record is read or written."""

    @extend_schema(
        request=asked.AskedTimeline,
        responses=inline_serializer(
            "Timeline",
            {
                "rule_set_code": serializers.CharField(),
                "sent_on": serializers.DateField(),
                "on": serializers.DateField(),
                "steps": StepShown(many=True),
            },
        ),
        tags=["timeline"],
    )
    def post(self, request: Request) -> Response:
        """When each step is due, its status on a day, and why."""
        body = asked.AskedTimeline(data=request.data, context={"actor": actor_of(request)})
        body.is_valid(raise_exception=True)
        given = body.validated_data
        facts = [_fact(one) for one in given.get("facts", ())]
        on: date = given.get("on") or max([clock.today(), *(fact.on for fact in facts)])
        rule_set = loader.get(code=given["rule_set_code"])
        try:
            steps = timeline.timeline(rule_set=rule_set, sent_on=given["sent_on"], facts=facts, on=on)
        except RuleError as error:
            raise Refused(str(error), field="facts" if facts else "sent_on") from error
        shown = {
            "rule_set_code": rule_set.code,
            "sent_on": given["sent_on"],
            "on": on,
            "steps": StepShown(steps, many=True).data,
        }
        return Response(shown)


def _fact(given: dict[str, Any]) -> Fact:
    """Raises: Refused for a date that is given with another kind of fact."""
    kind, named = FactKind(given["kind"]), given.get("date_given")
    if named and kind is not FactKind.APPROXIMATE_DATE:
        raise Refused(f"{kind} gives no date; approximate_date alone does.", field="facts", paragraph="23 a)")
    return Fact(kind, given["on"], date_given=named)
