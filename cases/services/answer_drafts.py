"""Answers that a Party is still writing: saved as they are typed, continued by any colleague, and lost by nobody.

One draft for each request, which all focal points of its Party share. Whoever
saves says which version they have seen; over one that they have not seen nothing
is saved. Nothing here has reached the Secretariat.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import AnswerDraft, InformationRequest, PersonalNotice, Submission
from cases.services import documents, personal_notices, requests
from cases.services.refusals import Refused, clean


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields of the form, as it was typed."""

    approximate_date: str = ""
    justification: str = ""
    information: str = ""
    text: str = ""

    def __bool__(self) -> bool:
        """Whether anything was typed; that nothing is given yet is what the form says by itself."""
        chosen = self.information not in ("", Submission.Information.NONE)
        return chosen or any((self.approximate_date, self.justification.strip(), self.text.strip()))


NAMES = tuple(one.name for one in fields(Typed))


def typed_in(draft: AnswerDraft) -> Typed:
    """The words of a draft."""
    return Typed(**{name: getattr(draft, name) for name in NAMES})


class Stale(Refused):
    """Somebody saved meanwhile what this form has not seen: ``draft`` is theirs, None where it is gone."""

    def __init__(self, draft: AnswerDraft | None) -> None:
        super().__init__(_("This answer was changed meanwhile: compare both versions."))
        self.draft = draft


class AlreadyAnswered(Refused):
    """The answer that was begun under this key is ``submission`` in the record: other words need a new answer."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(
            _(
                "This answer was sent already. What you typed since then is not in it: send it as a further answer."
            )
        )
        self.submission = submission


def of_request(*, actor: Actor, request: InformationRequest) -> AnswerDraft | None:
    """The answer that is being written to a request, for its own Party; None for everybody else."""
    found = AnswerDraft.objects.visible_to(actor).filter(request=request).select_related("saved_by")
    draft: AnswerDraft | None = found.first()
    return draft


@transaction.atomic
def save(
    *,
    actor: Actor,
    request: InformationRequest,
    key: uuid.UUID,
    seen: int,
    typed: Typed,
    at: datetime,
    own_key: uuid.UUID | None = None,
) -> AnswerDraft | None:
    """Keeps what was typed; ``seen`` is the version that the form shows, 0 where it began without one.

    The same words again are the draft that there is, so that a form whose answer
    was lost on the line can send them again. ``own_key`` is the key under which a
    form of its own, now joined with this draft, attached documents: they come along.
    Gives None where nothing was typed or attached yet.

    Raises: PermissionDenied; InformationRequest.DoesNotExist; NotAwaitingAnswer;
    Stale; AlreadyAnswered; Refused for words that nobody can read.
    """
    access.require(actor=actor, act=Act.ANSWER_REQUEST)
    request = requests.locked(actor=actor, request=request)
    requests.require_awaiting_answer(request)
    _require_not_sent(request=request, key=key)
    draft = of_request(actor=actor, request=request)
    if own_key and own_key != key:
        documents.move(actor=actor, request=request, from_key=own_key, to_key=key)
    if draft is None:
        return _begin(actor=actor, request=request, key=key, seen=seen, typed=typed, at=at)
    if draft.key == key and typed_in(draft) == typed:
        return draft
    _require_seen(draft=draft, key=key, seen=seen)
    draft.version += 1
    personal_notices.tell(
        kind=PersonalNotice.Kind.DRAFT_CONTINUED,
        source=draft.pk,  # once for each draft, however often two people write in turn
        users=[draft.saved_by_id],
        request=request,
        at=at,
        by=actor.user_id,
    )
    return _write(draft, actor=actor, typed=typed, at=at)


@transaction.atomic
def discard(*, actor: Actor, request: InformationRequest, seen: int) -> None:
    """Throws a draft away with the documents that wait for it; none of it was sent.

    Raises: PermissionDenied; InformationRequest.DoesNotExist; Stale where it was
    changed after it was shown, or is gone.
    """
    access.require(actor=actor, act=Act.ANSWER_REQUEST)
    request = requests.locked(actor=actor, request=request)
    draft = of_request(actor=actor, request=request)
    if draft is None or draft.version != seen:
        raise Stale(draft)
    documents.discard(actor=actor, request=request, form_key=draft.key)
    draft.delete()


def finish(*, actor: Actor, request: InformationRequest, key: uuid.UUID, seen: int | None) -> None:
    """Ends the draft of an answer that is being recorded, in its transaction; the caller holds the request.

    ``seen`` is None for an answer that was written on no form: then a draft of
    another answer stays. Raises: Stale where a colleague saved what the sender has not seen, or threw it away.
    """
    draft = of_request(actor=actor, request=request)
    if draft is None and seen:
        raise Stale(None)
    if draft is None or (seen is None and draft.key != key):
        return
    if seen is not None:
        _require_seen(draft=draft, key=key, seen=seen)
    draft.delete()


def _begin(
    *, actor: Actor, request: InformationRequest, key: uuid.UUID, seen: int, typed: Typed, at: datetime
) -> AnswerDraft | None:
    if seen:
        raise Stale(None)
    if not typed and not documents.waiting(actor=actor, request=request, form_key=key).exists():
        return None
    return _write(AnswerDraft(request=request, key=key), actor=actor, typed=typed, at=at)


def _write(draft: AnswerDraft, *, actor: Actor, typed: Typed, at: datetime) -> AnswerDraft:
    draft.saved_at, draft.saved_by_id = at, actor.user_id
    for name in NAMES:
        setattr(draft, name, getattr(typed, name))
    clean(draft, exclude={"request", "saved_by"})
    draft.save()
    return draft


def _require_seen(*, draft: AnswerDraft, key: uuid.UUID, seen: int) -> None:
    if draft.key != key or draft.version != seen:
        raise Stale(draft)


def _require_not_sent(*, request: InformationRequest, key: uuid.UUID) -> None:
    """A save that is still on its way when the answer is sent begins no new draft."""
    sent = Submission.objects.filter(request=request, key=key).first()
    if sent:
        raise AlreadyAnswered(sent)
