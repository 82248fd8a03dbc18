"""Requests and what belongs to them, as lists to take away."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import correspondence, letters_received, selectors
from cases.access import Actor, Audience
from cases.exports.cells import Cell, Worded
from cases.exports.lists import BOTH_SIDES, EVERYBODY, STAFF, Column, List, column, party, person, worded
from cases.models import Assessment, Deadline, Document, InformationRequest, Submission, Task
from cases.step_words import status_words
from compliance.rules import timeline

_PARTY = frozenset({Audience.PARTY})


def _with_next_step(actor: Actor, rows: list[Any], on: date) -> None:
    """Puts on each request its earliest open step, the day, and the request that it takes up; two queries."""
    steps = selectors.next_steps(actor=actor, requests=rows, on=on)
    earlier = InformationRequest.objects.visible_to(actor).filter(pk__in=[row.follows_id for row in rows])
    references = dict(earlier.order_by().values_list("pk", "reference"))
    for row in rows:
        row.exported_step, row.exported_on = steps.get(row.pk), on
        row.exported_follows = references.get(row.follows_id)


def _step(request: Any) -> Cell:
    step = request.exported_step
    return Worded(step.step, str(step.get_step_display())) if step else None


def _status(request: Any) -> Cell:
    """Of the open step; without one the stage, or what the answer came to."""
    step = request.exported_step
    if step:
        step.exported_on = request.exported_on
        return _status_of_step(step)
    if request.stage == InformationRequest.Stage.SENT:
        return Worded(request.answer, str(request.get_answer_display()))
    return Worded(request.stage, str(request.get_stage_display()))


REQUESTS = List(
    name="requests",
    title=_("Information requests"),
    readers=EVERYBODY,
    found=lambda actor: selectors.requests_matching(actor=actor),
    prepare=_with_next_step,
    of_request="pk",
    of_matter="matter",
    columns=(
        column("reference", _("Reference")),
        *reversed(party()),
        Column(
            "region",
            _("Region"),
            lambda row: Worded(row.party.region, str(row.party.get_region_display())),
        ),
        column("subject", _("Subject")),
        column("matter", _("Compliance matter"), "matter.reference", readers=EVERYBODY),
        Column("step", _("Step"), _step),
        column("due_on", _("Due"), "exported_step.due_on"),
        Column("status", _("Where it stands"), _status),
        person("officer", _("Case officer"), readers=BOTH_SIDES),
        Column("rule_set", _("Rule set"), lambda row: Worded(row.rule_set_code, row.rule_set.title)),
        column("sent_on", _("Date of the request")),
        column("replied_on", _("Reply received on")),
        column("justified_on", _("Justification received on")),
        column("responded_on", _("Information received on")),
        worded("answer", _("Answer"), readers=BOTH_SIDES),
        column("qualifies_on", _("Qualifies under 23 d) from"), readers=STAFF),
        worded("stage", _("Stage")),
        column("withdrawn_on", _("Withdrawn on")),
        column("withdrawal_reason", _("Reason of the withdrawal"), readers=BOTH_SIDES),
        column("follows", _("Follow-up of"), "exported_follows", readers=BOTH_SIDES),
        column("questions", _("Questions"), readers=BOTH_SIDES),
        column("opened_at", _("Draft opened at"), readers=STAFF),
    ),
)

SUBMISSIONS = List(
    name="submissions",
    title=_("Answers of the Parties"),
    readers=EVERYBODY,
    found=lambda actor: Submission.objects.visible_to(actor).select_related("request__party", "recorded_by"),
    of_request="request",
    of_matter="request__matter",
    columns=(
        column("request", _("Request"), "request.reference"),
        *party("request.party"),
        column("received_on", _("Received on")),
        worded("channel", _("Channel")),
        column("acknowledgement", _("Acknowledges the request")),
        column("approximate_date", _("Approximate date")),
        column("justification", _("Justification")),
        worded("information", _("Information")),
        column("text", _("Information in words")),
        column("recorded_at", _("Recorded at")),
        column("recorded_by", _("Recorded by"), "recorded_by.name", readers=BOTH_SIDES),
        column("key", _("Number of the receipt"), readers=BOTH_SIDES),
    ),
)

ASSESSMENTS = List(
    name="assessments",
    title=_("Assessments"),
    readers=BOTH_SIDES,
    found=lambda actor: Assessment.objects.visible_to(actor).select_related(
        "submission__request__party", "assessed_by"
    ),
    of_request="submission__request",
    of_matter="submission__request__matter",
    columns=(
        column("request", _("Request"), "submission.request.reference"),
        *party("submission.request.party"),
        column("submission", _("Number of the receipt"), "submission.key"),
        column("received_on", _("Information received on"), "submission.received_on"),
        worded("verdict", _("Assessment")),
        column("assessed_on", _("Assessed on")),
        column("reasons", _("Reasons"), readers=STAFF),
        Column("reasons", _("Reasons"), lambda row: row.reasons if row.shared_with_party else None, _PARTY),
        column("shared_with_party", _("The Party may read the reasons"), readers=STAFF),
        column("assessed_by", _("Assessed by"), "assessed_by.name", readers=STAFF),
        column("recorded_at", _("Recorded at")),
    ),
)


def _with_day(actor: Actor, rows: list[Any], on: date) -> None:
    for row in rows:
        row.exported_on = on


def _status_of_step(step: Deadline) -> Cell:
    on: date = getattr(step, "exported_on")  # noqa: B009  (put there by ``_with_day``)
    status = timeline.status(standing=step.standing, on=on)
    return Worded(status.value, status_words(status=status, days_left=(step.due_on - on).days))


STEPS = List(
    name="steps",
    title=_("Dates of the requests"),
    readers=EVERYBODY,
    found=lambda actor: Deadline.objects.visible_to(actor).in_force().select_related("request__party"),
    prepare=_with_day,
    of_request="request",
    of_matter="request__matter",
    columns=(
        column("request", _("Request"), "request.reference"),
        *party("request.party"),
        worded("step", _("Step")),
        column("counted_from", _("Counted from")),
        column("due_on", _("Due")),
        Column("status", _("Where it stands"), _status_of_step),
        column("met_on", _("Met on")),
        column("source", _("Source")),
    ),
)

DOCUMENTS = List(
    name="documents",
    title=_("Documents"),
    readers=EVERYBODY,
    found=lambda actor: (
        Document.objects.visible_to(actor)
        .filter(submission__isnull=False)
        .select_related("request__party", "submission")
    ),
    of_request="request",
    of_matter="request__matter",
    columns=(
        column("request", _("Request"), "request.reference"),
        *party("request.party"),
        column("received_on", _("Received on"), "submission.received_on"),
        column("name", _("Name")),
        worded("content_type", _("Type")),
        column("size", _("Size in bytes")),
        column("sha256", "SHA-256"),
        worded("scan", _("Virus scan")),
        column("uploaded_at", _("Uploaded at")),
    ),
)


def _letters(actor: Actor) -> QuerySet[Any]:
    """All that was written, for the Secretariat; for a Party what a mail server took for it."""
    if actor.audience is Audience.SECRETARIAT:
        return correspondence.messages_visible(actor=actor)
    received = letters_received.letters_to(actor=actor)
    return received.select_related("notice__request__party", "notice__matter__party")


def _about(message: Any) -> Any:
    return message.notice.request or message.notice.matter


LETTERS = List(
    name="letters",
    title=_("Letters"),
    readers=BOTH_SIDES,
    found=_letters,
    of_request="notice__request",
    of_matter="notice__request__matter",
    columns=(
        Column(
            "letter",
            _("Letter"),
            lambda row: Worded(row.notice.code, str(row.notice.get_code_display())),
        ),
        Column("about", pgettext_lazy("of a letter", "About"), lambda row: _about(row).reference),
        Column("party", _("ISO code"), lambda row: _about(row).party.iso2),
        Column("party_name", _("Party"), lambda row: _about(row).party.name),
        column("issued_on", _("Issued on"), "notice.issued_on"),
        worded("recipient", _("Recipient")),
        column("address", _("Address")),
        column("language", _("Language")),
        column("subject", _("Subject")),
        worded("state", _("Where it stands")),
        column("sent_at", _("Handed over at")),
        column("attempts", _("Attempts"), readers=STAFF),
        column("last_error", _("Last error"), readers=STAFF),
        column("message_id", "Message-ID", readers=STAFF),
    ),
)

TASKS = List(
    name="tasks",
    title=_("Tasks"),
    readers=STAFF,
    found=lambda actor: Task.objects.visible_to(actor).select_related(
        "request__party", "assigned_to", "created_by", "done_by"
    ),
    of_request="request",
    of_matter="request__matter",
    columns=(
        column("request", _("Request"), "request.reference"),
        *party("request.party"),
        column("title", _("What is to be done")),
        column("assigned_to", _("Assigned to"), "assigned_to.name"),
        column("wanted_by", _("Wanted by")),
        column("created_by", _("Asked by"), "created_by.name"),
        column("created_at", _("Asked at")),
        column("done_at", _("Done at")),
        column("done_by", _("Done by"), "done_by.name"),
    ),
)

LISTS = (REQUESTS, SUBMISSIONS, ASSESSMENTS, STEPS, DOCUMENTS, LETTERS, TASKS)
