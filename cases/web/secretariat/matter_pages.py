"""The actions of the table of stages as pages: one small form each, described here as data.

What a page asks is in ``matter_forms`` and ``measure_forms``, what it does is its service's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from cases.access import Act
from cases.models import Assistance, CommitteeDeadline, Consultation, Measure, PlanStep, Recommendation
from cases.services import (
    committee_deadlines,
    consultations,
    matter_events,
    matter_reports,
    matter_stages,
    matters,
    measures,
    recommendations,
)
from cases.web.secretariat import matter_forms as forms
from cases.web.secretariat import measure_forms

Do = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its action, its form, its service, the words of its button, and what pressing it does."""

    act: Act
    form: type[forms.MatterForm]
    do: Do
    button: Any
    means: Any
    of: type[Any] | None = None
    """The kind of record that it is about, where that is not the matter itself."""
    named: str = "matter"
    """What the service calls its subject."""
    with_documents: bool = False
    """Whether documents of the Party go with it."""


def _without_instant(do: Do) -> Do:
    """A service for which the present instant is of no matter."""
    return lambda *, at, **given: do(**given)


_STAYS = gettext_lazy("It stays in the record.")

PAGES: dict[str, Page] = {
    "describe": Page(
        Act.DESCRIBE_MATTER,
        forms.DescribeForm,
        _without_instant(matters.describe),
        gettext_lazy("Keep this description"),
        gettext_lazy("The Party sees the title, the provisions and the species."),
    ),
    "inform": Page(
        Act.INFORM_PARTY,
        forms.InformForm,
        matter_stages.inform,
        gettext_lazy("Inform the Management Authority"),
        gettext_lazy("A letter with these words goes to the Party."),
    ),
    "consider": Page(
        Act.CONSIDER_MATTER,
        forms.OptionalWordsForm,
        matter_stages.consider,
        gettext_lazy("Take up consideration with the Party"),
        gettext_lazy("From then on the Chair can be consulted and help offered: paragraph 23 c)."),
    ),
    "consult": Page(
        Act.CONSULT_CHAIR,
        forms.ConsultForm,
        consultations.consult,
        gettext_lazy("Consult the Chair"),
        gettext_lazy("A letter with these words goes to the Chair, who can answer online."),
    ),
    "offer": Page(
        Act.OFFER_ASSISTANCE,
        forms.OfferForm,
        consultations.offer,
        gettext_lazy("Record the offer"),
        gettext_lazy("The Party reads it on its page, and so does the Committee once the matter is brought."),
    ),
    "contact": Page(
        Act.RECORD_CONTACT,
        forms.ContactForm,
        consultations.record_contact,
        gettext_lazy("Record the contact"),
        gettext_lazy("It stays in the record. The Committee reads it."),
    ),
    "recommend": Page(
        Act.DRAFT_RECOMMENDATION,
        forms.RecommendationForm,
        recommendations.draft,
        gettext_lazy("Keep this draft"),
        gettext_lazy("Secretariat only, until it is released to the Committee."),
    ),
    "measure": Page(
        Act.DECIDE_MEASURE,
        measure_forms.MeasureForm,
        measures.decide,
        gettext_lazy("Record the measure"),
        gettext_lazy("The Party and the Committee see it. Record each of several measures by itself."),
    ),
    "deadline": Page(
        Act.SET_DEADLINE,
        measure_forms.DeadlineForm,
        committee_deadlines.set_deadline,
        gettext_lazy("Record the deadline"),
        gettext_lazy(
            "The Party is reminded 14 days before, and told the day after if nothing complete came."
        ),
    ),
    "report": Page(
        Act.RECORD_REPORT,
        forms.ReportForm,
        matter_reports.record,
        gettext_lazy("Record it and send the receipt"),
        gettext_lazy("It stays in the record and the Party receives a receipt."),
        with_documents=True,
    ),
    "monitor": Page(
        Act.MONITOR_MATTER,
        forms.OptionalWordsForm,
        matter_stages.monitor,
        gettext_lazy("Begin monitoring"),
        _STAYS,
    ),
    "review": Page(
        Act.REVIEW_MATTER,
        forms.ReviewForm,
        matter_stages.review,
        gettext_lazy("Record the review"),
        _STAYS,
    ),
    "close": Page(
        Act.CLOSE_MATTER,
        forms.CloseForm,
        matter_stages.close,
        gettext_lazy("Close the matter"),
        gettext_lazy("Open deadlines are lifted. It can be reopened with a reason."),
    ),
    "reopen": Page(
        Act.REOPEN_MATTER,
        forms.ReopenForm,
        matter_stages.reopen,
        gettext_lazy("Reopen the matter"),
        gettext_lazy("The Party is informed anew, and no step is skipped."),
    ),
    "event": Page(
        Act.RECORD_EVENT,
        forms.EventForm,
        _without_instant(matter_events.record),
        gettext_lazy("Add it to the chronology"),
        gettext_lazy("Something that a document or a public source tells, with that source."),
    ),
}
ITEM_PAGES: dict[str, Page] = {
    "chair-answer": Page(
        Act.ANSWER_CONSULTATION,
        forms.ChairAnswerForm,
        consultations.answer,
        gettext_lazy("Record the Chair's answer"),
        _STAYS,
        Consultation,
        "consultation",
    ),
    "outcome": Page(
        Act.RECORD_OUTCOME,
        forms.OutcomeForm,
        consultations.record_outcome,
        gettext_lazy("Record what came of it"),
        _STAYS,
        Assistance,
        "assistance",
    ),
    "drop": Page(
        Act.DROP_RECOMMENDATION,
        forms.ReasonForm,
        recommendations.drop,
        gettext_lazy("Drop this draft"),
        gettext_lazy("The draft stays in the record with the reason and goes no further."),
        Recommendation,
        "recommendation",
    ),
    "end": Page(
        Act.WITHDRAW_MEASURE,
        measure_forms.EndMeasureForm,
        measures.withdraw,
        gettext_lazy("Record that it ended"),
        gettext_lazy("Its open deadlines are lifted. This cannot be undone."),
        Measure,
        "measure",
    ),
    "announced": Page(
        Act.DECIDE_MEASURE,
        measure_forms.AnnounceForm,
        measures.announce,
        gettext_lazy("Record the Notification"),
        gettext_lazy("Where the public register is published, everybody sees the measure from then on."),
        Measure,
        "measure",
    ),
    "withdrawal-announced": Page(
        Act.DECIDE_MEASURE,
        measure_forms.AnnounceEndForm,
        measures.announce_end,
        gettext_lazy("Record the Notification that withdrew it"),
        gettext_lazy(
            "The Party and the Committee see it, and so does the public register where it is published."
        ),
        Measure,
        "measure",
    ),
    "plan": Page(
        Act.KEEP_PLAN,
        measure_forms.PlanStepForm,
        measures.add_plan_step,
        gettext_lazy("Add this step"),
        gettext_lazy("The Party and the Committee see it."),
        Measure,
        "measure",
    ),
    "done": Page(
        Act.KEEP_PLAN,
        measure_forms.PlanDoneForm,
        measures.finish_plan_step,
        gettext_lazy("Record that it was done"),
        gettext_lazy("The Party and the Committee see it."),
        PlanStep,
        "step",
    ),
    "another-date": Page(
        Act.SET_DEADLINE,
        measure_forms.ResetForm,
        committee_deadlines.reset,
        gettext_lazy("Put this date in its place"),
        gettext_lazy("The date before stays in the record with the reason."),
        CommitteeDeadline,
        "deadline",
    ),
    "lift": Page(
        Act.SET_DEADLINE,
        forms.NothingForm,
        committee_deadlines.lift,
        gettext_lazy("Lift this deadline"),
        gettext_lazy("The Committee no longer asks for it. This cannot be undone."),
        CommitteeDeadline,
        "deadline",
    ),
}
