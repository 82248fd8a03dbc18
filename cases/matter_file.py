"""What pages read of one matter beside its requests. Everything here starts from ``visible_to(actor)``."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Prefetch, Q, QuerySet

from cases.access import Actor
from cases.models import (
    Assistance,
    CommitteeContact,
    CommitteeDeadline,
    ComplianceMatter,
    Consultation,
    Document,
    MatterAct,
    MatterReport,
    Measure,
    MovedDate,
    PlanStep,
    Recommendation,
    Recusal,
    Release,
    SpeciesConcerned,
    Submission,
)

M = TypeVar("M", bound=Model)


def deadlines(*, actor: Actor, matter: ComplianceMatter) -> list[tuple[CommitteeDeadline, list[MovedDate]]]:
    """Every deadline of a matter with the dates that it had before, the earliest first."""
    earlier: dict[int, list[MovedDate]] = {}
    for one in (
        MovedDate.objects.visible_to(actor).filter(deadline__matter=matter).order_by("recorded_at", "pk")
    ):
        earlier.setdefault(one.deadline_id, []).append(one)
    rows = CommitteeDeadline.objects.visible_to(actor).filter(matter=matter)
    rows = rows.select_related("meeting", "measure").order_by("due_on", "pk")
    return [(row, earlier.get(row.pk, [])) for row in rows]


def measures(*, actor: Actor, matter: ComplianceMatter) -> list[Measure]:
    """Every measure of a matter with its species and the steps of its plan, the earliest first."""
    return list(measures_visible(actor=actor).filter(matter=matter).order_by("decided_on", "pk"))


def measures_visible(*, actor: Actor) -> QuerySet[Measure]:
    """The measures that an actor sees, of whatever matter, with species and plans; in no order. Three queries."""
    plan = Prefetch("plan_steps", queryset=PlanStep.objects.visible_to(actor).order_by("pk"))
    found: QuerySet[Measure] = Measure.objects.visible_to(actor).select_related("matter__party", "meeting")
    return found.prefetch_related("species", plan)


def species(*, actor: Actor, matter: ComplianceMatter) -> list[SpeciesConcerned]:
    return list(SpeciesConcerned.objects.visible_to(actor).filter(matter=matter).order_by("name", "pk"))


def acts(*, actor: Actor, matter: ComplianceMatter) -> QuerySet[MatterAct]:
    """The acts of the procedure in a matter, as far as the actor is told of them, in their order."""
    return _of(MatterAct, actor, matter).select_related("recorded_by", "meeting").order_by("on", "pk")


def reports(*, actor: Actor, matter: ComplianceMatter) -> QuerySet[MatterReport]:
    """What the Party reported, as far as the actor may read it, in the order in which it was received.

    With the documents of each as ``visible_documents``.
    """
    found = _of(MatterReport, actor, matter).select_related("recorded_by", "deadline", "measure")
    return _with_documents(actor, found).order_by("received_on", "pk")


def report_of(*, actor: Actor, matter: ComplianceMatter, key: UUID) -> QuerySet[MatterReport]:
    """The one report with this key, where the actor may read it, with its documents."""
    return reports(actor=actor, matter=matter).filter(key=key)


def _with_documents(actor: Actor, found: QuerySet[MatterReport]) -> QuerySet[MatterReport]:
    visible = Document.objects.visible_to(actor).order_by("uploaded_at", "pk")
    return found.prefetch_related(Prefetch("documents", visible, to_attr="visible_documents"))


def consultations(*, actor: Actor, matter: ComplianceMatter) -> QuerySet[Consultation]:
    return _of(Consultation, actor, matter).select_related("sent_by").order_by("sent_at", "pk")


def assistance(*, actor: Actor, matter: ComplianceMatter) -> QuerySet[Assistance]:
    return _of(Assistance, actor, matter).order_by("offered_at", "pk")


def contacts(*, actor: Actor, matter: ComplianceMatter) -> QuerySet[CommitteeContact]:
    return _of(CommitteeContact, actor, matter).select_related("recorded_by").order_by("on", "pk")


def recommendations(*, actor: Actor, matter: ComplianceMatter) -> QuerySet[Recommendation]:
    return _of(Recommendation, actor, matter).order_by("drafted_at", "pk")


def recusals(*, actor: Actor, matter: ComplianceMatter) -> QuerySet[Recusal]:
    """Who is excluded from a matter at present, as far as the actor sees it."""
    found = _of(Recusal, actor, matter).filter(ended_on__isnull=True)
    return found.select_related("member").order_by("since", "pk")


def releases(*, actor: Actor, matter: ComplianceMatter) -> QuerySet[Release]:
    """What was released to the Committee, in its order, each with the item."""
    found = _of(Release, actor, matter).select_related(
        *("submission__request", "document__submission", "document__report"),
        *("report", "recommendation", "released_by"),
    )
    return found.order_by("released_at", "pk")


def submissions(*, actor: Actor, matter: ComplianceMatter) -> QuerySet[Submission]:
    """What the Party sent under the requests of a matter, as far as the actor may read it."""
    found = Submission.objects.visible_to(actor).filter(request__matter=matter)
    return found.select_related("request").order_by("received_on", "recorded_at", "pk")


def documents(*, actor: Actor, matter: ComplianceMatter) -> QuerySet[Document]:
    """The documents that were sent with answers and reports in a matter, as far as the actor may read them."""
    found = Document.objects.visible_to(actor).filter(
        Q(request__matter=matter, submission__isnull=False) | Q(matter=matter, report__isnull=False)
    )
    return found.select_related("request", "submission", "report").order_by("uploaded_at", "pk")


def consultation_of(*, actor: Actor, pk: int) -> QuerySet[Consultation]:
    """The one consultation with this key, where the actor may see it."""
    found: QuerySet[Consultation] = Consultation.objects.visible_to(actor).filter(pk=pk)
    return found.select_related("matter__party", "sent_by")


def consultations_waiting(*, actor: Actor) -> QuerySet[Consultation]:
    """What the Chair has not answered yet, as far as the actor sees it."""
    found: QuerySet[Consultation] = Consultation.objects.visible_to(actor).waiting()
    return found.select_related("matter__party")


def _of(model: type[M], actor: Actor, matter: ComplianceMatter) -> QuerySet[M]:
    """The rows of a model that hang on a matter, as far as the actor sees them."""
    scoped: Any = model._default_manager
    found: QuerySet[M] = scoped.visible_to(actor).filter(matter=matter)
    return found
