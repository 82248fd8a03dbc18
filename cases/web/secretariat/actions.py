"""What an actor may do now, as links that name their consequence."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.access import Act, Actor, may
from cases.models import InformationRequest, Submission
from cases.selectors import CaseFile

_RARE = frozenset({Act.FILE_REQUEST, Act.ASSIGN_REQUEST})


@dataclass(frozen=True, slots=True)
class Action:
    """A link to the page of one act; ``grave`` where it cannot be undone, ``rare`` where few need it."""

    label: str
    url: str
    grave: bool = False
    rare: bool = False


def of_request(*, actor: Actor, file: CaseFile) -> list[Action]:
    """What can be done with a request at its stage, the most usual first."""
    record = file.request
    known = (
        (Act.SEND_REQUEST, _("Send to the Party"), "secretariat:send"),
        (Act.EDIT_REQUEST, _("Edit the draft"), "secretariat:edit"),
        (Act.RECORD_SUBMISSION, _("Record what arrived"), "secretariat:record"),
        (Act.FILE_REQUEST, _("File under a matter"), "secretariat:file"),
        (Act.ASSIGN_REQUEST, _("Change the case officer"), "secretariat:assign"),
    )
    usual = [
        Action(label, reverse(view, args=[record.reference]), rare=act in _RARE)
        for act, label, view in known
        if may(actor=actor, act=act, stage=record.stage)
    ]
    return _assessment(actor, file) + usual + _another(actor, record) + _withdrawal(actor, record)


def _another(actor: Actor, record: InformationRequest) -> list[Action]:
    """A request that begins from this one."""
    if not may(actor=actor, act=Act.OPEN_REQUEST):
        return []
    url = reverse("secretariat:open")
    found = [Action(_("Duplicate as a new draft"), f"{url}?like={record.reference}", rare=True)]
    if record.stage != InformationRequest.Stage.DRAFT:
        found.insert(0, Action(_("Open a follow-up request"), f"{url}?follows={record.reference}", rare=True))
    return found


def _withdrawal(actor: Actor, record: InformationRequest) -> list[Action]:
    if not may(actor=actor, act=Act.WITHDRAW_REQUEST, stage=record.stage):
        return []
    return [
        Action(
            _("Withdraw the request"), reverse("secretariat:withdraw", args=[record.reference]), grave=True
        )
    ]


def _assessment(actor: Actor, file: CaseFile) -> list[Action]:
    """To assess the information that waits for it: the last that came complete."""
    record = file.request
    waiting = record.answer == InformationRequest.AnswerGiven.AWAITING_ASSESSMENT
    if not waiting or not may(actor=actor, act=Act.ASSESS_SUBMISSION, stage=record.stage):
        return []
    complete = [one for one in file.submissions if one.information == Submission.Information.COMPLETE]
    return [
        Action(_("Assess the information"), reverse("secretariat:assess", args=[record.reference, one.pk]))
        for one in complete[-1:]
    ]
