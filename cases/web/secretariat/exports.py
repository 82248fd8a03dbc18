"""Requests as a file, and what a file states of the filters of a list."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from cases.exports import lists
from cases.exports.of_requests import REQUESTS
from cases.exports.table import Stated
from cases.models import InformationRequest
from cases.web import files
from cases.web.secretariat.asked import Asked, AskedList


def of_requests(
    request: HttpRequest,
    *,
    kind: str,
    found: QuerySet[InformationRequest],
    asked: Asked,
    are_chosen: bool = False,
) -> HttpResponseBase:
    """These requests in the order that was asked for."""
    taking, filters = files.taking_of(request), stated(asked)
    if are_chosen:
        filters.append(Stated("chosen", _("Chosen by hand"), _("Yes")))
    table = lists.table(of=REQUESTS, taking=taking, found=found, order=asked.order, filters=filters)
    return files.sent_table(request, name=f"requests-{taking.on.isoformat()}", kind=kind, of=table)


def stated(asked: AskedList) -> list[Stated]:
    """Each filter in words, under its name in the address of the list."""
    return [Stated(one.name, one.label, one.value or _("Yes")) for one in asked.applied()]
