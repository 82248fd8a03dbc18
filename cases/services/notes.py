"""What the Secretariat's staff write for each other about a request, and the colleagues whom they name in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from cases import access, people
from cases.access import Act, Actor
from cases.models import InformationRequest, InternalNote, Mention, PersonalNotice
from cases.services import personal_notices, requests, search
from cases.services.refusals import clean
from cases.services.sent_twice import SAME_FORM
from compliance.accounts.models import User


@transaction.atomic
def write(
    *, actor: Actor, request: InformationRequest, text: str, at: datetime, tell: Iterable[User] = ()
) -> InternalNote:
    """A note of the Secretariat's own about a request, for good: another note corrects it.

    Whoever is in ``tell``, or named in the text as ``@name``, finds it under "My
    work" until they have seen it; the author is never told. The same words by the
    same person within a minute are one note. ``at`` is the present instant.
    Raises: PermissionDenied; InformationRequest.DoesNotExist; Refused.
    """
    access.require(actor=actor, act=Act.WRITE_NOTE)
    request = requests.locked(actor=actor, request=request)
    note = InternalNote(request=request, text=text.strip(), written_by_id=actor.user_id, written_at=at)
    clean(note)
    if twin := _written_just_now(note):
        return twin
    note.save()
    search.write_note(note=note)
    known = {one.pk: one for one in colleagues(actor=actor)}
    told = {one.pk for one in tell if one.pk in known} | set(_named(note.text, known.values()))
    Mention.objects.bulk_create(Mention(note=note, user_id=pk) for pk in sorted(told - {actor.user_id}))
    personal_notices.tell(
        kind=PersonalNotice.Kind.MENTIONED,
        source=note.pk,
        users=told,
        request=request,
        at=at,
        by=actor.user_id,
    )
    return note


@transaction.atomic
def see(*, actor: Actor, note: InternalNote, at: datetime) -> None:
    """Records that the actor has seen the note that names them; the first time stands.

    Raises: PermissionDenied; Mention.DoesNotExist where it does not name them.
    """
    access.require(actor=actor, act=Act.WRITE_NOTE)
    own = Mention.objects.visible_to(actor).select_for_update(of=("self",))
    mention = own.get(note=note, user_id=actor.user_id)
    if mention.seen_at is None:
        mention.seen_at = at
        mention.save(update_fields=["seen_at"])


def colleagues(*, actor: Actor) -> QuerySet[User]:
    """Who can be told, and asked to do something: the staff who work on requests, by name."""
    staff = people.case_officers(actor=actor).order_by().values("user")
    found: QuerySet[User] = User.objects.filter(pk__in=staff)
    return found.order_by("name", "pk")


def _written_just_now(note: InternalNote) -> InternalNote | None:
    """The note that the same form made a moment ago, when it is sent twice; the request is held."""
    twin: InternalNote | None = InternalNote.objects.filter(
        request=note.request,
        text=note.text,
        written_by=note.written_by_id,
        written_at__range=(note.written_at - SAME_FORM, note.written_at),
    ).first()
    return twin


def _named(text: str, known: Iterable[User]) -> Iterator[int]:
    """Those whom ``@name`` means: a full name, or a first name that only one of them has, in any capitals."""
    known = list(known)
    firsts = [_first(one) for one in known]
    for one in known:
        names = [one.name.casefold()]
        if firsts.count(_first(one)) == 1:
            names.append(_first(one))
        written = "|".join(re.escape(name) for name in names if name)
        if written and re.search(rf"(?<!\w)@(?:{written})(?!\w)", text.casefold()):
            yield one.pk


def _first(person: User) -> str:
    return (person.name.casefold().split() or [""])[0]
