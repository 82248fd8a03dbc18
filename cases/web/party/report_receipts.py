"""The receipt of a report in a matter: a page, and the same as a PDF to keep."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import matter_file, selectors
from cases.access import Audience
from cases.models import ComplianceMatter, MatterReport
from cases.web import dates
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.party import receipts


@require_safe
@desk(Audience.PARTY)
def receipt(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """What was received, when, against which deadline, and with which documents."""
    matter, report = _found(request, reference, key)
    context = {"matter": matter, "report": report, "instant": dates.instant(report.recorded_at)}
    return render(request, "party/report_receipt.html", context)


@require_safe
@desk(Audience.PARTY)
def receipt_pdf(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """The same to keep, in the reader's language."""
    matter, report = _found(request, reference, key)
    name = f"{matter.reference}-{report.received_on.isoformat()}.pdf"
    return receipts.as_pdf(values=_values(matter, report), at=report.recorded_at, name=name)


def _found(request: HttpRequest, reference: str, key: uuid.UUID) -> tuple[ComplianceMatter, MatterReport]:
    """A report that the reader may see, with its documents. Raises: Http404."""
    actor = actor_of(request)
    matter = get_object_or_404(selectors.matter_of(actor=actor, reference=reference))
    return matter, get_object_or_404(matter_file.report_of(actor=actor, matter=matter, key=key))


def _values(matter: ComplianceMatter, report: MatterReport) -> dict[str, Any]:
    """What ``templates/pdf/receipt.typ`` shows, as words."""
    carried = [str(report.get_kind_display())]
    if report.deadline:
        against = _("against %(what)s, due on %(date)s: %(carried)s")
        carried.append(
            against
            % {
                "what": report.deadline.what,
                "date": dates.in_full(report.deadline.due_on),
                "carried": _("all that was asked") if report.complete else _("a part"),
            }
        )
    return {
        "title": _("Receipt: your report is on record"),
        "about": f"{matter.reference}: {matter.title}",
        "footer": _("Receipt for %(reference)s") % {"reference": matter.reference},
        "facts": [
            (_("Compliance matter"), matter.reference),
            (_("Party"), matter.party.name),
            (_("Received on"), dates.in_full(report.received_on)),
            (_("Recorded at"), dates.instant(report.recorded_at)),
            (_("How"), str(report.get_channel_display())),
            (_("By"), report.recorded_by.name),
            (_("Number of this receipt"), str(report.key)),
        ],
        "sections": [{"heading": _("What it carries"), "lines": carried}],
        "parts": [{"heading": _("In words"), "text": report.text}],
        "documents": receipts.documents_table(getattr(report, "visible_documents", [])),
        "note": receipts.how_to_read(),
    }
