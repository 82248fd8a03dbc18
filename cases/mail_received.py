"""The mail that came to the desk: what waits for an officer, and what came about one request."""

from __future__ import annotations

from django.db.models import QuerySet

from cases.access import Actor
from cases.models import IncomingMail, InformationRequest

MOST = 50
"""Mails of one request on its page, the latest; a request has a few."""


def waiting(*, actor: Actor) -> QuerySet[IncomingMail]:
    """What somebody wrote and nobody has dealt with, the earliest first, with its case."""
    found: QuerySet[IncomingMail] = IncomingMail.objects.visible_to(actor).waiting()
    return found.select_related("request__party", "matter__party")


def of_request(*, actor: Actor, request: InformationRequest) -> list[IncomingMail]:
    """What came about a request, the earliest first, but the reports of mail servers. One query."""
    found = IncomingMail.objects.visible_to(actor).filter(request=request, sorted_at__isnull=False)
    latest = found.exclude(kind=IncomingMail.Kind.REPORT).select_related("submission", "handled_by")
    return list(latest.order_by("-received_at", "-pk")[:MOST])[::-1]
