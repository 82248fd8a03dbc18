"""A database of the release before the daily desk, with a request under way in it, brought forward to today."""

from __future__ import annotations

from typing import Any

PROGRAM = """
import json
from datetime import date, datetime, timedelta, UTC
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("accounts", "0004_cache"), ("cases", "0004_chain"), ("notifications", "0001_initial")]
executor = MigrationExecutor(connection)
executor.migrate(BEFORE)
old = executor.loader.project_state(BEFORE).apps.get_model

def at(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)

sent = date(2026, 6, 1)
user = old("accounts", "User").objects.create(email="officer@desk.example", name="Officer", password="!")
old("accounts", "Membership").objects.create(user=user, role="OFFICER", started_at=at(sent))
party = old("cases", "Party").objects.create(
    iso2="XA", name_en="Alder", name_fr="Alder", name_es="Alder", region="EUROPE", mailbox="ma@party.example")
matter = old("cases", "ComplianceMatter").objects.create(
    reference="CM-2026-0001", title="Title", attention="REPORTS", opened_at=at(sent), brought_on=sent, party=party,
    officer=user, grounds="None came.")
request = old("cases", "InformationRequest").objects.create(
    reference="IR-2026-0001", subject="Permits", questions="Which?", stage="SENT", opened_at=at(sent), sent_on=sent,
    sent_at=at(sent), officer=user, party=party, matter=matter, next_due_on=date(2026, 9, 1),
    rule_set_code="sc78-doc-37-annex")
for step, due, met in (("REPLY", date(2026, 7, 1), date(2026, 6, 20)), ("JUSTIFICATION", date(2026, 9, 1), None)):
    old("cases", "Deadline").objects.create(
        request=request, step=step, counted_from=sent, due_on=due, outcome="MET" if met else "OPEN", met_on=met,
        source="paragraph 23", in_force_from=sent)
submission = old("cases", "Submission").objects.create(
    request=request, channel="PAPER", received_on=date(2026, 6, 20), recorded_at=at(date(2026, 6, 20)),
    recorded_by=user, acknowledgement=True, text="We will answer.")
notice = old("notifications", "Notice").objects.create(
    code="REQUEST_SENT", request=request, about_on=sent, issued_on=sent, issued_at=at(sent), addressed_at=at(sent))
old("notifications", "Message").objects.create(
    notice=notice, recipient="PARTY", address="ma@party.example", message_id="<1@desk.example>", subject="S",
    body="B", frozen_at=at(sent), state="SENT", not_before=at(sent), sent_at=at(sent))

executor = MigrationExecutor(connection)
executor.migrate(executor.loader.graph.leaf_nodes())

from cases.models import ComplianceMatter, InformationRequest, Submission
from cases.record import chain, protected, triggers, verification
from cases.services import sweep
from notifications.models import Message, Notice
on = date(2026, 9, 2)
told = {
    "replied_on": str(InformationRequest.objects.get().replied_on),
    "stage": ComplianceMatter.objects.get().stage,
    "text": Submission.objects.get().text,
    "letters": list(Message.objects.values_list("state", "body")),
    "first": sweep.issue_due_notices(on=on, at=at(on)).by_code,
    "second": sweep.issue_due_notices(on=on, at=at(on)).by_code,
    "notices": Notice.objects.count(),
    "sealed": chain.seal(at=at(on)).links,
    "fault": str(verification.verify().fault or ""),
    "unguarded": triggers.unguarded(tables=[table.table for table in protected.guarded()]),
}
print(json.dumps(told))
"""
"""Run in a process of its own on an empty database, as its owner; prints what came of it."""

EXPECTED: dict[str, Any] = {
    "replied_on": "2026-06-20",
    "stage": "BEFORE_COMMITTEE",
    "text": "We will answer.",
    "letters": [["SENT", "B"]],
    "first": {"STEP_OVERDUE": 1},
    "second": {},
    "notices": 2,
    "fault": "",
    "unguarded": [],
}
