"""A member's own notes on a matter: written, changed and deleted by that member, read by nobody else."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import ComplianceMatter, MemberNote
from cases.services.refusals import Refused, clean
from cases.services.sent_twice import SAME_FORM


@transaction.atomic
def write(*, actor: Actor, matter: ComplianceMatter, text: str, at: datetime) -> MemberNote:
    """A note of one's own; the same words within a minute are one note.

    Raises: PermissionDenied; ComplianceMatter.DoesNotExist for what the member does not see; Refused without words.
    """
    access.require(actor=actor, act=Act.KEEP_OWN_NOTE)
    matter = ComplianceMatter.objects.visible_to(actor).get(pk=matter.pk)
    note = MemberNote(matter=matter, member_id=actor.user_id, text=_words(text), written_at=at)
    same = {"matter": matter, "text": note.text, "written_at__range": (at - SAME_FORM, at)}
    twin: MemberNote | None = MemberNote.objects.visible_to(actor).filter(**same).first()
    if twin:
        return twin
    clean(note)
    note.save()
    return note


@transaction.atomic
def change(*, actor: Actor, note: MemberNote, text: str, at: datetime) -> MemberNote:
    """Other words in the place of these, which are kept nowhere.

    Raises: PermissionDenied; MemberNote.DoesNotExist for a note of somebody else; Refused without words.
    """
    found = _held(actor=actor, note=note)
    found.text, found.changed_at = _words(text), at
    clean(found)
    found.save()
    return found


@transaction.atomic
def delete(*, actor: Actor, note: MemberNote) -> None:
    """Deletes a note for good. Raises: PermissionDenied; MemberNote.DoesNotExist for a note of somebody else."""
    _held(actor=actor, note=note).delete()


def _held(*, actor: Actor, note: MemberNote) -> MemberNote:
    access.require(actor=actor, act=Act.KEEP_OWN_NOTE)
    visible = MemberNote.objects.visible_to(actor)
    found: MemberNote = visible.select_for_update(of=("self",)).get(pk=note.pk)
    return found


def _words(text: str) -> str:
    if not text.strip():
        raise Refused(_("Write the note."), field="text")
    return text.strip()
