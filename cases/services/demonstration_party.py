"""The Party's side of the demonstration: a colleague has begun an answer, and somebody else can go on with it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from cases import access, selectors
from cases.models import Party
from cases.services import answer_drafts
from cases.services.answer_drafts import Typed
from compliance.accounts.models import Membership, Role, User


def begin_an_answer(*, at: datetime) -> None:
    """A colleague of the first Party, who cannot sign in here, wrote this yesterday and saved it."""
    party = Party.objects.get(iso2="XA")
    user = User.objects.create_user(email="ida@desk.example", name="Ida Alder")
    Membership.objects.create(user=user, role=Role.FOCAL_POINT, party=party, started_at=at)
    actor = access.actor_of(user_id=user.pk)
    for request in selectors.most_urgent(actor=actor, limit=1):
        answer_drafts.save(
            actor=actor,
            request=request,
            key=uuid.uuid4(),
            seen=0,
            typed=Typed(
                information="PARTIAL",
                text="1. The permits of the first half of the year are listed in the table that I shall attach.\n"
                "2. We have asked the customs authority for the second half.",
            ),
            at=at - timedelta(days=1),
        )
