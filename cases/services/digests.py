"""The digest of a working day: in one letter what a colleague has not read yet, for those who wish it so."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from cases import access
from cases.access import Audience
from cases.models import PersonalNotice
from cases.services import personal_words
from cases.services.refusals import in_full
from compliance import clock
from compliance.accounts.models import Digest, User
from compliance.clock import SEAT
from notifications import outbox, wake
from notifications.letters import SOURCE_LANGUAGE, ActCode, Recipient
from notifications.models import Notice
from notifications.outbox import Address

logger = logging.getLogger(__name__)

_SATURDAY = 5
MOST = 100
"""Lines in one digest; the rest is counted, and on the desk. Our choice."""


def write_due(*, at: datetime) -> int:
    """Writes the digests that are due at this instant and not written yet; returns how many.

    1. On a working day, from ``DIGEST_HOUR`` at the seat on. At the weekend nothing
       goes, and Monday's has it. Days of rest beside the weekend are not on record.
    2. For each person with something that came before that hour, waits for the
       digest, and was not read on the desk meanwhile: one letter. Nobody gets an empty one.
    3. The unique key of the person and the day decides between two runs; what
       comes after the hour waits for the next working day, also where this run is late.
    """
    day = clock.legal_day(at=at)
    until = datetime.combine(day, time(settings.DIGEST_HOUR), tzinfo=SEAT)
    if day.weekday() >= _SATURDAY or at < until:
        return 0
    waiting = PersonalNotice.objects.filter(waits_for_digest=True, at__lt=until)
    people = User.objects.filter(pk__in=waiting.values("user"), is_active=True).order_by("pk")
    return sum(_safely(person=person, day=day, until=until, at=at) for person in people)


def _safely(*, person: User, day: date, until: datetime, at: datetime) -> int:
    """One person's digest that cannot be written must not stop the others'."""
    try:
        return _write(person=person, day=day, until=until, at=at)
    except Exception:
        logger.exception("the digest of user %s cannot be written; the next run tries again", person.pk)
        return 0


@transaction.atomic
def _write(*, person: User, day: date, until: datetime, at: datetime) -> int:
    """The person's row is held, so that two runs do not both look; their wish and scope are those of now."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if Notice.objects.filter(person=person, code=ActCode.DAILY_DIGEST.value, about_on=day).exists():
        return 0  # what was written down late waits for the next working day
    waiting = PersonalNotice.objects.filter(user=person, waits_for_digest=True, at__lt=until)
    keys = list(waiting.values_list("pk", flat=True))
    actor = access.actor_of(user_id=person.pk)
    found = list(_told(PersonalNotice.objects.visible_to(actor).unread().filter(pk__in=keys)))
    waiting.filter(pk__in=keys).update(waits_for_digest=False)
    if not found or actor.audience is not Audience.SECRETARIAT or person.digest == Digest.DESK:
        return 0
    notice = outbox.record_act(code=ActCode.DAILY_DIGEST, person_id=person.pk, about_on=day, at=at)
    languages = {SOURCE_LANGUAGE, person.language}
    outbox.address(
        notice=notice,
        to=[Address(Recipient.STAFF, person.email, person.language)],
        context={one: _values(person, found, day, one) for one in sorted(languages)},
        at=at,
    )
    outbox.settle(notice=notice, at=at)
    wake.after_commit()
    return 1


def _told(found: QuerySet[PersonalNotice]) -> QuerySet[PersonalNotice]:
    return found.select_related("request__party", "matter__party", "notice", "by").order_by("pk")


def _values(person: User, found: list[PersonalNotice], day: date, language: str) -> dict[str, str]:
    with translation.override(language):
        count = ngettext("%(count)s notice", "%(count)s notices", len(found)) % {"count": len(found)}
        return {
            "name": person.name,
            "count": count,
            "about_on": in_full(day),
            "until": f"{settings.DIGEST_HOUR:02}:00",
            "lines": "\n\n".join(_lines(found)),
            "notices_url": settings.SITE_URL + reverse("notices"),
            "profile_url": settings.SITE_URL + reverse("profile"),
        }


def _lines(found: list[PersonalNotice]) -> Iterator[str]:
    """Case by case, in the order in which the first of each came; each case with its address once."""
    cases: dict[tuple[int | None, int | None], list[PersonalNotice]] = {}
    for one in found[:MOST]:
        cases.setdefault((one.request_id, one.matter_id), []).append(one)
    for told in cases.values():
        to = Audience.SECRETARIAT
        said = [f"- {personal_words.sentence(notice=one, audience=to)}" for one in told]
        url = settings.SITE_URL + personal_words.page_of_case(notice=told[0], audience=to)
        yield "\n".join([personal_words.about(notice=told[0], audience=to), *said, url])
    if len(found) > MOST:
        rest = len(found) - MOST
        yield ngettext("And %(count)s more, on the desk.", "And %(count)s more, on the desk.", rest) % {
            "count": rest
        }
