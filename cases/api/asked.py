"""What is sent: fields and their kinds. The rules are the services'."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from cases import selectors
from cases.access import Actor
from cases.api.fields import Asked, Choice, Day, Key, Line, Named, Text, WholeNumber, YesOrNo
from cases.models import Assessment, ComplianceMatter, InformationRequest, Party, Submission
from cases.models.matter import SpeciesConcerned
from compliance.rules import loader
from compliance.rules.types import FactKind

_RULE_SETS = [(one.code, one.title) for one in loader.all_rule_sets()]


def _party(actor: Actor, code: str) -> QuerySet[Party]:
    """Not one that turned out to be another entry of the same Party."""
    found: QuerySet[Party] = Party.objects.visible_to(actor).present().filter(iso2=code)
    return found


def _matter(actor: Actor, reference: str) -> QuerySet[ComplianceMatter]:
    return selectors.matter_of(actor=actor, reference=reference)


def _request(actor: Actor, reference: str) -> QuerySet[InformationRequest]:
    return selectors.request_of(actor=actor, reference=reference)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A draft",
            value={
                "party": "XA",
                "subject": "Export permits of 2026",
                "questions": "1. Which permits were issued?\n2. On which findings?",
                "rule_set_code": loader.DEFAULT,
            },
            request_only=True,
        )
    ]
)
class NewRequest(Asked):
    """A draft of a request to one Party; nothing is sent and no clock runs (paragraph 23 a))."""

    party = Named(_party, help_text=_("The ISO code of the Party."))
    subject = Line(max_length=200)
    questions = Text()
    rule_set_code = Choice(_RULE_SETS, default=loader.DEFAULT)
    matter = Named(_matter, required=False, allow_null=True, help_text=_("The reference of its matter."))
    follows = Named(_request, required=False, allow_null=True, help_text=_("The request that it takes up."))


class EditedRequest(Asked):
    """Other words, or another rule set, for a draft."""

    subject = Line(max_length=200, required=False)
    questions = Text(required=False)
    rule_set_code = Choice(_RULE_SETS, required=False)


class Withdrawal(Asked):
    reason = Text(help_text=_("It goes into the record and to the Party."))


class Carried(Asked):
    """What one communication carries; at least one thing (paragraph 23 a) and b))."""

    key = Key(
        required=False,
        help_text=_("Under which its documents were attached. The same key again is the same answer."),
    )
    approximate_date = Day(required=False, allow_null=True, help_text=_("Paragraph 23 a)."))
    justification = Text(default="", allow_blank=True, help_text=_("Paragraph 23 b)."))
    information = Choice(Submission.Information.choices, default=Submission.Information.NONE.value)
    text = Text(default="", allow_blank=True, help_text=_("The information in words."))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """An answer without a key has one of its own."""
        return {"key": uuid.uuid4()} | attrs


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A date by which it comes", value={"approximate_date": "2027-03-30"}, request_only=True
        ),
        OpenApiExample(
            "All the information",
            value={"information": "COMPLETE", "text": "Twelve permits, as listed in the document attached."},
            request_only=True,
        ),
    ]
)
class Answer(Carried):
    """A Party's answer online: its legal day is the day at the seat on which it comes in."""


class Recorded(Carried):
    """What arrived on paper or by mail, with the day on which it was received."""

    received_on = Day(help_text=_("The day on which it reached the Secretariat: the day that counts."))
    acknowledgement = YesOrNo(default=False, help_text=_("An acknowledgement alone meets no step."))


class NewAssessment(Asked):
    """The Secretariat's view of complete information (paragraph 23 d))."""

    verdict = Choice(Assessment.Verdict.choices)
    reasons = Text()
    shared_with_party = YesOrNo(default=True)
    corrects = WholeNumber(
        allow_null=True,
        default=None,
        min_value=1,
        max_value=2**63 - 1,
        help_text=_("The id of the last assessment that you have read; null where there was none."),
    )


class NewMatter(Asked):
    """A matter in the Secretariat's file, at the stage of identification (Article XIII, paragraph 1)."""

    party = Named(_party, help_text=_("The ISO code of the Party."))
    title = Line(max_length=300)
    attention = Choice(ComplianceMatter.Attention.choices)


class Species(Asked):
    name = Line(max_length=200)
    appendix = Choice(SpeciesConcerned.Appendix.choices, required=False, allow_null=True)


class DescribedMatter(Asked):
    """What a matter is about; what is left out stays as it is."""

    title = Line(max_length=300, required=False)
    attention = Choice(ComplianceMatter.Attention.choices, required=False)
    provisions = Line(max_length=500, required=False, allow_blank=True)
    significance = Text(required=False, allow_blank=True)
    species = Species(many=True, required=False, max_length=200)
    related = serializers.ListField(child=Named(_matter), required=False, max_length=50)


class Upload(serializers.Serializer):
    """A document for the answer with this key, which need not be there yet."""

    key = serializers.UUIDField(help_text=_("The key with which the answer will be sent."))
    file = serializers.FileField(help_text=_("At most 25 MB; of the kinds that the desk takes."))


class AskedFact(Asked):
    """Something that happened, on its legal day."""

    kind = Choice([(one.value, one.value) for one in FactKind])
    on = Day()
    date_given = Day(
        required=False, allow_null=True, help_text=_("For approximate_date, and for nothing else.")
    )


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A date given in December",
            value={
                "sent_on": "2026-11-30",
                "facts": [{"kind": "approximate_date", "on": "2026-12-20", "date_given": "2027-03-30"}],
                "on": "2027-01-10",
            },
            request_only=True,
        )
    ]
)
class AskedTimeline(Asked):
    """A request that need not exist: the text, its date and what happened."""

    rule_set_code = Choice(_RULE_SETS, default=loader.DEFAULT)
    sent_on = Day(help_text=_("The date of the Secretariat's request."))
    on = Day(required=False, help_text=_("The day asked about; today, or that of the last fact, if none."))
    facts = AskedFact(many=True, required=False, max_length=100)
