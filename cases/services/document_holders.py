"""What a document goes with: a request, whose answer it is part of, or a matter, in which its Party reports."""

from __future__ import annotations

import uuid
from typing import Any

from cases import access
from cases.access import Act, Actor, Audience
from cases.models import ComplianceMatter, Document, InformationRequest, MatterReport, Submission
from cases.services import matter_stages, requests
from compliance.rules.stage_table import Action

Holder = InformationRequest | ComplianceMatter


def may_attach(*, actor: Actor, holder: Holder) -> bool:
    """Whether the actor can attach something to it at its stage."""
    act = Act.ATTACH_DOCUMENT if isinstance(holder, InformationRequest) else Act(_reporting(actor).value)
    return access.may(actor=actor, act=act, stage=holder.stage)


def admit(*, actor: Actor, holder: Holder) -> None:
    """That it takes a document now; held until the transaction ends.

    Raises: PermissionDenied; InformationRequest.DoesNotExist, ComplianceMatter.DoesNotExist for what the
    actor does not see; NotAwaitingAnswer; NotAtThisStage.
    """
    if isinstance(holder, InformationRequest):
        requests.require_awaiting_answer(requests.locked(actor=actor, request=holder))
    else:
        matter_stages.admit(actor=actor, matter=holder, action=_reporting(actor))


def of(document: Document) -> Holder:
    """What a document goes with."""
    holder: Holder | None = document.request or document.matter
    assert holder is not None  # noqa: S101  # the named constraint: one of the two
    return holder


def locked(*, actor: Actor, holder: Holder) -> None:
    """Holds it until the transaction ends, whatever it takes. Raises: DoesNotExist for what the actor does not see."""
    if isinstance(holder, InformationRequest):
        requests.locked(actor=actor, request=holder)
    else:
        ComplianceMatter.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=holder.pk)


def named(holder: Holder) -> dict[str, Any]:
    """The fields of a document by which it goes with this and with nothing else."""
    if isinstance(holder, InformationRequest):
        return {"request": holder, "matter": None}
    return {"request": None, "matter": holder}


def is_sent(*, key: uuid.UUID) -> bool:
    """Whether the form with this key was sent: then nothing more is attached to it."""
    return any(model.objects.filter(key=key).exists() for model in (Submission, MatterReport))


def _reporting(actor: Actor) -> Action:
    """Online by the Party, or recorded from paper by the Secretariat."""
    return Action.MAKE_REPORT if actor.audience is Audience.PARTY else Action.RECORD_REPORT
