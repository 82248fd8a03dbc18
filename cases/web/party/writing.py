"""An answer that is being written, between its form and its draft."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from cases.access import Actor
from cases.models import AnswerDraft, InformationRequest, Submission
from cases.services import answer_drafts
from cases.services.answer_drafts import Typed
from cases.web import dates
from cases.web.documents import taking
from cases.web.middleware import actor_of

_MOST_DIGITS = 9


def typed(form: QueryDict) -> Typed:
    """What a form was sent with, read as nothing but words; lines end as the record keeps them."""
    return Typed(**{name: form.get(name, "").strip() for name in answer_drafts.NAMES})


def seen(form: QueryDict) -> int:
    """The version that a form was shown with; 0 for none, and for what is no number."""
    given = form.get("seen", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS else 0


def keep(
    *, request: HttpRequest, record: InformationRequest, at: datetime, words: Typed | None = None
) -> AnswerDraft | None:
    """Saves the form that was sent as the draft of its request; None where there is nothing to save.

    ``words`` stand for what was typed, where a choice between two versions was
    made. Raises: what ``answer_drafts.save`` raises.
    """
    key = taking.key_of(request)
    if key is None:
        return None
    return answer_drafts.save(
        actor=actor_of(request),
        request=record,
        key=key,
        seen=seen(request.POST),
        typed=typed(request.POST) if words is None else words,
        at=at,
        own_key=_key(request.POST.get("own_key", "")),
    )


def both(theirs: Typed, mine: Typed) -> Typed:
    """Two versions put together: the words of both, the colleague's first; of a choice, one's own if there is one."""
    return Typed(
        approximate_date=mine.approximate_date or theirs.approximate_date,
        justification=_together(theirs.justification, mine.justification),
        information=mine.information
        if mine.information not in ("", Submission.Information.NONE)
        else theirs.information,
        text=_together(theirs.text, mine.text),
    )


def form_data(*, request: HttpRequest, draft: AnswerDraft | None) -> QueryDict:
    """The form that was sent, now about the draft that it was saved as."""
    data = request.POST.copy()
    if draft:
        data["key"], data["seen"] = str(draft.key), str(draft.version)
    return data


def saved_words(draft: AnswerDraft, *, actor: Actor) -> str:
    """Who saved a draft and when, in a sentence."""
    at = dates.moment(draft.saved_at)
    if draft.saved_by_id == actor.user_id:
        return _("Saved by you on %(moment)s.") % {"moment": at}
    return _("Saved by %(name)s on %(moment)s.") % {"name": draft.saved_by.name, "moment": at}


def _together(theirs: str, mine: str) -> str:
    if mine in theirs:
        return theirs
    return mine if theirs in mine else f"{theirs}\n\n{mine}"


def _key(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
