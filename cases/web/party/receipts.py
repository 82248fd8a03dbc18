"""The receipt of an answer: a page, and the same as a PDF to keep."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.access import Audience
from cases.models import Document, Submission
from cases.pdf import typeset
from cases.web import dates, steps
from cases.web.documents import taking
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.party import answering, effects
from cases.web.party.effects import Words


@require_safe
@desk(Audience.PARTY)
def receipt(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """What was received, when, and what it did to the steps."""
    submission, effect = _found(request, reference, key)
    return render(
        request,
        "party/receipt.html",
        {
            "information_request": submission.request,
            "submission": submission,
            "instant": dates.instant(submission.recorded_at),
            "effect": effect,
        },
    )


@require_safe
@desk(Audience.PARTY)
def receipt_pdf(request: HttpRequest, reference: str, key: uuid.UUID) -> HttpResponse:
    """The same to keep, in the reader's language, under the name of the reference."""
    submission, effect = _found(request, reference, key)
    name = f"{submission.request.reference}-{submission.received_on.isoformat()}.pdf"
    shown = values(submission=submission, effect=effect)
    return as_pdf(values=shown, at=submission.recorded_at, name=name)


def _found(request: HttpRequest, reference: str, key: uuid.UUID) -> tuple[Submission, Words]:
    """A submission that the reader may see, with its documents; and what it did. Raises: Http404."""
    actor = actor_of(request)
    submission = get_object_or_404(
        Submission.objects.visible_to(actor).select_related("request__party", "recorded_by"),
        request__reference=reference,
        key=key,
    )
    taking.sent(actor=actor, submissions=[submission])
    effect = answering.effect(request=submission.request, submission=submission)
    return submission, effects.words(effect=effect, submission=submission)


def values(*, submission: Submission, effect: Words) -> dict[str, Any]:
    """What ``templates/pdf/receipt.typ`` shows, as words; documents as ``taking.sent`` puts them on a submission."""
    request = submission.request
    documents: list[Document] = getattr(submission, "visible_documents", [])
    return {
        "title": _("Receipt: your answer is on record"),
        "about": f"{request.reference}: {request.subject}",
        "footer": _("Receipt for %(reference)s") % {"reference": request.reference},
        "facts": _facts(submission),
        "sections": [
            {"heading": _("What it carries"), "lines": _carried(submission, documents)},
            {
                "heading": _("What it meets"),
                "lines": [line.words for line in effect.settled] or [effect.nothing],
            },
            {
                "heading": _("What stays due after it"),
                "lines": [f"{line.words} {line.step.explanation}" for line in effect.stays]
                or [_("Nothing: no step stays open.")],
            },
        ],
        "parts": _parts(submission),
        "documents": documents_table(documents),
        "note": how_to_read(),
    }


def documents_table(documents: Sequence[Document]) -> dict[str, Any]:
    """What the typeset receipt says of the documents that came."""
    return {
        "heading": _("Documents"),
        "columns": [_("Name, and its SHA-256"), _("Size")],
        "rows": [
            {
                "name": one.name,
                "size": filesizeformat(one.size).replace("\xa0", " "),
                "sha256": one.sha256,
            }
            for one in documents
        ],
    }


def how_to_read() -> str:
    """What stands at the end of every receipt."""
    return _(
        "Every date is a day at the seat of the Secretariat (time zone Europe/Zurich). "
        "A document is the one received where its SHA-256 is the same."
    )


def as_pdf(*, values: Mapping[str, Any], at: datetime, name: str) -> HttpResponse:
    """A receipt to keep, in the reader's language, under a name of its own."""
    language = (get_language() or "en")[:2]
    made = typeset.pdf(template="receipt", values=values, language=language, at=at)
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    response.headers["Cache-Control"] = "no-store"
    return response


def _facts(submission: Submission) -> list[tuple[str, str]]:
    return [
        (_("Request"), submission.request.reference),
        (_("Subject"), submission.request.subject),
        (_("Party"), submission.request.party.name),
        (_("Received on"), dates.in_full(submission.received_on)),
        (_("Recorded at"), dates.instant(submission.recorded_at)),
        (_("How"), str(submission.get_channel_display())),
        (_("By"), submission.recorded_by.name),
        (_("Number of this receipt"), str(submission.key)),
    ]


def _carried(submission: Submission, documents: list[Document]) -> list[str]:
    carried = steps.carried_by(submission)
    if submission.approximate_date:
        carried.append(
            _("The date given is %(date)s.") % {"date": dates.in_full(submission.approximate_date)}
        )
    if documents:
        count = len(documents)
        carried.append(ngettext("%(count)d document", "%(count)d documents", count) % {"count": count})
    return carried


def _parts(submission: Submission) -> list[dict[str, str]]:
    """The words that were sent, as they were sent."""
    parts = [(_("Justification"), submission.justification), (_("In words"), submission.text)]
    return [{"heading": heading, "text": text} for heading, text in parts if text]
