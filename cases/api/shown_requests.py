"""Requests with their steps, what came, and what was made of it, as each audience is shown them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.api.shown import Person, Plain, Shown
from cases.citations import cited
from cases.models import Assessment, Deadline, Document, InformationRequest, Submission
from cases.models.deadline import Step as StepChoices
from cases.models.deadline import StepStatus
from cases.services.refusals import in_full
from compliance.rules import explain
from compliance.rules import types as rules


def why(step: rules.Deadline) -> str:
    """Why a step's date is what it is, in the reader's language, with its paragraph."""
    return explain.say(step.explanation, translate=lambda text: _(text) if text else "", write_date=in_full)


class StepShown(Plain):
    """One step of paragraph 23 on a day: until when, where it stands, and why."""

    step = serializers.ChoiceField(StepChoices.choices, source="standing.step", read_only=True)
    due_on = serializers.DateField(source="standing.due_on", read_only=True)
    status = serializers.ChoiceField(StepStatus.choices, read_only=True)
    counted_from = serializers.DateField(source="standing.counted_from", read_only=True)
    met_on = serializers.DateField(source="standing.met_on", read_only=True, allow_null=True)
    source = serializers.SerializerMethodField()
    explanation = serializers.SerializerMethodField()

    def get_source(self, step: rules.Deadline) -> str:
        return cited(step.standing.source)

    def get_explanation(self, step: rules.Deadline) -> str:
        return why(step)


class DocumentShown(Shown):
    """A document of an answer. ``key`` is that of the answer it belongs to, sent or not.

    One that goes with a report in a matter has no ``request``.
    """

    request = serializers.SlugRelatedField(slug_field="reference", read_only=True, allow_null=True)
    submission = serializers.PrimaryKeyRelatedField(read_only=True, allow_null=True)
    key = serializers.UUIDField(source="form_key", read_only=True)

    class Meta:
        model = Document
        fields = (
            *("id", "request", "submission", "key", "name", "content_type", "size", "sha256"),
            *("scan", "uploaded_at"),
        )
        read_only_fields = fields

    to_party = Meta.fields
    to_committee = ("id", "request", "name", "content_type", "size", "sha256", "scan")


class SubmissionShown(Shown):
    """One communication from a Party (paragraph 23 a) and b))."""

    request = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    recorded_by = serializers.SlugRelatedField(slug_field="name", read_only=True)
    documents = serializers.SerializerMethodField()

    class Meta:
        model = Submission
        fields = (
            *("id", "key", "request", "channel", "received_on", "recorded_at", "recorded_by"),
            *("acknowledgement", "approximate_date", "justification", "information", "text", "documents"),
        )
        read_only_fields = fields

    to_party = Meta.fields
    to_committee = (
        *("id", "request", "received_on", "acknowledgement", "approximate_date", "justification"),
        *("information", "text", "documents"),
    )

    @extend_schema_field(DocumentShown(many=True))
    def get_documents(self, submission: Submission) -> object:
        """Those that the reader may see, put there by ``reading.with_documents``."""
        visible = submission.visible_documents  # type: ignore[attr-defined]
        return DocumentShown(visible, many=True, context={"actor": self.context["actor"]}).data


class AssessmentShown(Shown):
    """What the Secretariat made of complete information (paragraph 23 d))."""

    request = serializers.SlugRelatedField(
        slug_field="reference", source="submission.request", read_only=True
    )
    assessed_by = serializers.SlugRelatedField(slug_field="name", read_only=True)
    reasons = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields = (
            *("id", "submission", "request", "verdict", "assessed_on", "recorded_at", "assessed_by"),
            *("reasons", "shared_with_party"),
        )
        read_only_fields = fields

    to_party = ("id", "submission", "request", "verdict", "assessed_on", "reasons")

    def get_reasons(self, assessment: Assessment) -> str | None:
        """null for a Party with which the Secretariat does not share them."""
        shared = assessment.shared_with_party or self.context["actor"].party_id is None
        return assessment.reasons if shared else None


class RequestShown(Shown):
    """A request as a list shows it."""

    party = serializers.SlugRelatedField(slug_field="iso2", read_only=True)
    party_name = serializers.CharField(source="party.name", read_only=True)
    matter = serializers.SlugRelatedField(slug_field="reference", read_only=True, allow_null=True)
    follows = serializers.SlugRelatedField(slug_field="reference", read_only=True, allow_null=True)
    officer = Person(read_only=True)

    class Meta:
        model = InformationRequest
        fields: tuple[str, ...] = (
            *("reference", "party", "party_name", "matter", "follows", "subject", "rule_set_code"),
            *("officer", "stage", "opened_at", "sent_on", "sent_at", "withdrawn_on", "next_due_on"),
            *("qualifies_on", "answer", "replied_on", "justified_on", "responded_on"),
        )
        read_only_fields = fields

    to_party: tuple[str, ...] = (
        *("reference", "party", "party_name", "matter", "follows", "subject", "rule_set_code", "officer"),
        *("stage", "sent_on", "sent_at", "withdrawn_on", "next_due_on", "answer"),
        *("replied_on", "justified_on", "responded_on"),
    )
    to_committee: tuple[str, ...] = (
        *("reference", "party", "party_name", "matter", "subject", "rule_set_code", "stage", "sent_on"),
        *("withdrawn_on", "next_due_on", "replied_on", "justified_on", "responded_on"),
    )


class WholeRequestShown(RequestShown):
    """A request with all that its page shows: the questions, the steps, what came and what was made of it."""

    steps = StepShown(source="file.steps", many=True, read_only=True)
    submissions = SubmissionShown(source="file.submissions", many=True, read_only=True)
    assessments = AssessmentShown(source="file.assessments", many=True, read_only=True)
    known_on = serializers.DateField(
        read_only=True, allow_null=True, help_text="The past day as of which it is shown; null for today."
    )

    class Meta(RequestShown.Meta):
        fields = (
            *RequestShown.Meta.fields,
            *("questions", "withdrawal_reason", "known_on", "steps", "submissions", "assessments"),
        )
        read_only_fields = fields

    to_party = (
        *RequestShown.to_party,
        *("questions", "withdrawal_reason", "steps", "submissions", "assessments"),
    )
    to_committee = (*RequestShown.to_committee, "steps", "submissions")


class DeadlineShown(Shown):
    """One step of one request as it stands today, with the reason for its date."""

    request = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    party = serializers.SlugRelatedField(slug_field="iso2", source="request.party", read_only=True)
    status = serializers.ChoiceField(StepStatus.choices, read_only=True)
    source = serializers.SerializerMethodField()
    explanation = serializers.CharField(read_only=True)

    class Meta:
        model = Deadline
        fields = (
            *("request", "party", "step", "counted_from", "due_on", "status", "met_on", "source"),
            "explanation",
        )
        read_only_fields = fields

    to_party = to_committee = Meta.fields

    def get_source(self, deadline: Deadline) -> str:
        return cited(deadline.source)
