"""The sweep and the status in SQL say what the pure rules say, for any facts and any day."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import facts
from cases.models import Deadline, InformationRequest, Party, Submission
from cases.models.party import Region
from cases.services import deadlines, sweep
from compliance.accounts.models import User
from compliance.rules import loader, notices, timeline
from notifications.models import Notice
from tests.conftest import at

SENT = date(2026, 11, 30)
_carried = st.one_of(
    st.fixed_dictionaries({"acknowledgement": st.just(True)}),
    st.fixed_dictionaries({"justification": st.just("Because.")}),
    st.fixed_dictionaries({"information": st.just("PARTIAL"), "text": st.just("Some.")}),
    st.fixed_dictionaries({"information": st.just("COMPLETE"), "text": st.just("All.")}),
    st.fixed_dictionaries({"promised_in": st.integers(0, 200)}),
)
_events = st.lists(
    st.tuples(st.integers(0, 260), _carried, st.sampled_from(["", "", "INADEQUATE", "ADEQUATE"])), max_size=6
)


class _Undone(Exception):
    """Rolls one example back."""


def _play(request: InformationRequest, officer: User, events: list[tuple[int, dict[str, Any], str]]) -> None:
    for offset, carried, verdict in sorted(events, key=lambda event: event[0]):
        on = SENT + timedelta(days=offset)
        fields = dict(carried)
        promised_in = fields.pop("promised_in", None)
        if promised_in is not None:
            fields["approximate_date"] = on + timedelta(days=promised_in)
        submission = Submission.objects.create(
            request=request,
            key=uuid.uuid4(),
            channel="PAPER",
            received_on=on,
            recorded_at=at(on),
            recorded_by=officer,
            **fields,
        )
        if verdict and fields.get("information") == "COMPLETE":
            submission.assessments.create(
                verdict=verdict,
                assessed_on=on + timedelta(days=3),
                recorded_at=at(on + timedelta(days=3)),
                assessed_by=officer,
                reasons="Read.",
            )


@pytest.mark.django_db
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    code=st.sampled_from([rule_set.code for rule_set in loader.all_rule_sets()]),
    events=_events,
    asked=st.integers(0, 300),
    withdrawn=st.one_of(st.none(), st.integers(0, 250)),
)
def test_sql_says_what_the_rules_say(
    officer: User, code: str, events: list[tuple[int, dict[str, Any], str]], asked: int, withdrawn: int | None
) -> None:
    try:
        with transaction.atomic():
            request = _request(officer, code, withdrawn)
            _play(request, officer, events)
            deadlines.project(request=request)
            _compare(request, SENT + timedelta(days=asked))
            raise _Undone
    except _Undone:
        pass


def _request(officer: User, code: str, withdrawn: int | None) -> InformationRequest:
    party = Party.objects.create(
        iso2="XZ", name_en="Z", name_fr="Z", name_es="Z", region=Region.ASIA, mailbox="z@party.example"
    )
    withdrawn_on = SENT + timedelta(days=withdrawn) if withdrawn is not None else None
    return InformationRequest.objects.create(
        reference="IR-2026-9999",
        party=party,
        subject="Any",
        questions="Any?",
        rule_set_code=code,
        officer=officer,
        stage="WITHDRAWN" if withdrawn_on else "SENT",
        opened_at=at(SENT),
        sent_on=SENT,
        sent_at=at(SENT),
        withdrawn_on=withdrawn_on,
        withdrawal_reason="Tried." if withdrawn_on else "",
    )


def _compare(request: InformationRequest, on: date) -> None:
    known = facts.of_request(request=request)
    told = timeline.timeline(rule_set=request.rule_set, sent_on=SENT, facts=known, on=on)
    in_sql = Deadline.objects.filter(request=request).as_of(on=on).with_status(on=on)
    assert {(row.step, row.due_on, row.met_on, row.status) for row in in_sql} == {
        (one.standing.step.value, one.standing.due_on, one.standing.met_on, one.status.value) for one in told
    }

    # The engine runs on what is known by then: facts of later days are not on record yet.
    latest = max([fact.on for fact in known], default=SENT)
    day = max(on, latest)
    sweep.issue_due_notices(on=day, at=at(day))
    issued = set(Notice.objects.filter(request=request).values_list("code", "step", "about_on"))
    expected = notices.due(rule_set=request.rule_set, sent_on=SENT, facts=known, on=day)
    assert issued == {(one.code.value, one.step.value, one.about_on) for one in expected}
