"""Work with the Party to solve a matter: the Chair consulted, help offered, the Committee's own contacts."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor, Audience
from cases.models import Assistance, CommitteeContact, ComplianceMatter, Consultation, Recusal
from cases.services import addressing, matter_stages
from cases.services.matter_stages import require_words, sent_twice
from cases.services.refusals import Refused, clean, in_full
from compliance import clock
from compliance.rules.stage_table import Action
from notifications import outbox
from notifications.letters import ActCode


class AnsweredAlready(Refused):
    """What was answered or came of an offer stays on record as it is."""


@transaction.atomic
def consult(*, actor: Actor, matter: ComplianceMatter, question: str, at: datetime) -> Consultation:
    """Consults the Chair of the Standing Committee, by a letter in these words.

    Raises: PermissionDenied; NotAtThisStage; Refused without words. Source: paragraph 23 c).
    """
    found = matter_stages.admit(actor=actor, matter=matter, action=Action.CONSULT_CHAIR).matter
    question = require_words(question, field="question", paragraph="23 c)")
    same = {"matter": found, "question": question, "sent_by_id": actor.user_id}
    if twin := sent_twice(Consultation, at=at, when="sent_at", **same):
        return twin
    consultation = Consultation(
        matter=found,
        question=question,
        sent_on=clock.legal_day(at=at),
        sent_at=at,
        sent_by_id=actor.user_id,
    )
    clean(consultation)
    consultation.save()
    notice = outbox.record_act(
        code=ActCode.CHAIR_CONSULTED,
        matter_id=found.pk,
        about_on=consultation.sent_on,
        at=at,
        act=consultation.pk,
    )
    addressing.write(notice=notice, at=at, by=actor.user_id)
    return consultation


@transaction.atomic
def answer(
    *, actor: Actor, consultation: Consultation, text: str, answered_on: date | None, at: datetime
) -> Consultation:
    """The Chair's answer: given online today, or recorded by the Secretariat with the day on which it came.

    Raises: PermissionDenied; NotAtThisStage; AnsweredAlready; Refused.
    """
    access.require(actor=actor, act=Act.ANSWER_CONSULTATION)
    visible = Consultation.objects.visible_to(actor).select_related("matter")
    # The Chair is asked before the matter is brought, so it is held through what was asked.
    found: Consultation = visible.select_for_update(of=("self", "matter")).get(pk=consultation.pk)
    matter_stages.admitted(matter=found.matter, action=Action.ANSWER_CONSULTATION)
    text, today = require_words(text, paragraph="23 c)"), clock.legal_day(at=at)
    if found.answered_on and found.answer == text:
        return found
    if found.answered_on:
        raise AnsweredAlready(
            _("The Chair answered on %(date)s. Consult again where more is to be said.")
            % {"date": in_full(found.answered_on)}
        )
    given_on = answered_on if actor.audience is Audience.SECRETARIAT and answered_on else today
    require_between(given_on, first=found.sent_on, last=today, field="answered_on")
    found.answer, found.answered_on = text, given_on
    found.answer_recorded_at, found.answer_recorded_by_id = at, actor.user_id
    clean(found)
    found.save()
    return found


@transaction.atomic
def offer(*, actor: Actor, matter: ComplianceMatter, kind: str, text: str, at: datetime) -> Assistance:
    """Offers the Party advice or technical assistance. Raises: PermissionDenied; NotAtThisStage; Refused."""
    found = matter_stages.admit(actor=actor, matter=matter, action=Action.OFFER_ASSISTANCE).matter
    offered = Assistance(
        matter=found,
        kind=kind,
        text=require_words(text, paragraph="23 c)"),
        offered_on=clock.legal_day(at=at),
        offered_at=at,
        offered_by_id=actor.user_id,
    )
    clean(offered)
    same = {"matter": found, "kind": kind, "text": offered.text, "offered_by_id": actor.user_id}
    if twin := sent_twice(Assistance, at=at, when="offered_at", **same):
        return twin
    offered.save()
    return offered


@transaction.atomic
def record_outcome(
    *, actor: Actor, assistance: Assistance, outcome: str, outcome_on: date, at: datetime
) -> Assistance:
    """What came of an offer, and on which day that was known.

    Raises: PermissionDenied; NotAtThisStage; AnsweredAlready; Refused.
    """
    matter_stages.admit(actor=actor, matter=assistance.matter, action=Action.RECORD_OUTCOME)
    found: Assistance = Assistance.objects.visible_to(actor).get(pk=assistance.pk)
    outcome = require_words(outcome, field="outcome", paragraph="23 c)")
    if found.outcome_on and found.outcome != outcome:
        raise AnsweredAlready(
            _("What came of it was recorded on %(date)s.") % {"date": in_full(found.outcome_on)}
        )
    require_between(outcome_on, first=found.offered_on, last=clock.legal_day(at=at), field="outcome_on")
    found.outcome, found.outcome_on = outcome, outcome_on
    clean(found)
    found.save()
    return found


@transaction.atomic
def record_contact(
    *, actor: Actor, matter: ComplianceMatter, on: date, by_whom: str, text: str, at: datetime
) -> CommitteeContact:
    """A direct contact of the Committee with the Party, recorded by one of its members or by the Secretariat.

    Raises: PermissionDenied; NotAtThisStage; Refused, also for a member who is
    excluded from the matter. Source: paragraph 23 d).
    """
    found = matter_stages.admit(actor=actor, matter=matter, action=Action.RECORD_CONTACT).matter
    if Recusal.objects.live().filter(matter=found, member_id=actor.user_id).exists():
        raise Refused(_("The Chair excluded you from this matter."))
    require_between(on, first=found.brought_on, last=clock.legal_day(at=at), field="on")
    contact = CommitteeContact(
        matter=found,
        on=on,
        by_whom=" ".join(by_whom.split()),
        text=require_words(text, paragraph="23 d)"),
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    clean(contact)
    same = {"matter": found, "on": on, "text": contact.text, "recorded_by_id": actor.user_id}
    if twin := sent_twice(CommitteeContact, at=at, when="recorded_at", **same):
        return twin
    contact.save()
    return contact


def require_between(day: date, *, first: date | None, last: date, field: str) -> None:
    """Raises: Refused for a day before what it follows, or in the future."""
    if day > last:
        raise Refused(_("This day is in the future."), field=field)
    if first and day < first:
        raise Refused(
            _("This day is before %(date)s, when that was not possible yet.") % {"date": in_full(first)},
            field=field,
        )
