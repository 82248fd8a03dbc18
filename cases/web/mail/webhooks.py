"""What a mail provider posts: mail that came in, and what became of letters. Closed where none is configured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anymail import urls as anymail_urls
from anymail.signals import AnymailInboundEvent, AnymailTrackingEvent
from anymail.utils import get_request_basic_auth
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cases.services.incoming import keeping
from compliance import clock
from notifications import tracking


@csrf_exempt
@never_cache
@require_POST
def tracking_webhook(request: HttpRequest) -> HttpResponse:
    """Bounces and the like of letters that the provider took."""
    return _answer(request, "tracking", lambda event: tracking.record(event=event, at=clock.now()))


@csrf_exempt
@never_cache
@require_POST
def inbound_webhook(request: HttpRequest) -> HttpResponse:
    """Mail to the inbound address. What is not for the desk is taken and dropped: nobody is to send it again."""
    if not settings.INBOUND_ADDRESS:
        raise Http404
    return _answer(request, "inbound", _keep)


def _keep(event: AnymailInboundEvent) -> None:
    for recipient in recipients_of(event):
        try:
            keeping.receive(content=event.message.as_bytes(), recipient=recipient, at=clock.now())
        except keeping.NotKept:
            continue


def recipients_of(event: AnymailInboundEvent) -> list[str]:
    """The address of the envelope where the provider tells it, else those in the head of the mail."""
    mail = event.message
    if mail.envelope_recipient:
        return [str(mail.envelope_recipient)]
    return [one.addr_spec for one in (*mail.to, *mail.cc)]


Handle = Callable[[Any], Any]
MAX_BODY_BYTES = 2 * keeping.MAX_BYTES
"""A mail as providers wrap it up: its files in base 64, and fields beside them."""


def _require_secret(request: HttpRequest) -> None:
    """Before anything of the body is read, which may be large. Raises: SuspiciousOperation (400)."""
    given = get_request_basic_auth(request) or ""
    if not constant_time_compare(given, settings.ANYMAIL["WEBHOOK_SECRET"]):
        raise SuspiciousOperation("a webhook without its secret")


def _make_room(request: HttpRequest) -> None:
    """Lets a provider post more than a reader may, who posts forms. Raises: RequestDataTooBig (400)."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
        raise RequestDataTooBig
    if request.content_type == "multipart/form-data":
        request.upload_handlers = [TemporaryFileUploadHandler(request)]
    else:
        request._body = request.read(MAX_BODY_BYTES)


def _answer(request: HttpRequest, purpose: str, handle: Handle) -> HttpResponse:
    """By django-anymail's view of the provider, which checks the secret or the signature before it reads a word.

    A fault while an event is kept is the provider's to try again: it answers 500.
    """
    if not settings.MAIL_PROVIDER or not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    name = f"{settings.MAIL_PROVIDER}_{purpose}_webhook"
    found = next(one for one in anymail_urls.urlpatterns if one.name == name)
    view = found.callback.view_class(**found.callback.view_initkwargs)
    view.setup(request)
    _require_secret(request)
    _make_room(request)
    view.run_validators(request)
    for event in view.parse_events(request):
        if isinstance(event, AnymailInboundEvent | AnymailTrackingEvent):
            handle(event)
    return HttpResponse()
