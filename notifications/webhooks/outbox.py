"""Makes calls exist, each exactly once for each endpoint that asked, in the transaction of what causes them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from notifications import wake
from notifications.models import Notice
from notifications.webhooks.events import OF_NOTICES, TEST, Event
from notifications.webhooks.models import WebhookCall, WebhookEndpoint


def announce(*, event: Event, about: str, data: Mapping[str, Any], at: datetime) -> None:
    """That something happened, to every endpoint that asked to be told; the same thing once.

    ``about`` tells it from every other thing of its kind. ``data`` are references,
    days and links: no words of a case leave the desk this way.
    """
    _write([(event, about, data)], at=at)


def announce_notices(*, keys: Iterable[int], at: datetime) -> None:
    """What the notices with these keys are about, where it is an event: two queries for all."""
    endpoints = list(WebhookEndpoint.objects.on())
    if not endpoints:
        return
    found = Notice.objects.filter(pk__in=list(keys), code__in=OF_NOTICES, request__isnull=False)
    happened = [
        (OF_NOTICES[one.code], f"notice-{one.pk}", _of_notice(one))
        for one in found.select_related("request__party").order_by("pk")
    ]
    _write(happened, at=at, endpoints=endpoints)


def send_test(*, endpoint: WebhookEndpoint, at: datetime) -> WebhookCall:
    """A call of no event, to see whether the endpoint answers."""
    body = _body(TEST, {"name": endpoint.name}, at)
    call: WebhookCall = WebhookCall.objects.create(
        endpoint=endpoint, event=TEST, about=uuid.uuid4().hex, body=body, made_at=at, not_before=at
    )
    wake.calls_after_commit()
    return call


def link(name: str, *args: Any) -> str:
    """The address of a page of the desk, for whoever may open it."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _of_notice(notice: Notice) -> dict[str, Any]:
    request: Any = notice.request
    return {
        "request": request.reference,
        "party": request.party.iso2,
        "on": notice.issued_on,
        **({"step": notice.step, "due_on": notice.about_on} if notice.step else {}),
        "url": link("secretariat:request", request.reference),
    }


def _write(
    happened: Iterable[tuple[Event, str, Mapping[str, Any]]],
    *,
    at: datetime,
    endpoints: list[WebhookEndpoint] | None = None,
) -> None:
    known = list(WebhookEndpoint.objects.on()) if endpoints is None else endpoints
    calls = [
        WebhookCall(
            endpoint=endpoint,
            event=event.value,
            about=about,
            body=_body(event.value, data, at),
            made_at=at,
            not_before=at,
        )
        for event, about, data in happened
        for endpoint in known
        if event.value in endpoint.events
    ]
    if calls:
        WebhookCall.objects.bulk_create(calls, ignore_conflicts=True)
        wake.calls_after_commit()


def _body(event: str, data: Mapping[str, Any], at: datetime) -> str:
    """One line of JSON; what every call has first."""
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in data.items()}
    return json.dumps({"type": event, "timestamp": at.isoformat(timespec="seconds"), "data": told})
