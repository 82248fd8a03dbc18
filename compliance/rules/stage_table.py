"""THE table of the stages of a compliance matter, as data; ``compliance.rules.stages`` reads it.

What has no row is not done at that stage, so that no step can be skipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from compliance.rules.explain import gettext_noop


class Stage(StrEnum):
    """Where a matter is (Article XIII; paragraph 23 c) and d); the Guide to compliance procedures)."""

    IDENTIFICATION = "IDENTIFICATION"
    CONSIDERATION = "CONSIDERATION"
    BEFORE_COMMITTEE = "BEFORE_COMMITTEE"
    MEASURES = "MEASURES"
    MONITORING = "MONITORING"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"


class Action(StrEnum):
    """What somebody does with a matter; each is a service."""

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


class Who(StrEnum):
    """In what capacity somebody acts."""

    SECRETARIAT = "SECRETARIAT"
    """Officers and supervisors."""
    PARTY = "PARTY"
    """A focal point of the Party concerned."""
    MEMBER = "MEMBER"
    CHAIR = "CHAIR"


@dataclass(frozen=True, slots=True)
class Known:
    """What the record says that a guard asks; since the matter was last reopened, where it was."""

    party_informed: bool = False
    chair_consulted: bool = False
    measures_in_force: int = 0


class Guard(StrEnum):
    """On what condition an action is done, besides the stage."""

    NONE = "NONE"
    PARTY_INFORMED = "PARTY_INFORMED"
    CHAIR_CONSULTED = "CHAIR_CONSULTED"
    MEASURE_IN_FORCE = "MEASURE_IN_FORCE"
    NO_MEASURE_IN_FORCE = "NO_MEASURE_IN_FORCE"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: at this stage, this action, by these, on this condition, leads to that stage."""

    stage: Stage
    action: Action
    who: frozenset[Who]
    guard: Guard
    leads_to: Stage
    source: str


_XIII_1 = "Article XIII, paragraph 1"
_XIII_2 = "Article XIII, paragraph 2"
_23C = "Resolution Conf. 11.3, paragraph 23 c)"
_23D = "Resolution Conf. 11.3, paragraph 23 d)"
_23E = "Resolution Conf. 11.3, paragraph 23 e)"
_GUIDE = "Resolution Conf. 14.3, Guide to CITES compliance procedures"
_OURS = "our choice"


_STAFF = frozenset({Who.SECRETARIAT})
_PARTY = frozenset({Who.PARTY})
_CHAIR = frozenset({Who.CHAIR})
_COMMITTEE = frozenset({Who.CHAIR, Who.MEMBER})

_FREE, _STAYS = Guard.NONE, None
_AT: dict[Stage, tuple[tuple[Action, frozenset[Who], Guard, Stage | None, str], ...]] = {
    # stage: action, who, on what condition, where it leads, source
    Stage.IDENTIFICATION: (
        (Action.DESCRIBE_MATTER, _STAFF, _FREE, _STAYS, _XIII_1),
        (Action.INFORM_PARTY, _STAFF, _FREE, _STAYS, _XIII_1),
        (Action.MAKE_REPORT, _PARTY, _FREE, _STAYS, _XIII_2),
        (Action.RECORD_REPORT, _STAFF, _FREE, _STAYS, _XIII_2),
        (Action.CONSIDER_MATTER, _STAFF, Guard.PARTY_INFORMED, Stage.CONSIDERATION, _23C),
        (Action.CLOSE_MATTER, _STAFF, _FREE, Stage.CLOSED, _GUIDE),
    ),
    Stage.CONSIDERATION: (
        (Action.DESCRIBE_MATTER, _STAFF, _FREE, _STAYS, _XIII_1),
        (Action.INFORM_PARTY, _STAFF, _FREE, _STAYS, _XIII_1),
        (Action.MAKE_REPORT, _PARTY, _FREE, _STAYS, _XIII_2),
        (Action.RECORD_REPORT, _STAFF, _FREE, _STAYS, _XIII_2),
        (Action.CONSULT_CHAIR, _STAFF, _FREE, _STAYS, _23C),
        (Action.ANSWER_CONSULTATION, _STAFF | _CHAIR, _FREE, _STAYS, _23C),
        (Action.OFFER_ASSISTANCE, _STAFF, _FREE, _STAYS, _23C),
        (Action.RECORD_OUTCOME, _STAFF, _FREE, _STAYS, _23C),
        (Action.DRAFT_RECOMMENDATION, _STAFF, _FREE, _STAYS, _23E),
        (Action.DROP_RECOMMENDATION, _STAFF, _FREE, _STAYS, _23E),
        (Action.BRING_MATTER, _STAFF, Guard.CHAIR_CONSULTED, Stage.BEFORE_COMMITTEE, _23D),
        (Action.CLOSE_MATTER, _STAFF, _FREE, Stage.CLOSED, _GUIDE),
    ),
    Stage.BEFORE_COMMITTEE: (
        (Action.DESCRIBE_MATTER, _STAFF, _FREE, _STAYS, _XIII_1),
        (Action.INFORM_PARTY, _STAFF, _FREE, _STAYS, _XIII_1),
        (Action.MAKE_REPORT, _PARTY, _FREE, _STAYS, _XIII_2),
        (Action.RECORD_REPORT, _STAFF, _FREE, _STAYS, _XIII_2),
        (Action.ANSWER_CONSULTATION, _STAFF | _CHAIR, _FREE, _STAYS, _23C),
        (Action.RECORD_OUTCOME, _STAFF, _FREE, _STAYS, _23C),
        (Action.RELEASE_ITEM, _STAFF, _FREE, _STAYS, _23D),
        (Action.RECORD_CONTACT, _STAFF | _COMMITTEE, _FREE, _STAYS, _23D),
        (Action.RECUSE_MEMBER, _CHAIR, _FREE, _STAYS, _OURS),
        (Action.DRAFT_RECOMMENDATION, _STAFF, _FREE, _STAYS, _23E),
        (Action.DROP_RECOMMENDATION, _STAFF, _FREE, _STAYS, _23E),
        (Action.DECIDE_MEASURE, _STAFF, _FREE, Stage.MEASURES, _GUIDE),
        (Action.CLOSE_MATTER, _STAFF, _FREE, Stage.CLOSED, _GUIDE),
    ),
    Stage.MEASURES: (
        (Action.DESCRIBE_MATTER, _STAFF, _FREE, _STAYS, _XIII_1),
        (Action.INFORM_PARTY, _STAFF, _FREE, _STAYS, _XIII_1),
        (Action.MAKE_REPORT, _PARTY, _FREE, _STAYS, _GUIDE),
        (Action.RECORD_REPORT, _STAFF, _FREE, _STAYS, _GUIDE),
        (Action.RELEASE_ITEM, _STAFF, _FREE, _STAYS, _23D),
        (Action.RECORD_CONTACT, _STAFF | _COMMITTEE, _FREE, _STAYS, _23D),
        (Action.RECUSE_MEMBER, _CHAIR, _FREE, _STAYS, _OURS),
        (Action.DECIDE_MEASURE, _STAFF, _FREE, _STAYS, _GUIDE),
        (Action.WITHDRAW_MEASURE, _STAFF, _FREE, _STAYS, _GUIDE),
        (Action.SET_DEADLINE, _STAFF, _FREE, _STAYS, _GUIDE),
        (Action.KEEP_PLAN, _STAFF, _FREE, _STAYS, _GUIDE),
        (Action.MONITOR_MATTER, _STAFF, Guard.MEASURE_IN_FORCE, Stage.MONITORING, _GUIDE),
        (Action.CLOSE_MATTER, _STAFF, Guard.NO_MEASURE_IN_FORCE, Stage.CLOSED, _GUIDE),
    ),
    Stage.MONITORING: (
        (Action.DESCRIBE_MATTER, _STAFF, _FREE, _STAYS, _XIII_1),
        (Action.INFORM_PARTY, _STAFF, _FREE, _STAYS, _XIII_1),
        (Action.MAKE_REPORT, _PARTY, _FREE, _STAYS, _GUIDE),
        (Action.RECORD_REPORT, _STAFF, _FREE, _STAYS, _GUIDE),
        (Action.RELEASE_ITEM, _STAFF, _FREE, _STAYS, _23D),
        (Action.RECORD_CONTACT, _STAFF | _COMMITTEE, _FREE, _STAYS, _23D),
        (Action.RECUSE_MEMBER, _CHAIR, _FREE, _STAYS, _OURS),
        (Action.DRAFT_RECOMMENDATION, _STAFF, _FREE, _STAYS, _23E),
        (Action.DROP_RECOMMENDATION, _STAFF, _FREE, _STAYS, _23E),
        (Action.DECIDE_MEASURE, _STAFF, _FREE, _STAYS, _GUIDE),
        (Action.WITHDRAW_MEASURE, _STAFF, _FREE, _STAYS, _GUIDE),
        (Action.SET_DEADLINE, _STAFF, _FREE, _STAYS, _GUIDE),
        (Action.KEEP_PLAN, _STAFF, _FREE, _STAYS, _GUIDE),
        (Action.REVIEW_MATTER, _STAFF, _FREE, _STAYS, _GUIDE),
        (Action.CLOSE_MATTER, _STAFF, Guard.NO_MEASURE_IN_FORCE, Stage.CLOSED, _GUIDE),
    ),
    Stage.CLOSED: ((Action.REOPEN_MATTER, _STAFF, _FREE, Stage.REOPENED, _OURS),),
    Stage.REOPENED: (
        (Action.DESCRIBE_MATTER, _STAFF, _FREE, _STAYS, _XIII_1),
        (Action.INFORM_PARTY, _STAFF, _FREE, _STAYS, _XIII_1),
        (Action.MAKE_REPORT, _PARTY, _FREE, _STAYS, _XIII_2),
        (Action.RECORD_REPORT, _STAFF, _FREE, _STAYS, _XIII_2),
        (Action.CONSIDER_MATTER, _STAFF, Guard.PARTY_INFORMED, Stage.CONSIDERATION, _23C),
        (Action.CLOSE_MATTER, _STAFF, _FREE, Stage.CLOSED, _GUIDE),
    ),
}
TABLE: tuple[Rule, ...] = tuple(
    Rule(stage, action, who, guard, leads_to or stage, source)
    for stage, rows in _AT.items()
    for action, who, guard, leads_to, source in rows
)

STAGE_WORDS = {
    Stage.IDENTIFICATION: gettext_noop("Identification"),
    Stage.CONSIDERATION: gettext_noop("Consideration with the Party"),
    Stage.BEFORE_COMMITTEE: gettext_noop("Before the Standing Committee"),
    Stage.MEASURES: gettext_noop("Measures decided"),
    Stage.MONITORING: gettext_noop("Monitoring"),
    Stage.CLOSED: gettext_noop("Closed"),
    Stage.REOPENED: gettext_noop("Reopened"),
}
ACTION_WORDS = {
    Action.DESCRIBE_MATTER: gettext_noop("Describe the matter"),
    Action.INFORM_PARTY: gettext_noop("Inform the Management Authority"),
    Action.CONSIDER_MATTER: gettext_noop("Take up consideration with the Party"),
    Action.CONSULT_CHAIR: gettext_noop("Consult the Chair"),
    Action.ANSWER_CONSULTATION: gettext_noop("Answer the consultation"),
    Action.OFFER_ASSISTANCE: gettext_noop("Offer advice or technical assistance"),
    Action.RECORD_OUTCOME: gettext_noop("Record what came of an offer"),
    Action.BRING_MATTER: gettext_noop("Bring to the Standing Committee"),
    Action.RELEASE_ITEM: gettext_noop("Release to the Committee"),
    Action.RECORD_CONTACT: gettext_noop("Record a contact of the Committee with the Party"),
    Action.DRAFT_RECOMMENDATION: gettext_noop("Draft a recommendation"),
    Action.DROP_RECOMMENDATION: gettext_noop("Drop a draft recommendation"),
    Action.DECIDE_MEASURE: gettext_noop("Record a measure that the Committee decided"),
    Action.WITHDRAW_MEASURE: gettext_noop("Record that a measure ended"),
    Action.SET_DEADLINE: gettext_noop("Record a deadline that the Committee set"),
    Action.KEEP_PLAN: gettext_noop("Keep the steps of an action plan"),
    Action.MAKE_REPORT: gettext_noop("Report to the Secretariat"),
    Action.RECORD_REPORT: gettext_noop("Record a report of the Party"),
    Action.MONITOR_MATTER: gettext_noop("Begin monitoring"),
    Action.REVIEW_MATTER: gettext_noop("Record a review by the Committee"),
    Action.CLOSE_MATTER: gettext_noop("Close the matter"),
    Action.REOPEN_MATTER: gettext_noop("Reopen the matter"),
    Action.RECUSE_MEMBER: gettext_noop("Exclude a member from the matter"),
}
DONE_WORDS = {
    Action.INFORM_PARTY: gettext_noop("Management Authority informed"),
    Action.CONSIDER_MATTER: gettext_noop("Consideration with the Party begun"),
    Action.BRING_MATTER: gettext_noop("Brought to the Standing Committee"),
    Action.DECIDE_MEASURE: gettext_noop("First measure decided"),
    Action.MONITOR_MATTER: gettext_noop("Monitoring begun"),
    Action.REVIEW_MATTER: gettext_noop("Reviewed by the Committee"),
    Action.CLOSE_MATTER: gettext_noop("Matter closed"),
    Action.REOPEN_MATTER: gettext_noop("Matter reopened"),
}
"""The actions that are on record by themselves, as a chronology tells them; the others leave a record of their own."""
GUARD_WORDS = {
    Guard.PARTY_INFORMED: gettext_noop(
        "The Management Authority has not been informed yet: inform it, "
        "or send it an information request in this matter."
    ),
    Guard.CHAIR_CONSULTED: gettext_noop(
        "The Chair of the Standing Committee has not been consulted yet: consult the Chair first."
    ),
    Guard.MEASURE_IN_FORCE: gettext_noop("No measure is in force, so there is nothing to monitor."),
    Guard.NO_MEASURE_IN_FORCE: gettext_noop("A measure is still in force: record first that it ended."),
}
"""Why an action waits, where its condition is not met."""
GUARD_SOURCES = {
    Guard.PARTY_INFORMED: _XIII_1,
    Guard.CHAIR_CONSULTED: _23C,
    Guard.MEASURE_IN_FORCE: _GUIDE,
    Guard.NO_MEASURE_IN_FORCE: _GUIDE,
}
