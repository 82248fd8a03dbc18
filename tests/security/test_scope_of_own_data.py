"""A copy of one's own data names nothing that its owner may no longer see."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from cases import own_data
from cases.models import Party
from cases.services import submissions
from compliance.accounts.models import Membership, User
from tests.conftest import MakeRequest, actor_of, at

pytestmark = pytest.mark.django_db


def test_answers_for_a_party_that_somebody_has_left_are_not_named(
    focal_point: User, other_party: Party, make_request: MakeRequest
) -> None:
    request = make_request(sent_on=date(2026, 11, 30))
    submissions.answer(
        actor=actor_of(focal_point),
        request=request,
        key=uuid.uuid4(),
        at=at(date(2026, 12, 1)),
        information="COMPLETE",
        text="Twelve permits.",
    )
    [mine] = own_data.of(user=focal_point, actor=actor_of(focal_point))["answers_recorded"]
    assert mine["request__reference"] == request.reference

    Membership.objects.filter(user=focal_point).update(party=other_party)
    assert own_data.of(user=focal_point, actor=actor_of(focal_point))["answers_recorded"] == []
