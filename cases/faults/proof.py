"""One run of the proof: the work begins, the faults land in it, it comes to rest, and everything is counted."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Min

from cases.faults import checker, injecting, naive, stepped, stories, world
from cases.faults.checker import Verdict
from cases.faults.injecting import Fault
from cases.faults.machine import Machine, patiently
from cases.faults.place import Place
from cases.faults.world import World
from cases.models import InformationRequest
from cases.services import requests
from compliance import clock
from compliance.servers import mail
from notifications import delivery
from notifications.models import Message, Notice

_FIRST_DAY, _DAYS = date(2026, 1, 1), 700
_PATIENCE = 120
"""Seconds without any change after which a run is taken to be stuck, and is counted as it stands."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is asked for."""

    seed: int
    notices: int
    faults: int
    variant: str
    sweep_every: int
    longest_fault: float


@dataclass(slots=True)
class Proof:
    """A run under way."""

    plan: Plan
    machine: Machine
    world: World
    swept: set[date] = field(default_factory=set)
    stood: set[date] = field(default_factory=set)
    landed: list[dict[str, Any]] = field(default_factory=list)

    def phase(self, *, day: date, hour: int, faults: list[Fault]) -> None:
        """One day of the desk: the clock is set, the desk starts, faults land, and it comes to rest."""
        self._set_clock(datetime.combine(day, time_of_day(hour, 10), tzinfo=clock.SEAT))
        self.machine.start()
        before, work = self._done(), self._work(day=day)
        for fault in faults:
            self._work_until(done=before + int(fault.after * work))
            share = round((self._done() - before) / work, 3)
            self.landed.append(
                {"fault": fault.kind.value, "work_done": share, "clock": clock.now().isoformat()}
            )
            injecting.inject(fault=fault, machine=self.machine)
            self.stood.add(clock.today())
        self._send_drafts(count=len(self.world.drafts))
        if clock.today() < day:  # stepped back: as time goes on it comes to this day again
            self._set_clock(datetime.combine(day, time_of_day(hour, 10), tzinfo=clock.SEAT))
        self._come_to_rest(day=day)
        self.swept.add(day)

    def _work(self, *, day: date) -> int:
        """What the day brings: each notice once, and for each somewhat less than two letters."""
        until_then = checker.expected_notices(world=self.world, days=self.swept)
        return (
            int(2.8 * len(checker.expected_notices(world=self.world, days=[*self.swept, day]) - until_then))
            + 1
        )

    def _set_clock(self, instant: datetime) -> None:
        stepped.set_to(instant=instant)
        self.stood.add(clock.today())

    def _work_until(self, *, done: int) -> None:
        """Lets the desk work until so much is done, or nothing moves any more; people go on sending requests."""
        still = _Still(seconds=15)
        while self._done() < done and not still.after(self._done()):
            self._send_drafts(count=1)
            self.machine.keep_running()
            self._pass_time()
            time.sleep(0.2)

    def _done(self) -> int:
        return patiently(_progress)

    def _send_drafts(self, *, count: int) -> None:
        """Somebody sends requests, whatever is failing; who is cut off looks, and sends again."""
        if self.plan.variant == "naive":
            return
        waiting = InformationRequest.objects.filter(
            pk__in=[one.pk for one in self.world.drafts], stage="DRAFT"
        )
        for draft in patiently(lambda: list(waiting.order_by("pk")[:count])):
            patiently(lambda draft=draft: self._send(draft))  # type: ignore[misc]

    def _send(self, draft: InformationRequest) -> None:
        try:
            requests.send(actor=self.world.officer, request=draft, at=clock.now())
        except (requests.NotADraft, ObjectDoesNotExist):
            return  # it went before the connection was cut

    def _come_to_rest(self, *, day: date) -> None:
        """Until all that is due is said and nothing waits; then two sweeps more, which must change nothing."""
        # The naive engine never looks back: what it has not said by now it will not say.
        patience = 3 * self.plan.sweep_every if self.plan.variant == "naive" else _PATIENCE
        still = _Still(seconds=patience)
        while not patiently(lambda: self._at_rest(day)) and not still.after(self._done()):
            self.machine.keep_running()
            self._pass_time()
            patiently(self._retry_what_was_given_up)
            time.sleep(0.3)
        settled = _Still(seconds=2 * self.plan.sweep_every + 2)
        while not settled.after(self._done()):
            time.sleep(0.3)

    def _at_rest(self, day: date) -> bool:
        if Message.objects.unsent().exists() or Notice.objects.unaddressed().exists():
            return False
        expected = checker.expected_notices(world=self.world, days=[*self.swept, day])
        found = set(Notice.objects.values_list("request_id", "code", "step", "about_on"))
        return expected <= found

    def _retry_what_was_given_up(self) -> None:
        """As staff do from their list."""
        failed = list(Message.objects.failed().values_list("pk", flat=True)[:1000])
        delivery.retry_all(messages=failed, at=clock.now())

    def _pass_time(self) -> None:
        """Where all that waits is for later, it becomes later: nobody sits through a back-off."""
        if not patiently(lambda: Notice.objects.unaddressed().exists()) and self._idle.after(self._done()):
            soonest = patiently(
                lambda: Message.objects.unsent().aggregate(soonest=Min("not_before"))["soonest"]
            )
            if soonest and soonest > clock.now():
                self._set_clock(soonest + timedelta(seconds=1))
            self._idle = _Still(seconds=_IDLE)

    _idle: _Still = field(default_factory=lambda: _Still(seconds=_IDLE))


_IDLE = 2.5


class _Still:
    """Tells when a figure has not moved for so many seconds."""

    def __init__(self, *, seconds: float) -> None:
        self._seconds, self._figure, self._since = seconds, -1, time.monotonic()

    def after(self, figure: int) -> bool:
        if figure != self._figure:
            self._figure, self._since = figure, time.monotonic()
        return time.monotonic() - self._since > self._seconds


def _progress() -> int:
    return (
        Notice.objects.filter(addressed_at__isnull=False).count()
        + Message.objects.filter(state=Message.State.SENT).count()
    )


def run(*, plan: Plan, place: Place) -> tuple[Verdict, dict[str, Any]]:
    """Fills the place, works through its days with their faults, and counts; the figures beside the verdict."""
    stepped.set_to(instant=datetime.now(clock.SEAT))
    stepped.install()
    chance = random.Random(plan.seed)  # noqa: S311  (a seed is to give the same run, not to be unguessable)
    day = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
    phases = injecting.choose(chance=chance, count=plan.faults, longest=plan.longest_fault)
    began = time.monotonic()
    filled = world.fill(
        chance=chance, day=day, notices=plan.notices, outage=len(phases) > 1,
        drafts=0 if plan.variant == "naive" else min(100, plan.notices // 50),
    )  # fmt: skip
    if plan.variant == "naive":
        naive.forget_the_key()
    machine = Machine(place, plan.variant, plan.sweep_every)
    proof = Proof(plan, machine, filled)
    working = time.monotonic()
    try:
        for number, faults in enumerate(phases):
            # Ten minutes past midnight: an hour back is the day before.
            proof.phase(day=day + number * stories.OUTAGE, hour=0 if number == 0 else 9, faults=faults)
            machine.stop()
    finally:
        machine.stop()
    ended = time.monotonic()
    received = mail.accepted(folder=place.mail)
    verdict = checker.check(world=filled, swept=proof.swept, stood=proof.stood, mail=received)
    landed = proof.landed + ([{"fault": injecting.Kind.OUTAGE.value}] if len(phases) > 1 else [])
    return verdict, {
        "first_day": day.isoformat(),
        "requests": len(filled.story_of) + len(filled.drafts),
        "faults": landed,
        "programs_started_again": machine.started_again,
        "seconds_filling": round(working - began, 1),
        "seconds_working": round(ended - working, 1),
    }
