"""What can be done with a matter at its stage, and why the rest cannot: the table of stages as its reader meets it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.access import TABLE, Act, Actor, may
from cases.models import ComplianceMatter
from cases.services import matter_stages
from cases.web.secretariat.actions import Action as Link
from cases.web.secretariat.matter_pages import ITEM_PAGES, PAGES
from compliance.rules import stages
from compliance.rules.stage_table import ACTION_WORDS, Action, Stage

_OWN_PAGES = {Action.BRING_MATTER: "secretariat:bring", Action.RELEASE_ITEM: "secretariat:matter_release"}
_SLUGS = {page.act.value: slug for slug, page in PAGES.items()}
_ON_ITEMS = {page.act.value for page in ITEM_PAGES.values()} - set(_SLUGS)
"""Done from beside the record that they are about."""
_USUAL = (
    *(Action.CONSULT_CHAIR, Action.OFFER_ASSISTANCE, Action.RELEASE_ITEM, Action.DECIDE_MEASURE),
    *(Action.SET_DEADLINE, Action.INFORM_PARTY, Action.RECORD_REPORT, Action.DRAFT_RECOMMENDATION),
    *(Action.REVIEW_MATTER, Action.RECORD_CONTACT, Action.DESCRIBE_MATTER, Action.CLOSE_MATTER),
)
_SHOWN = 4
"""As many stand on the page; the rest is folded."""
_GRAVE = {Action.BRING_MATTER, Action.CLOSE_MATTER}


@dataclass(frozen=True, slots=True)
class Impossible:
    """An action that is not done now, why, and where that comes from."""

    label: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The step that takes the matter on first, then the others; and what must wait."""

    possible: list[Link]
    impossible: list[Impossible]


def of_matter(*, actor: Actor, matter: ComplianceMatter) -> Choices:
    """Every action of the actor's role; nothing for the public record. Five queries at most."""
    choices = Choices([], [])
    if matter.origin != ComplianceMatter.Origin.SECRETARIAT:
        return choices
    on_record = matter_stages.known(matter=matter)
    for action in _in_order(matter):
        if actor.role not in TABLE[Act(action.value)][0]:
            continue
        reason, source = matter_stages.why_not(matter=matter, action=action, on_record=on_record)
        if reason:
            choices.impossible.append(Impossible(_(ACTION_WORDS[action]), reason, source))
        elif action.value not in _ON_ITEMS:
            choices.possible.append(_link(matter, action))
    choices.possible.extend(_besides(actor, matter))
    folded = [replace(one, rare=at >= _SHOWN) for at, one in enumerate(choices.possible)]
    return Choices(folded, choices.impossible)


def _in_order(matter: ComplianceMatter) -> list[Action]:
    """The way on first, then the more usual first."""
    forward = stages.forward(stage=Stage(matter.stage))
    return sorted(Action, key=lambda one: (forward is None or one is not forward.action, _rank(one)))


def _rank(action: Action) -> int:
    return _USUAL.index(action) if action in _USUAL else len(_USUAL)


def _link(matter: ComplianceMatter, action: Action) -> Link:
    page = _OWN_PAGES.get(action)
    address = (
        reverse(page, args=[matter.reference])
        if page
        else reverse("secretariat:matter_act", args=[matter.reference, _SLUGS[action.value]])
    )
    return Link(_(ACTION_WORDS[action]), address, grave=action in _GRAVE)


def _besides(actor: Actor, matter: ComplianceMatter) -> list[Link]:
    """What is no action of the procedure."""
    found = []
    if may(actor=actor, act=Act.OPEN_REQUEST):
        query = f"?matter={matter.reference}"
        found.append(Link(_("New request in this matter"), reverse("secretariat:open") + query))
    if may(actor=actor, act=Act.RECORD_EVENT):
        address = reverse("secretariat:matter_act", args=[matter.reference, "event"])
        found.append(Link(_("Add an event from a source"), address))
    return found
