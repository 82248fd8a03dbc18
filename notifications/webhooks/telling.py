"""Tells administrators that an endpoint was switched off by itself; again until a mail server took it."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.accounts.models import Membership, Role
from notifications import direct
from notifications.webhooks import outbox
from notifications.webhooks.models import WebhookEndpoint


def tell(*, at: datetime) -> None:
    """One letter to each administrator for each endpoint; an endpoint is told of once one of them went."""
    for endpoint in WebhookEndpoint.objects.to_be_told_of().order_by("pk"):
        went = [_send(endpoint, one) for one in _administrators()]
        if any(went):
            WebhookEndpoint.objects.filter(pk=endpoint.pk).update(told_at=at)


def _administrators() -> list[Membership]:
    found = Membership.objects.filter(
        role=Role.ADMINISTRATOR, ended_at__isnull=True, user__is_active=True
    ).select_related("user")
    return list(found.order_by("pk"))


def _send(endpoint: WebhookEndpoint, to: Membership) -> bool:
    since = endpoint.failing_since or endpoint.off_at
    with translation.override(to.user.language):
        context = {
            "name": endpoint.name,
            "since": date_format(since, _("j F Y")) if since else "",
            "url": outbox.link("secretariat:webhook", endpoint.pk),
        }
    return direct.send(
        template=f"webhooks/{to.user.language}/switched_off.txt",
        context=context,
        to=to.user.email,
        language=to.user.language,
    )
