"""Compares what should have been said with what was: notices, letters, and what the mail server accepted.

What should have been said is worked out anew from the rules and the stories, and
from nothing that the engine wrote.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Min

from cases.faults.stories import Story
from cases.faults.world import World
from cases.models import InformationRequest
from compliance.servers.mail import Accepted
from notifications import letters
from notifications.letters import ActCode, Recipient
from notifications.models import Message, Notice

Key = tuple[int, str, str, date]
"""A notice: the request, the code, the step and the date that it is about."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The figures. Those of ``must_be_zero`` are broken promises; the others are told for the record."""

    notices_expected: int
    notices_found: int
    notices_missing: int
    notices_doubled: int
    notices_unexpected: int
    letters_expected: int
    letters_found: int
    letters_missing: int
    letters_doubled: int
    letters_lost: int
    """Said to be handed over, and never accepted by the mail server."""
    never_arrived: int
    """Expected, not accepted, and not on the list of what was given up."""
    unsent: int
    """Neither handed over nor on that list."""
    failed: int
    accepted: int
    copies_with_the_same_message_id: int
    copies_with_another_message_id: int
    accepted_unknown: int
    """Accepted under a Message-ID that is not on record."""
    history_disagrees: int

    def must_be_zero(self) -> dict[str, int]:
        told = {
            "notices_expected",
            "notices_found",
            "letters_expected",
            "letters_found",
            "failed",
            "accepted",
        }
        told |= {"copies_with_the_same_message_id"}
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name not in told}

    @property
    def holds(self) -> bool:
        """Whether every promise was kept."""
        return not any(self.must_be_zero().values())

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def check(*, world: World, swept: Iterable[date], stood: Iterable[date], mail: Iterable[Accepted]) -> Verdict:
    """The figures of one run.

    ``swept`` are the days on which the engine came to rest: their notices must
    exist. ``stood`` are all the days that the clock showed: of those, notices may exist.
    """
    expected, allowed = _expected(world, days=list(swept)), _expected(world, days=list(stood))
    before = {
        (request, *one) for request, story in world.story_of.items() for one in world.said_before(story)
    }
    found = Counter(Notice.objects.values_list("request_id", "code", "step", "about_on"))
    new = Counter({key: count for key, count in found.items() if key not in before})
    return Verdict(
        notices_expected=len(expected - before),
        notices_found=sum(new.values()),
        notices_missing=len(expected - found.keys()),
        notices_doubled=sum(count - 1 for count in found.values()),
        notices_unexpected=len(new.keys() - expected - allowed),
        history_disagrees=_history_disagrees(),
        **_letters(world, expected=expected - before, mail=list(mail)),
    )


def expected_notices(*, world: World, days: Iterable[date]) -> set[Key]:
    """What must be on record after sweeps on these days, earlier notices aside."""
    before = {
        (request, *one) for request, story in world.story_of.items() for one in world.said_before(story)
    }
    return _expected(world, days=list(days)) - before


def _expected(world: World, *, days: list[date]) -> set[Key]:
    of_story = {
        story: {(one.code.value, one.step.value, one.about_on) for on in days for one in story.due(on=on)}
        for story in set(world.story_of.values())
    }
    found = {(request, *one) for request, story in world.story_of.items() for one in of_story[story]}
    for pk, code, sent_on in _sent_drafts(world):
        story = Story(code, sent_on, ())
        found.add((pk, ActCode.REQUEST_SENT.value, "", sent_on))
        found |= {
            (pk, one.code.value, one.step.value, one.about_on)
            for on in days if on >= sent_on for one in story.due(on=on)
        }  # fmt: skip
    return found


def _sent_drafts(world: World) -> list[Any]:
    drafts = InformationRequest.objects.filter(pk__in=[draft.pk for draft in world.drafts], stage="SENT")
    return list(drafts.values_list("pk", "rule_set_code", "sent_on"))


def _history_disagrees() -> int:
    """Requests of whose sending the history says one thing and the notices another."""
    rows = InformationRequest.history.filter(stage="SENT", sent_on__isnull=False, reference__startswith="IR-")
    by_history = dict(rows.values_list("id").annotate(first=Min("sent_on")).values_list("id", "first"))
    by_notice = dict(
        Notice.objects.filter(code=ActCode.REQUEST_SENT.value).values_list("request_id", "about_on")
    )
    return sum(by_history.get(pk) != by_notice.get(pk) for pk in by_history.keys() | by_notice.keys())


def _letters(world: World, *, expected: set[Key], mail: list[Accepted]) -> dict[str, int]:
    wanted = _addresses(world, expected=expected)
    rows = list(
        Message.objects.values_list(
            "notice__request_id", "notice__code", "notice__step", "notice__about_on", "address",
            "state", "message_id",
        )
    )  # fmt: skip
    by_letter: defaultdict[tuple[Any, ...], list[tuple[str, str]]] = defaultdict(list)
    for *letter, state, message_id in rows:
        by_letter[tuple(letter)].append((state, message_id))
    ids = Counter(one.message_id for one in mail)
    recorded = {message_id for *_, message_id in rows}
    arrived = {letter for letter, copies in by_letter.items() if any(one in ids for _, one in copies)}
    given_up = {
        letter for letter, copies in by_letter.items() if any(state == "FAILED" for state, _ in copies)
    }
    return {
        "letters_expected": len(wanted),
        "letters_found": len(rows),
        "letters_missing": len(wanted - by_letter.keys()),
        "letters_doubled": sum(len(copies) - 1 for copies in by_letter.values()),
        "letters_lost": sum(state == "SENT" and one not in ids for *_, state, one in rows),
        "never_arrived": len(wanted - arrived - given_up),
        "unsent": sum(state == "PENDING" for *_, state, _ in rows),
        "failed": sum(state == "FAILED" for *_, state, _ in rows),
        "accepted": len(mail),
        "copies_with_the_same_message_id": sum(count - 1 for count in ids.values()),
        "copies_with_another_message_id": len({(one.letter, one.message_id) for one in mail})
        - len({one.letter for one in mail}),
        "accepted_unknown": len(ids.keys() - recorded),
    }


def _addresses(world: World, *, expected: set[Key]) -> set[tuple[Any, ...]]:
    """Each expected notice with each address that its letters go to."""
    to_party: defaultdict[int, set[str]] = defaultdict(set)
    officer: dict[int, str] = {}
    known = InformationRequest.objects.filter(pk__in={request for request, *_ in expected})
    columns = ("pk", "party__mailbox", "party__focal_points__email", "officer__email")
    for pk, mailbox, focal_point, email in known.values_list(*columns):
        to_party[pk] |= {mailbox, focal_point} - {None, ""}
        officer[pk] = email
    return {
        (*key, address)
        for key in expected
        for address in _of_notice(key, to_party[key[0]], officer[key[0]], world.supervisors)
    }


def _of_notice(key: Key, to_party: set[str], officer: str, supervisors: frozenset[str]) -> set[str]:
    by_recipient = {
        Recipient.PARTY: to_party,
        Recipient.OFFICER: {officer},
        Recipient.SUPERVISOR: set(supervisors),
    }
    return {address for one in letters.recipients(code=key[1]) for address in by_recipient[one]}
