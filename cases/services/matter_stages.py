"""From stage to stage: what the procedure admits of a matter now, and the acts that move it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import ComplianceMatter, MatterAct, Measure, Meeting
from cases.services import addressing
from cases.services.refusals import Refused, clean, in_full
from cases.services.sent_twice import SAME_FORM
from compliance import clock
from compliance.rules import explain, stages
from compliance.rules.stage_table import Action, Known, Stage
from notifications import outbox
from notifications.letters import ActCode

M = TypeVar("M", bound=Model)


class NotAtThisStage(Refused):
    """The table of stages does not admit this of the matter, or not yet."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A matter held until the transaction ends, and the stage to which the action leads it."""

    matter: ComplianceMatter
    action: Action
    leads_to: Stage


def admit(*, actor: Actor, matter: ComplianceMatter, action: Action) -> Admitted:
    """The matter as it is now, held, where the actor may do this to it at its stage.

    Raises: PermissionDenied; ComplianceMatter.DoesNotExist where the actor may
    not see it; NotAtThisStage with the reason and its paragraph.
    """
    access.require(actor=actor, act=Act(action.value))
    visible = ComplianceMatter.objects.visible_to(actor).select_related("party")
    return admitted(matter=visible.select_for_update(of=("self",)).get(pk=matter.pk), action=action)


def admitted(*, matter: ComplianceMatter, action: Action) -> Admitted:
    """The same for a matter that is held already. Raises: NotAtThisStage."""
    if matter.origin != ComplianceMatter.Origin.SECRETARIAT:
        raise NotAtThisStage(_("This is the public record; it is not a file of the Secretariat."))
    try:
        leads_to = stages.next_stage(stage=Stage(matter.stage), action=action, known=known(matter=matter))
    except stages.NotNow as refusal:
        raise NotAtThisStage(in_words(refusal), paragraph=refusal.source) from refusal
    return Admitted(matter, action, leads_to)


def why_not(*, matter: ComplianceMatter, action: Action, on_record: Known) -> tuple[str, str]:
    """Why an action is not done now, and its source, in the reader's language; two empty texts where it is."""
    try:
        stages.next_stage(stage=Stage(matter.stage), action=action, known=on_record)
    except stages.NotNow as refusal:
        return in_words(refusal), refusal.source
    return "", ""


def in_words(refusal: stages.NotNow) -> str:
    return explain.say(refusal.sentences, translate=_, write_date=in_full)


def known(*, matter: ComplianceMatter) -> Known:
    """What the guards ask of the record, since the matter was last reopened. Five queries at most."""
    acts = MatterAct.objects.filter(matter=matter)
    reopened = acts.filter(action=Action.REOPEN_MATTER.value).order_by("pk").last()
    consulted, sent = matter.consultations.all(), matter.requests.filter(sent_at__isnull=False)
    told = acts.filter(action=Action.INFORM_PARTY.value)
    if reopened:
        told = told.filter(recorded_at__gte=reopened.recorded_at)
        consulted = consulted.filter(sent_at__gte=reopened.recorded_at)
        sent = sent.filter(sent_at__gte=reopened.recorded_at)
    return Known(
        party_informed=told.exists() or sent.exists(),
        chair_consulted=consulted.exists(),
        measures_in_force=Measure.objects.filter(matter=matter).in_force().count(),
    )


def move(
    *, allowed: Admitted, actor: Actor, at: datetime, text: str = "", meeting: Meeting | None = None
) -> MatterAct:
    """Writes an act, and the stage that it leads to. The same words by the same person within a minute are one act."""
    matter = allowed.matter
    act = MatterAct(
        matter=matter,
        action=allowed.action.value,
        at_stage=matter.stage,
        led_to=allowed.leads_to.value,
        on=clock.legal_day(at=at),
        recorded_at=at,
        recorded_by_id=actor.user_id,
        meeting=meeting,
        text=text.strip(),
    )
    clean(act)
    same = {"action": act.action, "text": act.text, "meeting": meeting, "recorded_by_id": actor.user_id}
    if twin := sent_twice(MatterAct, at=at, when="recorded_at", matter=matter, **same):
        return twin
    act.save()
    if matter.stage != act.led_to:
        matter.stage = act.led_to
        clean(matter)
        matter.save()
    return act


def sent_twice(model: type[M], *, at: datetime, when: str, **same: Any) -> M | None:
    """The row that the same form made a moment ago; None where this is the first. The matter is held meanwhile."""
    found: M | None = (
        model._default_manager.filter(**{f"{when}__range": (at - SAME_FORM, at)}, **same)
        .order_by("pk")
        .first()
    )
    return found


def require_words(text: str, *, field: str = "text", paragraph: str = "") -> str:
    """The words without the space around them. Raises: Refused where there are none."""
    if not text.strip():
        raise Refused(_("Write it in words: it goes into the record."), field=field, paragraph=paragraph)
    return text.strip()


@transaction.atomic
def inform(*, actor: Actor, matter: ComplianceMatter, text: str, at: datetime) -> MatterAct:
    """Informs the Management Authority of the Party, by a letter in these words.

    Raises: PermissionDenied; NotAtThisStage; Refused without words. Source: Article XIII, paragraph 1.
    """
    allowed = admit(actor=actor, matter=matter, action=Action.INFORM_PARTY)
    text = require_words(text, paragraph="Article XIII, paragraph 1")
    act = move(allowed=allowed, actor=actor, at=at, text=text)
    notice = outbox.record_act(
        code=ActCode.MATTER_INFORMED, matter_id=allowed.matter.pk, about_on=act.on, at=at, act=act.pk
    )
    addressing.write(notice=notice, at=at, by=actor.user_id)
    return act


@transaction.atomic
def consider(*, actor: Actor, matter: ComplianceMatter, text: str, at: datetime) -> MatterAct:
    """Takes up the work with the Party to solve the matter.

    Raises: PermissionDenied; NotAtThisStage, also before the Party was informed. Source: paragraph 23 c).
    """
    allowed = admit(actor=actor, matter=matter, action=Action.CONSIDER_MATTER)
    return move(allowed=allowed, actor=actor, at=at, text=text)


@transaction.atomic
def monitor(*, actor: Actor, matter: ComplianceMatter, text: str, at: datetime) -> MatterAct:
    """Follows what the Party does about the measures. Raises: PermissionDenied; NotAtThisStage."""
    allowed = admit(actor=actor, matter=matter, action=Action.MONITOR_MATTER)
    return move(allowed=allowed, actor=actor, at=at, text=text)


@transaction.atomic
def review(
    *, actor: Actor, matter: ComplianceMatter, text: str, meeting: Meeting | None, at: datetime
) -> MatterAct:
    """What the Committee found when it reviewed the matter at a meeting.

    Raises: PermissionDenied; NotAtThisStage; Refused without words.
    """
    allowed = admit(actor=actor, matter=matter, action=Action.REVIEW_MATTER)
    return move(allowed=allowed, actor=actor, at=at, text=require_words(text), meeting=meeting)


@transaction.atomic
def close(*, actor: Actor, matter: ComplianceMatter, because: str, text: str, at: datetime) -> MatterAct:
    """Closes a matter, with its reason; no measure may be in force, and open deadlines are lifted.

    Raises: PermissionDenied; NotAtThisStage; Refused without a reason.
    """
    allowed = admit(actor=actor, matter=matter, action=Action.CLOSE_MATTER)
    text = require_words(text)
    require_closing(because)
    on = clock.legal_day(at=at)
    allowed.matter.closed_on, allowed.matter.closed_because = on, because
    for deadline in allowed.matter.deadlines.open():
        deadline.lifted_on = on
        deadline.save()
    return move(allowed=allowed, actor=actor, at=at, text=text)


def require_closing(because: str) -> None:
    """Raises: Refused where none of the reasons is given."""
    if because not in ComplianceMatter.Closing.values:
        raise Refused(_("Say why the matter is closed."), field="because")


@transaction.atomic
def reopen(*, actor: Actor, matter: ComplianceMatter, text: str, at: datetime) -> MatterAct:
    """Opens a closed matter again: the Party is informed anew, and no step is skipped.

    Raises: PermissionDenied; NotAtThisStage; Refused without a reason.
    """
    allowed = admit(actor=actor, matter=matter, action=Action.REOPEN_MATTER)
    text = require_words(text)
    allowed.matter.closed_on, allowed.matter.closed_because = None, ""
    return move(allowed=allowed, actor=actor, at=at, text=text)
