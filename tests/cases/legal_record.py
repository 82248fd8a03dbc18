"""A record with a row of every kind in it, and the database's owner, who can do what nobody else can."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from cases.models import (
    Assistance,
    ComplianceMatter,
    Document,
    InformationRequest,
    Meeting,
    MeetingReport,
    Recusal,
    RequestTemplate,
    Submission,
    Task,
)
from cases.record import triggers
from cases.services import (
    assessments,
    committee_deadlines,
    consultations,
    matter_reports,
    measures,
    recommendations,
    releases,
    sweep,
)
from cases.services.incoming import keeping
from compliance.accounts.models import Invitation, Role, Team, User
from notifications import delivery, reports
from notifications.models import Message, Wording
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of

SENT = date(2026, 11, 30)
JANUARY = datetime(2027, 1, 10, 12, tzinfo=UTC)


def fill(*, make_request: MakeRequest, make_matter: MakeMatter, answer: Answer, officer: User) -> None:
    """At least one final row in every protected table, made through the services where there is one."""
    _matter(make_matter(brought=SENT), officer)
    request = make_request(sent_on=SENT)
    submission = answer(request, date(2026, 12, 1), information="COMPLETE", text="Twelve permits.")
    document(request=request, officer=officer, submission=submission)
    assessments.assess(
        actor=actor_of(officer),
        submission=submission,
        verdict="INADEQUATE",
        reasons="Numbers are missing.",
        shared_with_party=True,
        at=JANUARY,
    )
    Task.objects.create(
        request=request, title="Ask again", assigned_to=officer, created_by=officer, created_at=JANUARY
    )
    RequestTemplate.objects.create(name="Permits", subject_en="Permits", questions_en="Which?")
    Team.objects.create(name="Africa")
    meeting = Meeting.objects.create(code="SC82", body="SC", starts_on=SENT)
    MeetingReport.objects.create(
        meeting=meeting,
        revision=0,
        symbol="SC82 Doc. 1",
        known_on=SENT,
        frozen="{}",
        issued_at=JANUARY,
        issued_by=officer,
        sha256="0" * 64,
    )
    Invitation.objects.create(
        email="new@desk.example",
        name="New",
        role=Role.OFFICER,
        state=Invitation.State.PROPOSED,
        invited_by=officer,
        created_at=JANUARY,
    )
    keeping.receive(content=b"Subject: x\n\nx", recipient=settings.INBOUND_ADDRESS, at=JANUARY)
    sweep.issue_due_notices(on=JANUARY.date(), at=JANUARY)
    delivery.deliver(now=lambda: JANUARY)
    _letters(officer)


def _letters(officer: User) -> None:
    """A letter that came back, and a wording that staff keep; the PDFs went with what was delivered."""
    sent = Message.objects.filter(state=Message.State.SENT).order_by("pk")[0]
    reports.record(message_id=sent.message_id, kind="BOUNCED", at=JANUARY, source="<report@mx>")
    Wording.objects.create(
        code="REQUEST_SENT",
        recipient="PARTY",
        language="en",
        version=1,
        subject="{reference}",
        body="{party}",
        why="Shorter",
        at=JANUARY,
        by=officer,
    )


def _matter(matter: ComplianceMatter, officer: User) -> None:
    """A matter with a row of each kind that the procedure of Article XIII makes."""
    actor = actor_of(officer)
    here: dict[str, Any] = {"actor": actor, "matter": matter, "at": JANUARY}
    draft = recommendations.draft(kind="WARNING", text="Warn.", **here)
    releases.release(items=[draft], **here)
    consultations.record_contact(on=SENT, by_whom="The Chair", text="Spoke.", **here)
    Assistance.objects.create(
        matter=matter, kind="ADVICE", text="x", offered_on=SENT, offered_at=JANUARY, offered_by=officer
    )
    Recusal.objects.create(
        matter=matter, member=officer, reason="x", since=SENT, recorded_at=JANUARY, recorded_by=officer
    )
    plan = measures.decide(kind="ACTION_PLAN", text="A plan.", decided_on=SENT, meeting=None, **here)
    measures.add_plan_step(
        actor=actor, measure=plan, text="A law.", assessed_by="", wanted_by=None, at=JANUARY
    )
    deadline = committee_deadlines.set_deadline(what="Report", form="FIXED", fixed_on=SENT, **here)
    committee_deadlines.reset(
        actor=actor, deadline=deadline, form="FIXED", fixed_on=JANUARY.date(), reason="x", at=JANUARY
    )
    matter_reports.record(key=uuid.uuid4(), kind="FACTS", text="Ten.", received_on=SENT, **here)


def document(*, request: InformationRequest, officer: User, submission: Submission | None = None) -> Document:
    """A document of an answer, or one that still waits for its answer; its bytes are of no matter here."""
    return Document.objects.create(
        request=request,
        form_key=submission.key if submission else uuid.uuid4(),
        submission=submission,
        uploaded_by=officer,
        uploaded_at=JANUARY,
        name="permits.pdf",
        content_type="application/pdf",
        size=4,
        sha256="0" * 64,
        file=f"00/00/{uuid.uuid4().hex}",
    )


@contextmanager
def as_owner(table: str) -> Iterator[None]:
    """What the owner of the database can do: put the trigger of a table to sleep, and wake it again."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {triggers.NAME}")
        yield
        cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {triggers.NAME}")


def run(sql: str, *parameters: object) -> int:
    """Runs one statement as it is; gives how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.rowcount
