"""Matters, their measures and deadlines, and what they refer to, as each audience is shown them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases import matter_file
from cases.api.shown import CodeOrNone, Person, Plain, Shown
from cases.models import CommitteeDeadline, ComplianceMatter, Measure, Meeting, Party, PlanStep
from cases.models.deadline import StepStatus
from cases.models.matter import SpeciesConcerned
from cases.models.meeting import Precision
from cases.services.refusals import in_full
from compliance.rules import committee_deadlines, explain


class PartyShown(Shown):
    """A Party, with the source of what was read somewhere."""

    name = serializers.CharField(read_only=True, help_text="In the reader's language.")
    mailbox = serializers.CharField(read_only=True, help_text="Empty where none is on record.")

    class Meta:
        model = Party
        fields = (
            *("iso2", "name", "name_en", "name_fr", "name_es", "region", "entered_into_force_on"),
            *("entry_source", "language", "mailbox"),
        )
        read_only_fields = fields

    to_party = Meta.fields
    to_committee = (
        *("iso2", "name", "name_en", "name_fr", "name_es", "region", "entered_into_force_on"),
        "entry_source",
    )


class MeetingShown(Shown):
    """A meeting with its days as far as they are sourced, and until when documents are due."""

    document_deadline_on = serializers.DateField(
        read_only=True, help_text="Sixty days before the first day where none was set (our choice)."
    )

    class Meta:
        model = Meeting
        fields = (
            *("code", "body", "starts_on", "ends_on", "precision", "place", "source"),
            "document_deadline_on",
        )
        read_only_fields = fields

    to_party = to_committee = Meta.fields


class PlanStepShown(Shown):
    """One step of a compliance action plan."""

    class Meta:
        model = PlanStep
        fields = ("id", "text", "assessed_by", "wanted_by", "done_on", "result")
        read_only_fields = fields

    to_party = to_committee = Meta.fields


class SpeciesShown(Shown):
    appendix = CodeOrNone(SpeciesConcerned.Appendix.choices)

    class Meta:
        model = SpeciesConcerned
        fields = ("name", "appendix")
        read_only_fields = fields

    to_party = to_committee = Meta.fields


class MeasureShown(Shown):
    """A measure that the Committee decided (Resolution Conf. 14.3, Guide to compliance procedures)."""

    matter = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    party = serializers.SlugRelatedField(slug_field="iso2", source="matter.party", read_only=True)
    meeting = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    scope = CodeOrNone(Measure.Scope.choices)
    species = SpeciesShown(many=True, read_only=True)
    plan_steps = PlanStepShown(many=True, read_only=True)

    class Meta:
        model = Measure
        fields = (
            *("id", "matter", "party", "kind", "text", "meeting", "decided_on", "decided_precision"),
            *("scope", "all_species", "species", "invited_on", "notification", "starts_on", "ends_on"),
            *("ended_by_notification", "ended_because", "plan_steps"),
        )
        read_only_fields = fields

    to_party = to_committee = Meta.fields


class CommitteeDeadlineShown(Shown):
    """A deadline that the Committee set, where it stands today, and why it is this date."""

    meeting = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    measure = serializers.PrimaryKeyRelatedField(read_only=True, allow_null=True)
    status = serializers.SerializerMethodField()
    explanation = serializers.SerializerMethodField()

    class Meta:
        model = CommitteeDeadline
        fields = (
            *("id", "what", "form", "meeting", "measure", "set_on", "due_on", "status", "met_on"),
            *("lifted_on", "explanation"),
        )
        read_only_fields = fields

    to_party = to_committee = Meta.fields

    @extend_schema_field(serializers.ChoiceField(StepStatus.choices))
    def get_status(self, deadline: CommitteeDeadline) -> str:
        return deadline.status(on=self.context["on"]).value

    def get_explanation(self, deadline: CommitteeDeadline) -> str:
        sentences = committee_deadlines.explanation(terms=deadline.terms)
        earlier = getattr(deadline, "earlier")  # noqa: B009  (put there by ``reading.whole_matter``)
        sentences += tuple(
            committee_deadlines.earlier(due_on=one.due_on, until=one.in_force_until) for one in earlier
        )
        return explain.say(sentences, translate=_, write_date=in_full)


class EventShown(Plain):
    """What a public source tells, with that source and how exactly its date is known."""

    on = serializers.DateField(read_only=True)
    precision = serializers.ChoiceField(Precision.choices, read_only=True)
    kind = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)
    source = serializers.CharField(read_only=True)
    note = serializers.CharField(read_only=True)


class MatterShown(Shown):
    """A matter as a list shows it."""

    party = serializers.SlugRelatedField(slug_field="iso2", read_only=True)
    party_name = serializers.CharField(source="party.name", read_only=True)
    officer = Person(read_only=True, allow_null=True)
    brought_to = serializers.SlugRelatedField(slug_field="code", read_only=True, allow_null=True)
    closed_because = CodeOrNone(ComplianceMatter.Closing.choices)

    class Meta:
        model = ComplianceMatter
        fields: tuple[str, ...] = (
            *("reference", "party", "party_name", "title", "origin", "attention", "stage", "officer"),
            *("opened_at", "brought_on", "brought_to", "closed_on", "closed_because"),
        )
        read_only_fields = fields

    to_party: tuple[str, ...] = (
        *("reference", "party", "party_name", "title", "stage", "officer", "brought_on", "closed_on"),
        "closed_because",
    )
    to_committee: tuple[str, ...] = (
        *("reference", "party", "party_name", "title", "origin", "attention", "stage", "brought_on"),
        *("brought_to", "closed_on", "closed_because"),
    )


class WholeMatterShown(MatterShown):
    """A matter with what its page shows beside the correspondence."""

    brought_because = CodeOrNone(ComplianceMatter.Because.choices)
    species = SpeciesShown(source="file.species", many=True, read_only=True)
    related = serializers.ListField(
        source="file.related", child=serializers.CharField(), read_only=True, help_text="References."
    )
    requests = serializers.ListField(
        source="file.requests", child=serializers.CharField(), read_only=True, help_text="References."
    )
    deadlines = CommitteeDeadlineShown(source="file.deadlines", many=True, read_only=True)
    measures = MeasureShown(source="file.measures", many=True, read_only=True)
    events = EventShown(source="file.events", many=True, read_only=True)

    class Meta(MatterShown.Meta):
        fields = (
            *MatterShown.Meta.fields,
            *("provisions", "significance", "grounds", "brought_because", "agenda_item"),
            *("document_symbol", "public_source", "species", "related", "requests", "deadlines"),
            *("measures", "events"),
        )
        read_only_fields = fields

    to_party = (
        *MatterShown.to_party,
        *("provisions", "species", "requests", "deadlines", "measures"),
    )
    to_committee = (
        *MatterShown.to_committee,
        *("provisions", "grounds", "brought_because", "agenda_item", "document_symbol", "public_source"),
        *("species", "requests", "deadlines", "measures", "events"),
    )
    kept_from_the_recused = frozenset({"grounds", "brought_because"})

    def to_representation(self, instance: ComplianceMatter) -> dict[str, Any]:
        """A member whom the Chair excluded reads no grounds."""
        shown: dict[str, Any] = super().to_representation(instance)
        actor = self.context["actor"]
        recusals = matter_file.recusals(actor=actor, matter=instance)
        if any(one.member_id == actor.user_id for one in recusals):
            return {name: value for name, value in shown.items() if name not in self.kept_from_the_recused}
        return shown
