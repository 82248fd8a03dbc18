"""The webhooks of the desk, as far as somebody may look at them: what is told of them, and to where."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q

from cases.access import Act, Actor, may
from notifications.webhooks.models import WebhookAttempt, WebhookCall, WebhookEndpoint
from notifications.webhooks.querysets import CallQuerySet, EndpointQuerySet


def endpoints(*, actor: Actor) -> EndpointQuerySet:
    """Every endpoint, by name, for whoever keeps them; none for anybody else."""
    found: EndpointQuerySet = WebhookEndpoint.objects.order_by("name", "pk")
    return found if may(actor=actor, act=Act.KEEP_WEBHOOKS) else found.none()


def with_figures(*, actor: Actor) -> EndpointQuerySet:
    """The same with how many calls are ``waiting`` and how many were ``given_up``; one query."""
    states = WebhookCall.State
    found: EndpointQuerySet = endpoints(actor=actor).annotate(
        waiting=Count("calls", filter=Q(calls__state=states.PENDING)),
        given_up=Count("calls", filter=Q(calls__state=states.FAILED)),
    )
    return found


def calls(*, actor: Actor) -> CallQuerySet:
    """Calls with what each attempt came to, for whoever keeps the endpoints. In no order."""
    tried = Prefetch("tried", WebhookAttempt.objects.order_by("-pk"))
    found: CallQuerySet = WebhookCall.objects.filter(endpoint__in=endpoints(actor=actor).order_by())
    return found.select_related("endpoint").prefetch_related(tried)
