"""Makes the calls: at least once each, every attempt with the same id and the same body."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from compliance.accounts import cipher
from notifications import pausing
from notifications.webhooks import reaching, secrets_kept, signing
from notifications.webhooks.models import WebhookAttempt, WebhookCall, WebhookEndpoint
from notifications.webhooks.reaching import Answer, NotReached

logger = logging.getLogger(__name__)

BATCH = 20
LEASE = timedelta(minutes=10)
"""How long a claim holds: longer than a batch takes when every call runs into the time limit."""
MAX_ATTEMPTS = 12
SWITCHED_OFF_AFTER = timedelta(days=5)
"""Of failures without one success. Our choice."""
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
_GONE = 410


@dataclass(frozen=True, slots=True)
class Result:
    """What one attempt came to: an answer, or the reason why there was none."""

    milliseconds: int
    answer: Answer | None = None
    error: str = ""

    @property
    def is_success(self) -> bool:
        return self.answer is not None and 200 <= self.answer.status < 300

    @property
    def is_gone(self) -> bool:
        return self.answer is not None and self.answer.status == _GONE


def call(*, now: Callable[[], datetime]) -> int:
    """Makes what is due, batch after batch, until nothing is; returns how many were taken.

    ``now`` is the clock, read anew for each batch and each result.

    1. Nothing goes out while every letter is held back: what a restored backup
       holds was told before.
    2. Claim a batch: its rows carry this run's claim and come back by themselves
       when the lease ends.
    3. One after the other, send; write down the attempt and the result before the
       next. An endpoint that failed once is not tried again in this run, so that
       it holds up none of the others.
    4. What was not taken waits longer each time; after the last attempt it is on
       the list that administrators see. An endpoint that failed for days is
       switched off.
    """
    taken, silent = 0, set[int]()
    while pausing.held() is not None and (claimed := _claim(at=now())):
        for one in claimed:
            if one.endpoint_id in silent:
                _release(call=one, at=now())
            elif _make(call=one, now=now):
                taken += 1
            else:
                silent.add(one.endpoint_id)
    return taken


def retry(*, calls: Any, at: datetime) -> int:
    """Puts those of these calls that were given up back in line, with their id and body; returns how many."""
    return int(calls.failed().update(state=WebhookCall.State.PENDING, attempts=0, not_before=at, claim=None))


def _claim(*, at: datetime) -> list[WebhookCall]:
    claim = uuid.uuid4()
    with transaction.atomic():
        due = WebhookCall.objects.due(at=at).select_for_update(skip_locked=True, of=("self",))
        keys = list(due.values_list("pk", flat=True)[:BATCH])
        WebhookCall.objects.filter(pk__in=keys).update(
            claim=claim, not_before=at + LEASE, attempts=F("attempts") + 1
        )
    claimed = WebhookCall.objects.filter(pk__in=keys, claim=claim)
    return list(claimed.select_related("endpoint").order_by("pk"))


def _make(*, call: WebhookCall, now: Callable[[], datetime]) -> bool:
    """One attempt, and what follows from it; returns whether the receiver took it."""
    at = now()
    result = _attempt(call=call, at=at)
    with transaction.atomic():
        WebhookAttempt.objects.create(
            call=call,
            at=at,
            status=result.answer.status if result.answer else None,
            milliseconds=result.milliseconds,
            answer=result.answer.beginning if result.answer else "",
            error=result.error[:300],
        )
        if result.is_success:
            _taken(call=call, at=now())
        else:
            _not_taken(call=call, result=result, at=now())
    return result.is_success


def _attempt(*, call: WebhookCall, at: datetime) -> Result:
    begun, body = time.monotonic(), call.body.encode()
    try:
        secrets = secrets_kept.valid(endpoint=call.endpoint, at=at)
        headers = signing.headers(key=f"msg_{call.key.hex}", body=body, at=at, secrets=secrets)
        answer = reaching.post(url=call.endpoint.url, body=body, headers=headers)
    except NotReached as error:
        return Result(_since(begun), error=str(error))
    except cipher.Unreadable:
        return Result(_since(begun), error="the secret cannot be read with this site's key: make a new one")
    except Exception as error:  # one bad endpoint must not stop the others
        logger.exception("webhook call %s", call.pk)
        return Result(_since(begun), error=type(error).__name__)
    return Result(_since(begun), answer)


def _since(begun: float) -> int:
    return int((time.monotonic() - begun) * 1000)


def _taken(*, call: WebhookCall, at: datetime) -> None:
    _still_claimed(call=call).update(state=WebhookCall.State.SENT, sent_at=at, claim=None)
    WebhookEndpoint.objects.filter(pk=call.endpoint_id, failing_since__isnull=False).update(
        failing_since=None
    )


def _not_taken(*, call: WebhookCall, result: Result, at: datetime) -> None:
    given_up = call.attempts >= MAX_ATTEMPTS
    wait = min(_FIRST_WAIT * 2 ** (call.attempts - 1), _LONGEST_WAIT)
    _still_claimed(call=call).update(
        state=WebhookCall.State.FAILED if given_up else WebhookCall.State.PENDING,
        not_before=at + wait,
        claim=None,
    )
    endpoint = WebhookEndpoint.objects.filter(pk=call.endpoint_id)
    endpoint.filter(failing_since__isnull=True).update(failing_since=at)
    if result.is_gone:
        endpoint.on().update(off_at=at, off_because=WebhookEndpoint.Off.GONE)
    endpoint.on().filter(failing_since__lte=at - SWITCHED_OFF_AFTER).update(
        off_at=at, off_because=WebhookEndpoint.Off.FAILING
    )
    # What the other side said can hold anything: it is on the page of the endpoint, and not in the log.
    logger.warning("webhook call %s was not taken, attempt %s", call.pk, call.attempts)


def _release(*, call: WebhookCall, at: datetime) -> None:
    """Gives back what this run claimed and did not try."""
    _still_claimed(call=call).update(claim=None, not_before=at + _FIRST_WAIT, attempts=F("attempts") - 1)


def _still_claimed(*, call: WebhookCall) -> Any:
    """The row, unless its lease ended meanwhile and another run has it."""
    return WebhookCall.objects.filter(pk=call.pk, claim=call.claim)
