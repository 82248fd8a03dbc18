"""What an actor may do now, as links that name their consequence."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.access import Act, Actor, may
from cases.models import ComplianceMatter, InformationRequest, Submission
from cases.selectors import CaseFile


@dataclass(frozen=True, slots=True)
class Action:
    """A link to the page of one act; ``grave`` where it cannot be undone."""

    label: str
    url: str
    grave: bool = False


def of_request(*, actor: Actor, file: CaseFile) -> list[Action]:
    """What can be done with a request at its stage, the most usual first."""
    record = file.request
    known = (
        (Act.SEND_REQUEST, _("Send to the Party"), "secretariat:send", False),
        (Act.EDIT_REQUEST, _("Edit the draft"), "secretariat:edit", False),
        (Act.RECORD_SUBMISSION, _("Record what arrived"), "secretariat:record", False),
        (Act.FILE_REQUEST, _("File under a matter"), "secretariat:file", False),
        (Act.WITHDRAW_REQUEST, _("Withdraw the request"), "secretariat:withdraw", True),
    )
    return _assessment(actor, file) + [
        Action(label, reverse(view, args=[record.reference]), grave)
        for act, label, view, grave in known
        if may(actor=actor, act=act, stage=record.stage)
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


def of_matter(*, actor: Actor, matter: ComplianceMatter) -> list[Action]:
    """What can be done with a matter of the Secretariat's file; nothing with the public record."""
    found: list[Action] = []
    if matter.origin != ComplianceMatter.Origin.SECRETARIAT:
        return found
    if may(actor=actor, act=Act.OPEN_REQUEST):
        query = f"?matter={matter.reference}"
        found.append(Action(_("New request in this matter"), reverse("secretariat:open") + query))
    if matter.brought_on is None and may(actor=actor, act=Act.BRING_MATTER):
        label = _("Bring to the Standing Committee")
        found.append(Action(label, reverse("secretariat:bring", args=[matter.reference]), grave=True))
    return found
