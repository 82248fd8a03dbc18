"""Requests through the API: from the draft to the assessment, by the services of the pages."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Assessment, InformationRequest, Submission
from compliance.accounts.models import User
from compliance.rules import loader
from tests.cases.api.conftest import SENT_ON, MakeProgram
from tests.conftest import Answer, MakeRequest

pytestmark = pytest.mark.django_db

DRAFT = {"party": "XA", "subject": "Export permits", "questions": "Which permits were issued?"}


def test_a_draft_is_opened_changed_and_sent(program: MakeProgram, officer: User, party: Any) -> None:
    desk = program(officer)
    opened = desk.post("requests/", DRAFT)
    assert opened.status_code == 201, opened.json()
    reference = opened.json()["reference"]
    assert opened.headers["Location"] == f"/api/v1/requests/{reference}/"
    assert opened.json()["rule_set_code"] == loader.DEFAULT
    changed = desk.send("PATCH", f"requests/{reference}/", {"subject": "Other"}, If_Match=opened["ETag"])
    assert changed.json()["subject"] == "Other"
    assert changed.json()["questions"] == DRAFT["questions"], "what is not named stays"
    sent = desk.post(f"requests/{reference}/send/", If_Match=changed["ETag"])
    assert sent.status_code == 200, sent.json()
    assert [(one["step"], one["due_on"]) for one in sent.json()["steps"]] == [
        ("REPLY", "2027-01-01"),
        ("JUSTIFICATION", "2027-03-01"),
        ("RESPONSE", "2027-06-01"),
    ]
    assert "paragraph 23 a)" in sent.json()["steps"][0]["explanation"]
    again = desk.send("PATCH", f"requests/{reference}/", {"subject": "Late"}, If_Match=sent["ETag"])
    assert again.status_code == 409
    assert again.json()["rule"] == "not-a-draft"


def test_a_focal_point_answers_with_a_document(
    program: MakeProgram, focal_point: User, officer: User, make_request: MakeRequest
) -> None:
    sent = make_request(sent_on=SENT_ON)
    party, key = program(focal_point), str(uuid.uuid4())
    attached = party.upload(
        f"requests/{sent.reference}/documents/", key=key, file=SimpleUploadedFile("permits.txt", b"Twelve.")
    )
    assert attached.status_code == 201, attached.json()
    answer = party.post(
        f"requests/{sent.reference}/answers/", {"key": key, "information": "COMPLETE", "text": "Twelve."}
    )
    assert answer.status_code == 201, answer.json()
    assert [one["name"] for one in answer.json()["documents"]] == ["permits.txt"]
    seen = party.get(f"requests/{sent.reference}/").json()
    assert {one["step"]: one["status"] for one in seen["steps"]} == {
        "REPLY": "MET",
        "JUSTIFICATION": "NOT_REQUIRED",
        "RESPONSE": "MET",
    }
    content = program(officer).get(f"documents/{attached.json()['id']}/content/")
    assert content.getvalue() == b"Twelve."
    gone = party.send("DELETE", f"documents/{attached.json()['id']}/")
    assert (gone.status_code, gone.json()["rule"]) == (409, "already-sent")


def test_paper_is_recorded_and_assessed(
    program: MakeProgram, officer: User, make_request: MakeRequest
) -> None:
    sent, desk = make_request(sent_on=SENT_ON), program(officer)
    recorded = desk.post(
        f"requests/{sent.reference}/submissions/",
        {"received_on": "2026-11-20", "information": "COMPLETE", "text": "Twelve."},
    )
    assert recorded.status_code == 201, recorded.json()
    path = f"submissions/{recorded.json()['id']}/assessments/"
    first = desk.post(path, {"verdict": "INADEQUATE", "reasons": "Of thirteen."})
    assert first.status_code == 201, first.json()
    unseen = desk.post(path, {"verdict": "ADEQUATE", "reasons": "All."})
    assert (unseen.status_code, unseen.json()["rule"]) == (409, "assessed-meanwhile")
    corrected = desk.post(path, {"verdict": "ADEQUATE", "reasons": "All.", "corrects": first.json()["id"]})
    assert corrected.status_code == 201
    assert Assessment.objects.count() == 2


def test_a_refusal_names_field_rule_and_paragraph(
    program: MakeProgram, officer: User, focal_point: User, make_request: MakeRequest
) -> None:
    sent = make_request(sent_on=SENT_ON)
    early = program(officer).post(
        f"requests/{sent.reference}/submissions/", {"received_on": "2026-10-31", "justification": "Flood."}
    )
    assert early.headers["Content-Type"] == "application/problem+json"
    body = early.json()
    assert (early.status_code, body["field"], body["paragraph"]) == (422, "received_on", "23 a)")
    assert "before the request" in body["detail"]
    empty = program(focal_point).post(f"requests/{sent.reference}/answers/", {})
    assert empty.status_code == 422
    assert "23 a)" in empty.json()["detail"]
    unknown = program(officer).post("requests/", {"party": "ZZ", "subject": "", "extra": 1})
    assert {one["field"] for one in unknown.json()["errors"]} == {"extra"}, "said before anything else"
    faults = program(officer).post("requests/", {"party": "ZZ", "subject": "x\u202e"})
    assert {one["field"]: one["rule"] for one in faults.json()["errors"]} == {
        "party": "does-not-exist",
        "subject": "unreadable",
        "questions": "required",
    }
    assert not Submission.objects.exists()


def test_as_known_on_a_past_day(
    program: MakeProgram, officer: User, focal_point: User, make_request: MakeRequest, answer: Answer
) -> None:
    sent = make_request(sent_on=SENT_ON)
    answer(sent, date(2026, 11, 20), approximate_date=date(2027, 2, 1))
    path = f"requests/{sent.reference}/?known_on="
    then = program(officer).get(f"{path}2026-11-19").json()
    assert (then["known_on"], then["submissions"]) == ("2026-11-19", [])
    assert "APPROXIMATE_DATE" not in {one["step"] for one in then["steps"]}
    assert program(officer).get(f"{path}2026-10-01").status_code == 400
    assert program(officer).get(f"{path}2026-12-02").json()["field"] == "known_on"
    assert program(focal_point).get(f"{path}2026-11-19").status_code == 403


def test_withdrawing_needs_a_reason_and_the_version_that_was_read(
    program: MakeProgram, officer: User, make_request: MakeRequest
) -> None:
    sent, desk = make_request(sent_on=SENT_ON), program(officer)
    path = f"requests/{sent.reference}/"
    version = desk.get(path)["ETag"]
    reason = {"reason": "It was settled."}
    assert desk.post(f"{path}withdraw/", reason).status_code == 428
    assert desk.post(f"{path}withdraw/", reason, If_Match='"other"').status_code == 412
    assert desk.post(f"{path}withdraw/", {}, If_Match=version).status_code == 422
    assert InformationRequest.objects.get().stage == "SENT"
    assert desk.post(f"{path}withdraw/", reason, If_Match=version).json()["stage"] == "WITHDRAWN"
    assert desk.get(path, If_None_Match=version).status_code == 200
    assert desk.get(path, If_None_Match=desk.get(path)["ETag"]).status_code == 304
