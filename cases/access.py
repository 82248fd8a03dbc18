"""Who may see and do what: the actor, their audience, and one table of capabilities.

Seeing is a queryset (``cases.querysets``); doing is ``TABLE``. What an actor may
not see does not exist for them (404); what they may see and not do is refused (403).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from compliance.accounts.api_token import Scope
from compliance.accounts.models import COMMITTEE_ROLES, SECRETARIAT_ROLES, Membership, Role
from compliance.rules.stage_table import Action, Who
from compliance.rules.stages import rows_of


class Audience(StrEnum):
    """The three publics of the desk; ``NOBODY`` is everyone else."""

    SECRETARIAT = "SECRETARIAT"
    PARTY = "PARTY"
    COMMITTEE = "COMMITTEE"
    NOBODY = "NOBODY"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in the role in which they act."""

    user_id: int = 0
    """The account; 0 for nobody, which no account has."""
    role: Role | None = None
    party_id: int | None = None
    acts: frozenset[Act] | None = None
    """What they may do at most, where they come with a token; None where the role alone says it."""

    @property
    def audience(self) -> Audience:
        if self.role in SECRETARIAT_ROLES:
            return Audience.SECRETARIAT
        if self.role is Role.FOCAL_POINT and self.party_id is not None:
            return Audience.PARTY
        if self.role in COMMITTEE_ROLES:
            return Audience.COMMITTEE
        return Audience.NOBODY


NOBODY = Actor()


def actor_of(*, user_id: int) -> Actor:
    """The actor that a signed-in person is; ``NOBODY`` without a membership, or once either was ended."""
    membership = (
        Membership.objects.filter(user_id=user_id, user__is_active=True, ended_at__isnull=True)
        .only("user_id", "role", "party_id")
        .first()
    )
    if membership is None:
        return NOBODY
    return Actor(membership.user_id, Role(membership.role), membership.party_id)


class Act(StrEnum):
    """What people do here, each a service."""

    OPEN_REQUEST = "OPEN_REQUEST"
    EDIT_REQUEST = "EDIT_REQUEST"
    SEND_REQUEST = "SEND_REQUEST"
    WITHDRAW_REQUEST = "WITHDRAW_REQUEST"
    FILE_REQUEST = "FILE_REQUEST"
    ANSWER_REQUEST = "ANSWER_REQUEST"
    RECORD_SUBMISSION = "RECORD_SUBMISSION"
    ATTACH_DOCUMENT = "ATTACH_DOCUMENT"
    ASSESS_SUBMISSION = "ASSESS_SUBMISSION"
    OPEN_MATTER = "OPEN_MATTER"
    DESCRIBE_MATTER = "DESCRIBE_MATTER"
    INFORM_PARTY = "INFORM_PARTY"
    CONSIDER_MATTER = "CONSIDER_MATTER"
    CONSULT_CHAIR = "CONSULT_CHAIR"
    ANSWER_CONSULTATION = "ANSWER_CONSULTATION"
    OFFER_ASSISTANCE = "OFFER_ASSISTANCE"
    RECORD_OUTCOME = "RECORD_OUTCOME"
    BRING_MATTER = "BRING_MATTER"
    RELEASE_ITEM = "RELEASE_ITEM"
    RECORD_CONTACT = "RECORD_CONTACT"
    DRAFT_RECOMMENDATION = "DRAFT_RECOMMENDATION"
    DROP_RECOMMENDATION = "DROP_RECOMMENDATION"
    DECIDE_MEASURE = "DECIDE_MEASURE"
    WITHDRAW_MEASURE = "WITHDRAW_MEASURE"
    SET_DEADLINE = "SET_DEADLINE"
    KEEP_PLAN = "KEEP_PLAN"
    MAKE_REPORT = "MAKE_REPORT"
    RECORD_REPORT = "RECORD_REPORT"
    MONITOR_MATTER = "MONITOR_MATTER"
    REVIEW_MATTER = "REVIEW_MATTER"
    CLOSE_MATTER = "CLOSE_MATTER"
    REOPEN_MATTER = "REOPEN_MATTER"
    RECUSE_MEMBER = "RECUSE_MEMBER"
    RECORD_EVENT = "RECORD_EVENT"
    MOVE_MEETING = "MOVE_MEETING"
    ISSUE_MEETING_REPORT = "ISSUE_MEETING_REPORT"
    RETRY_MESSAGE = "RETRY_MESSAGE"
    HANDLE_MAIL = "HANDLE_MAIL"
    PAUSE_DELIVERY = "PAUSE_DELIVERY"
    KEEP_WORDING = "KEEP_WORDING"
    OPERATE_DESK = "OPERATE_DESK"
    ASSIGN_REQUEST = "ASSIGN_REQUEST"
    REMIND_PARTY = "REMIND_PARTY"
    WRITE_NOTE = "WRITE_NOTE"
    KEEP_TASK = "KEEP_TASK"
    KEEP_OWN_NOTE = "KEEP_OWN_NOTE"
    SAVE_VIEW = "SAVE_VIEW"
    COMPARE_RULE_SETS = "COMPARE_RULE_SETS"
    KEEP_TEMPLATE = "KEEP_TEMPLATE"
    KEEP_REFERENCE_DATA = "KEEP_REFERENCE_DATA"
    MERGE_DUPLICATES = "MERGE_DUPLICATES"
    IMPORT_PORTFOLIO = "IMPORT_PORTFOLIO"
    KEEP_TEAM = "KEEP_TEAM"
    KEEP_CALENDAR_FEED = "KEEP_CALENDAR_FEED"
    KEEP_WEBHOOKS = "KEEP_WEBHOOKS"
    KEEP_API_TOKEN = "KEEP_API_TOKEN"  # noqa: S105  (the name of an act)
    END_TOKEN_OF_STAFF = "END_TOKEN_OF_STAFF"  # noqa: S105
    INVITE_STAFF = "INVITE_STAFF"
    INVITE_MEMBER = "INVITE_MEMBER"
    INVITE_FOCAL_POINT = "INVITE_FOCAL_POINT"
    RESET_FACTORS = "RESET_FACTORS"
    PROPOSE_COLLEAGUE = "PROPOSE_COLLEAGUE"


_STAFF = frozenset({Role.OFFICER, Role.SUPERVISOR})
_HEADS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_SECRETARIAT = frozenset(SECRETARIAT_ROLES)
_EVERYBODY = _SECRETARIAT | {Role.FOCAL_POINT} | frozenset(COMMITTEE_ROLES)
_DRAFT = frozenset({"DRAFT"})
_SENT = frozenset({"SENT"})
_CAPACITIES = {
    Who.SECRETARIAT: _STAFF,
    Who.PARTY: frozenset({Role.FOCAL_POINT}),
    Who.MEMBER: frozenset({Role.MEMBER}),
    Who.CHAIR: frozenset({Role.CHAIR}),
}


def _with_matters() -> dict[Act, tuple[frozenset[Role], frozenset[str] | None]]:
    """Who does what with a matter, and at which stages of it: read from the table of the procedure."""
    found: dict[Act, tuple[frozenset[Role], frozenset[str] | None]] = {}
    for action in Action:
        rows = rows_of(action=action)
        roles = frozenset(role for row in rows for who in row.who for role in _CAPACITIES[who])
        found[Act(action.value)] = (roles, frozenset(row.stage.value for row in rows))
    return found


TABLE: dict[Act, tuple[frozenset[Role], frozenset[str] | None]] = {
    # act                   who                              at which stage of the request or matter (None: any)
    Act.OPEN_REQUEST: (_STAFF, None),
    Act.EDIT_REQUEST: (_STAFF, _DRAFT),
    Act.SEND_REQUEST: (_STAFF, _DRAFT),
    Act.WITHDRAW_REQUEST: (_STAFF, _SENT),
    Act.FILE_REQUEST: (_STAFF, _DRAFT | _SENT),
    Act.ANSWER_REQUEST: (frozenset({Role.FOCAL_POINT}), _SENT),
    Act.RECORD_SUBMISSION: (_STAFF, _SENT),
    Act.ATTACH_DOCUMENT: (_STAFF | {Role.FOCAL_POINT}, _SENT),
    Act.ASSESS_SUBMISSION: (_STAFF, _SENT),
    Act.OPEN_MATTER: (_STAFF, None),
    **_with_matters(),
    Act.RECORD_EVENT: (_STAFF, None),
    Act.MOVE_MEETING: (_STAFF, None),
    Act.ISSUE_MEETING_REPORT: (_STAFF, None),
    Act.RETRY_MESSAGE: (_STAFF | {Role.ADMINISTRATOR}, None),
    Act.HANDLE_MAIL: (_STAFF, None),
    Act.PAUSE_DELIVERY: (_HEADS, None),
    Act.KEEP_WORDING: (_HEADS, None),
    Act.OPERATE_DESK: (_HEADS, None),
    Act.ASSIGN_REQUEST: (_STAFF, _DRAFT | _SENT),
    Act.REMIND_PARTY: (_STAFF, _SENT),
    Act.WRITE_NOTE: (_STAFF, None),
    Act.KEEP_TASK: (_STAFF, None),
    Act.KEEP_OWN_NOTE: (frozenset(COMMITTEE_ROLES), None),
    Act.SAVE_VIEW: (_SECRETARIAT, None),
    Act.COMPARE_RULE_SETS: (_SECRETARIAT, None),
    Act.KEEP_TEMPLATE: (_STAFF, None),
    Act.KEEP_REFERENCE_DATA: (_STAFF | {Role.ADMINISTRATOR}, None),
    Act.MERGE_DUPLICATES: (_HEADS, None),
    Act.IMPORT_PORTFOLIO: (_HEADS, None),
    Act.KEEP_TEAM: (_HEADS, None),
    Act.KEEP_CALENDAR_FEED: (_EVERYBODY, None),
    Act.KEEP_WEBHOOKS: (frozenset({Role.ADMINISTRATOR}), None),
    Act.KEEP_API_TOKEN: (_EVERYBODY, None),
    Act.END_TOKEN_OF_STAFF: (_HEADS, None),
    Act.INVITE_STAFF: (_HEADS, None),
    Act.INVITE_MEMBER: (_HEADS, None),
    Act.INVITE_FOCAL_POINT: (_HEADS | {Role.OFFICER}, None),
    Act.RESET_FACTORS: (_HEADS, None),
    Act.PROPOSE_COLLEAGUE: (frozenset({Role.FOCAL_POINT}), None),
}


SCOPES: dict[Scope, frozenset[Act]] = {
    # Reading is seeing, which is no act: a token that can only read does nothing.
    Scope.READ: frozenset(),
    Scope.ANSWER: frozenset({Act.ANSWER_REQUEST, Act.ATTACH_DOCUMENT}),
    Scope.REQUESTS: frozenset({Act.OPEN_REQUEST, Act.EDIT_REQUEST, Act.SEND_REQUEST, Act.WITHDRAW_REQUEST}),
    Scope.SUBMISSIONS: frozenset({Act.RECORD_SUBMISSION, Act.ATTACH_DOCUMENT, Act.ASSESS_SUBMISSION}),
    Scope.MATTERS: frozenset({Act.OPEN_MATTER, Act.DESCRIBE_MATTER}),
}
"""What a token made for each purpose may do, where its owner's role does it too."""


def scopes_of(*, actor: Actor) -> list[Scope]:
    """What a token of the actor can be made for: what their role does, and reading, which is always part of it."""
    return [scope for scope, acts in SCOPES.items() if all(actor.role in TABLE[one][0] for one in acts)]


def narrowed(actor: Actor, *, scopes: Iterable[str]) -> Actor:
    """The actor with a token: no act that its scopes do not name."""
    return replace(actor, acts=frozenset[Act]().union(*(SCOPES[Scope(one)] for one in scopes)))


def may(*, actor: Actor, act: Act, stage: str | None = None) -> bool:
    """Whether an actor may do this to something they can see, at the stage it is in."""
    roles, stages = TABLE[act]
    in_reach = actor.acts is None or act in actor.acts
    return in_reach and actor.role in roles and (stages is None or stage in stages)


def require(*, actor: Actor, act: Act) -> None:
    """Refuses an actor whose role does not do this at any stage, or whose token was not made for it.

    Raises: PermissionDenied (403). The stage is the service's guard, with its own words.
    """
    if actor.role not in TABLE[act][0]:
        raise PermissionDenied(_("Your role does not do this. Ask the case officer or your supervisor."))
    if actor.acts is not None and act not in actor.acts:
        raise PermissionDenied(_("This token was not made for this. Make one with the scope that allows it."))
