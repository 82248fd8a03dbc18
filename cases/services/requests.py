"""Information requests: opened as a draft, sent, withdrawn (paragraph 23 a))."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import ComplianceMatter, InformationRequest, Party, ReferenceSeries
from cases.services import addressing, deadlines, drafts, request_rules, search
from cases.services.refusals import Refused, clean, in_full, require
from cases.services.sent_twice import SAME_FORM
from compliance import clock
from compliance.accounts.models import User
from notifications import outbox
from notifications.letters import ActCode

PREFIX = "IR"


class NotADraft(Refused):
    """The request was sent: its words and its rule set stay as they are."""


class NotAwaitingAnswer(Refused):
    """The request is not, or no longer, out with the Party."""


@transaction.atomic
def open_draft(
    *,
    actor: Actor,
    party: Party,
    subject: str,
    questions: str,
    rule_set_code: str,
    officer: User,
    at: datetime,
    matter: ComplianceMatter | None = None,
    follows: InformationRequest | None = None,
) -> InformationRequest:
    """A new request to one Party, with its reference; nothing is sent and no clock runs.

    ``follows`` is the earlier request that it takes up. The same words by the same
    person within a minute are one draft. ``at`` is the present instant. Raises:
    PermissionDenied; Refused for a missing subject or question, an unknown rule
    set, or a matter or an earlier request of another Party.
    """
    access.require(actor=actor, act=Act.OPEN_REQUEST)
    request = InformationRequest(
        party=party,
        matter=matter,
        follows=follows,
        subject=" ".join(subject.split()),
        questions=questions.strip(),
        rule_set_code=rule_set_code,
        officer=officer,
        opened_at=at,
    )
    require(request_rules.faults(request=request))
    if twin := _opened_just_now(request, actor=actor):
        return twin
    request.reference = ReferenceSeries.next_reference(prefix=PREFIX, year=clock.legal_day(at=at).year)
    request.save()
    search.write_request(request=request)
    return request


@transaction.atomic
def edit_draft(
    *,
    actor: Actor,
    request: InformationRequest,
    subject: str,
    questions: str,
    rule_set_code: str,
    seen: str | None = None,
) -> InformationRequest:
    """New words or another rule set for a request that was not sent.

    ``seen`` is the ``drafts.version`` that the person had before them, ``None``
    where nobody looked. Raises: PermissionDenied; NotADraft; ChangedMeanwhile;
    Refused as ``open_draft``.
    """
    access.require(actor=actor, act=Act.EDIT_REQUEST)
    request = locked(actor=actor, request=request)
    _require_draft(request)
    drafts.require_seen(request=request, seen=seen)
    request.subject, request.questions = " ".join(subject.split()), questions.strip()
    request.rule_set_code = rule_set_code
    require(request_rules.faults(request=request))
    request.save()
    search.write_request(request=request)
    return request


@transaction.atomic
def send(
    *, actor: Actor, request: InformationRequest, at: datetime, seen: str | None = None
) -> InformationRequest:
    """Sends the request to the Party: its periods count from this day at the seat, and its rule set is pinned.

    ``at`` is the present instant; its day at the seat is the date of the request.
    ``seen`` is what ``drafts.as_shown`` said of the page that was confirmed, ``None``
    where nobody looked. Raises: PermissionDenied; NotADraft; ChangedMeanwhile;
    AnotherDay; Refused. Source: paragraph 23 a).
    """
    access.require(actor=actor, act=Act.SEND_REQUEST)
    request = locked(actor=actor, request=request)
    _require_draft(request)
    drafts.require_shown(request=request, on=clock.legal_day(at=at), seen=seen)
    request.stage = InformationRequest.Stage.SENT
    request.sent_at, request.sent_on = at, clock.legal_day(at=at)
    require(request_rules.faults(request=request))
    deadlines.project(request=request)
    addressing.write(
        notice=outbox.record_act(
            code=ActCode.REQUEST_SENT, request_id=request.pk, about_on=request.sent_on, at=at
        ),
        at=at,
    )
    return request


@transaction.atomic
def withdraw(*, actor: Actor, request: InformationRequest, reason: str, at: datetime) -> InformationRequest:
    """Withdraws a request that is out with the Party: its open steps end, what was met stays met.

    Raises: PermissionDenied; NotAwaitingAnswer; Refused without a reason.
    """
    access.require(actor=actor, act=Act.WITHDRAW_REQUEST)
    request = locked(actor=actor, request=request)
    require_awaiting_answer(request)
    request_rules.require_reason(reason)
    request.stage = InformationRequest.Stage.WITHDRAWN
    request.withdrawn_on, request.withdrawal_reason = clock.legal_day(at=at), reason.strip()
    clean(request)
    deadlines.project(request=request)
    addressing.write(
        notice=outbox.record_act(
            code=ActCode.REQUEST_WITHDRAWN, request_id=request.pk, about_on=request.withdrawn_on, at=at
        ),
        at=at,
    )
    return request


@transaction.atomic
def file_under(
    *, actor: Actor, request: InformationRequest, matter: ComplianceMatter | None
) -> InformationRequest:
    """Puts a request under a compliance matter of the same Party, or under none.

    Where the matter is before the Committee, its members see the request from
    then on. Raises: PermissionDenied; Refused for a matter of another Party, of
    the public record, or where the request would leave a matter that is before
    the Committee.
    """
    access.require(actor=actor, act=Act.FILE_REQUEST)
    request = locked(actor=actor, request=request)
    if request.matter and request.matter.brought_on and request.matter != matter:
        raise Refused(
            _("Its matter is before the Committee; what the Committee was shown stays with it."),
            field="matter",
            paragraph="23 d)",
        )
    request.matter = matter
    require(request_rules.faults(request=request))
    request.save()
    return request


def locked(*, actor: Actor, request: InformationRequest) -> InformationRequest:
    """The same request as it is now, held until the transaction ends: what it allows cannot change meanwhile.

    Raises: InformationRequest.DoesNotExist where the actor may not see it; no
    service relies on a page having looked.
    """
    visible = InformationRequest.objects.visible_to(actor).select_related("party")
    found: InformationRequest = visible.select_for_update(of=("self",)).get(pk=request.pk)
    return found


def require_awaiting_answer(request: InformationRequest) -> None:
    """Raises: NotAwaitingAnswer for a draft or a withdrawn request."""
    if request.stage == InformationRequest.Stage.SENT:
        return
    if request.stage == InformationRequest.Stage.WITHDRAWN:
        raise NotAwaitingAnswer(
            _("The request was withdrawn on %(date)s; nothing more is asked of the Party.")
            % {"date": in_full(request.withdrawn_on)}
        )
    raise NotAwaitingAnswer(_("The request is a draft; send it first."), paragraph="23 a)")


def _opened_just_now(request: InformationRequest, *, actor: Actor) -> InformationRequest | None:
    """The draft that the same form made a moment ago, when it is sent twice: drafts of one person come one by one."""
    list(User.objects.select_for_update().filter(pk=actor.user_id))
    return (
        InformationRequest.objects.visible_to(actor)
        .filter(
            party=request.party,
            matter=request.matter,
            follows=request.follows,
            subject=request.subject,
            questions=request.questions,
            rule_set_code=request.rule_set_code,
            officer=request.officer,
            stage=InformationRequest.Stage.DRAFT,
            opened_at__range=(request.opened_at - SAME_FORM, request.opened_at),
        )
        .order_by("pk")
        .first()
    )


def _require_draft(request: InformationRequest) -> None:
    if request.stage != InformationRequest.Stage.DRAFT:
        raise NotADraft(
            _("The request was sent on %(date)s and cannot be changed. Withdraw it, or send another.")
            % {"date": in_full(request.sent_on)}
        )
