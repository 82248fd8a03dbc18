"""Webhooks kept by administrators: where events go, which, signed with what; tried, switched off and on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access, webhooks
from cases.access import Act, Actor
from cases.services.refusals import Refused, clean
from compliance.accounts import security_log
from notifications import wake
from notifications.webhooks import calling, outbox, reaching, secrets_kept
from notifications.webhooks.events import Event
from notifications.webhooks.models import WebhookCall, WebhookEndpoint


@transaction.atomic
def make(
    *, actor: Actor, name: str, url: str, events: Iterable[str], at: datetime
) -> tuple[WebhookEndpoint, str]:
    """A new endpoint, and its secret, which can be shown this once.

    Raises: PermissionDenied; Refused for an address that may not be called, or without events.
    """
    access.require(actor=actor, act=Act.KEEP_WEBHOOKS)
    endpoint = WebhookEndpoint(made_at=at, made_by_id=actor.user_id)
    _describe(endpoint, name=name, url=url, events=events)
    secret = secrets_kept.give(endpoint=endpoint, at=at)
    _save(endpoint)
    security_log.note("webhook-made", user_id=actor.user_id, webhook=endpoint.pk)
    return endpoint, secret


@transaction.atomic
def change(
    *, actor: Actor, endpoint: WebhookEndpoint, name: str, url: str, events: Iterable[str]
) -> WebhookEndpoint:
    """Another name, address or choice of events. Raises: PermissionDenied; DoesNotExist; Refused as ``make``."""
    found = _locked(actor, endpoint)
    _describe(found, name=name, url=url, events=events)
    _save(found)
    security_log.note("webhook-changed", user_id=actor.user_id, webhook=found.pk)
    return found


@transaction.atomic
def rotate(*, actor: Actor, endpoint: WebhookEndpoint, at: datetime) -> str:
    """A new secret, which can be shown this once; the old one goes on signing beside it for a while.

    Raises: PermissionDenied; DoesNotExist.
    """
    found = _locked(actor, endpoint)
    secret = secrets_kept.give(endpoint=found, at=at)
    _save(found)
    security_log.note("webhook-secret-made", user_id=actor.user_id, webhook=found.pk)
    return secret


@transaction.atomic
def forget_old_secret(*, actor: Actor, endpoint: WebhookEndpoint, at: datetime) -> None:
    """The old secret signs no longer from now on. Raises: PermissionDenied; DoesNotExist."""
    found = _locked(actor, endpoint)
    found.old_secret, found.old_secret_until = "", None
    _save(found)
    security_log.note("webhook-old-secret-ended", user_id=actor.user_id, webhook=found.pk)


@transaction.atomic
def switch_off(*, actor: Actor, endpoint: WebhookEndpoint, at: datetime) -> None:
    """Nothing more is kept for it, and what waits waits. Raises: PermissionDenied; DoesNotExist."""
    found = _locked(actor, endpoint)
    if found.off_at is None:
        found.off_at, found.off_because = at, WebhookEndpoint.Off.BY_HAND
        _save(found)
        security_log.note("webhook-off", user_id=actor.user_id, webhook=found.pk)


@transaction.atomic
def switch_on(*, actor: Actor, endpoint: WebhookEndpoint, at: datetime) -> None:
    """It is told again of what happens, and of what waited. Raises: PermissionDenied; DoesNotExist."""
    found = _locked(actor, endpoint)
    found.off_at, found.off_because, found.failing_since, found.told_at = None, "", None, None
    _save(found)
    wake.calls_after_commit()
    security_log.note("webhook-on", user_id=actor.user_id, webhook=found.pk)


@transaction.atomic
def send_test(*, actor: Actor, endpoint: WebhookEndpoint, at: datetime) -> WebhookCall:
    """A call of no event, to see whether the other system answers.

    Raises: PermissionDenied; DoesNotExist; Refused while it is off.
    """
    found = _locked(actor, endpoint)
    if found.off_at:
        raise Refused(_("It is switched off: switch it on first."))
    return outbox.send_test(endpoint=found, at=at)


@transaction.atomic
def retry(*, actor: Actor, calls: Iterable[int], at: datetime) -> int:
    """Puts those of these calls that were given up back in line; returns how many. Raises: PermissionDenied."""
    access.require(actor=actor, act=Act.KEEP_WEBHOOKS)
    done = calling.retry(calls=webhooks.calls(actor=actor).filter(pk__in=list(calls)), at=at)
    wake.calls_after_commit()
    return done


def _locked(actor: Actor, endpoint: WebhookEndpoint) -> WebhookEndpoint:
    access.require(actor=actor, act=Act.KEEP_WEBHOOKS)
    found: WebhookEndpoint = (
        webhooks.endpoints(actor=actor).select_for_update(of=("self",)).get(pk=endpoint.pk)
    )
    return found


def _describe(endpoint: WebhookEndpoint, *, name: str, url: str, events: Iterable[str]) -> None:
    """Raises: Refused."""
    endpoint.name, endpoint.url = " ".join(name.split()), url.strip()
    endpoint.events = sorted(set(events) & set(Event.values))
    if reaching.fault(endpoint.url):
        raise Refused(
            _(
                "Give an address of the public internet that begins with https://, without a name, a password "
                "or a fragment. Addresses of private networks are never called."
            ),
            field="url",
        )
    if not endpoint.events:
        raise Refused(_("Choose at least one event."), field="events")


def _save(endpoint: WebhookEndpoint) -> None:
    """Raises: Refused."""
    clean(endpoint)
    endpoint.save()
