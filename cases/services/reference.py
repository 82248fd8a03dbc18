"""Reference data: Parties, focal points, meetings and templates, added and corrected; the old words stay in history.

Our choice: what is shown with a date is shown with its source, so a name, a region
or a date that changes asks where it was read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import FocalPoint, Meeting, Party, RequestTemplate
from cases.services import committee_deadlines
from cases.services.refusals import Refused, clean, require
from compliance import clock
from compliance.rules import loader
from compliance.rules.types import RuleError

ACTS: dict[type[models.Model], Act] = {
    Party: Act.KEEP_REFERENCE_DATA,
    FocalPoint: Act.KEEP_REFERENCE_DATA,
    Meeting: Act.KEEP_REFERENCE_DATA,
    RequestTemplate: Act.KEEP_TEMPLATE,
}
_FIXED: dict[type[models.Model], str] = {Party: "iso2", FocalPoint: "party"}
"""What says which Party it is about: not corrected, but entered anew and merged."""
_PARTY_SOURCES = {
    "name_source": ("name_en", "name_fr", "name_es"),
    "region_source": ("region",),
    "entry_source": ("entered_into_force_on",),
}
_LANGUAGES = ("fr", "es")


class Stale(Refused):
    """Somebody changed the entry while the page was open."""


@transaction.atomic
def keep(
    *,
    actor: Actor,
    kind: type[models.Model],
    fields: Mapping[str, Any],
    at: datetime,
    key: int | None = None,
    seen: str = "",
) -> models.Model:
    """Adds an entry of reference data, or corrects the one with this key; every earlier state stays in history.

    ``seen`` is the ``version`` that the page showed. What follows from an entry follows
    at once: deadlines counted from a meeting move with it, and their old dates stay.
    Raises: PermissionDenied; DoesNotExist where the actor does not see it; Stale;
    Refused naming the field.
    """
    access.require(actor=actor, act=ACTS[kind])
    before = None if key is None else locked(actor=actor, kind=kind, key=key)
    if before is not None:
        _require_current(before, seen)
    record = kind() if before is None else copy(before)
    for name, value in fields.items():
        setattr(record, name, value)
    require(faults_of_kind(record, before=before, on=clock.legal_day(at=at)))
    if before is not None and (fixed := _FIXED.get(kind)):
        _require_fixed(record, before, fixed)
    save(record)
    if isinstance(record, Meeting):
        committee_deadlines.follow_meetings(at=at, meeting=record)
    return record


def faults_of_kind(record: Any, *, before: Any, on: date) -> Iterator[Refused]:
    """What the rules of its kind have against an entry; ``before`` is what it replaces, None for a new one."""
    return _CHECKS[type(record)](record, before, on)


def locked(*, actor: Actor, kind: type[models.Model], key: int) -> Any:
    """The entry as it is now, held until the transaction ends. Raises: DoesNotExist where it is not seen."""
    visible = kind._default_manager.get_queryset().visible_to(actor)  # type: ignore[attr-defined]
    return visible.select_for_update(of=("self",)).get(pk=key)


def version(record: models.Model) -> str:
    """Everything that an entry holds as a short digest: another digest, another state."""
    held = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    words = json.dumps(held, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def save(record: models.Model) -> None:
    """Checks and saves. Raises: Refused also where the same was entered at the same instant."""
    clean(record)
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        clean(record)
        raise


def _require_current(before: Any, seen: str) -> None:
    if getattr(before, "merged_into_id", None):
        raise Refused(
            _("This entry was found to be entered twice; correct the one that is kept: %(kept)s.")
            % {"kept": before.merged_into}
        )
    if seen and seen != version(before):
        raise Stale(
            _(
                "Somebody changed this entry while the page was open. Look at it in another window first; "
                "to put your words in place of theirs, send this page again."
            )
        )


def _require_fixed(record: models.Model, before: models.Model, field: str) -> None:
    if getattr(record, field) != getattr(before, field):
        raise Refused(
            _("This cannot be corrected: add a new entry, and merge the two if they are the same."),
            field=field,
        )


def merged(party: Party) -> Iterator[Refused]:
    """That nothing new is entered for a Party that turned out to be another entry of the same."""
    if party.merged_into_id:
        yield Refused(
            _("This Party was entered twice; choose the entry that is kept: %(kept)s.")
            % {"kept": party.merged_into},
            field="party",
        )


def _check_party(record: Any, before: Any, on: date) -> Iterator[Refused]:
    """A name, a region or a date that is new has a source; made-up Parties are told by their codes."""
    for source, names in _PARTY_SOURCES.items():
        changed = before is None or any(getattr(record, name) != getattr(before, name) for name in names)
        given = any(getattr(record, name) for name in names)
        if changed and given and not getattr(record, source).strip():
            yield Refused(_("Say where it was read: nothing is shown without its source."), field=source)


def _check_focal_point(record: Any, before: Any, on: date) -> Iterator[Refused]:
    record.email = record.email.strip().lower()
    yield from merged(record.party)
    if record.left_on and record.left_on > on:
        yield Refused(
            _("Give the day once it has come: from then on no letter goes to this person."), field="left_on"
        )


def _check_meeting(record: Any, before: Any, on: date) -> Iterator[Refused]:
    if not record.source.strip():
        yield Refused(
            _("Say where the dates were read: no date is shown without its source."), field="source"
        )
    deadline = record.own_document_deadline_on
    if deadline and deadline > record.starts_on:
        yield Refused(_("Documents are due before the meeting begins."), field="own_document_deadline_on")


def _check_template(record: Any, before: Any, on: date) -> Iterator[Refused]:
    """A language has both its subject and its questions, or neither."""
    try:
        loader.get(code=record.rule_set_code)
    except RuleError as error:
        yield Refused(str(error), field="rule_set_code")
    for language in _LANGUAGES:
        names = (f"subject_{language}", f"questions_{language}")
        missing = [name for name in names if not getattr(record, name).strip()]
        if len(missing) == 1:
            yield Refused(
                _("Give the subject and the questions in this language, or neither."), field=missing[0]
            )


_CHECKS: dict[type[models.Model], Callable[[Any, Any, date], Iterator[Refused]]] = {
    Party: _check_party,
    FocalPoint: _check_focal_point,
    Meeting: _check_meeting,
    RequestTemplate: _check_template,
}
