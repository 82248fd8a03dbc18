"""The wording of letters as staff keep it: the next version, or back to the wording that ships."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases import access, correspondence
from cases.access import Act, Actor
from cases.services.refusals import Refused, clean
from notifications import wording
from notifications.letters import Letter
from notifications.models import Wording
from notifications.wording import Words


def keep(
    *, actor: Actor, letter: Letter, language: str, words: Words, why: str, seen: int, at: datetime
) -> Wording:
    """Keeps a wording as the next version; letters that are frozen stay as they are.

    ``seen`` is the version that the page was made from, 0 for the wording that
    ships. Raises: PermissionDenied; Refused for a variable that is missing or
    unknown, without a reason, for words that are in force already, and where a
    colleague kept another version meanwhile.
    """
    access.require(actor=actor, act=Act.KEEP_WORDING)
    words = Words(wording.one_line(words.subject), "\n".join(words.body.strip().splitlines()))
    for fault in wording.faults(letter=letter, words=words):
        raise Refused(fault.message, field=fault.field)
    return _next(actor=actor, letter=letter, language=language, words=words, why=why, seen=seen, at=at)


def ship_again(*, actor: Actor, letter: Letter, language: str, why: str, seen: int, at: datetime) -> Wording:
    """Goes back to the wording that ships with the desk, as a version like any other.

    Raises: PermissionDenied; Refused without a reason, and where it is in force already.
    """
    access.require(actor=actor, act=Act.KEEP_WORDING)
    words = wording.shipped(letter, language)
    if words is None:
        raise Refused(_("This letter does not ship in this language."))
    return _next(
        actor=actor, letter=letter, language=language, words=words, why=why, seen=seen, at=at, ships=True
    )


def _next(
    *,
    actor: Actor,
    letter: Letter,
    language: str,
    words: Words,
    why: str,
    seen: int,
    at: datetime,
    ships: bool = False,
) -> Wording:
    """The unique key decides between two who keep one at the same moment."""
    before = correspondence.versions_of(actor=actor, letter=letter, language=language).first()
    _require_seen(before, seen)
    _require_new(before, letter=letter, language=language, words=words, ships=ships)
    found = Wording(
        code=letter.code,
        recipient=letter.recipient.value,
        language=language,
        version=seen + 1,
        subject=words.subject,
        body=words.body,
        ships=ships,
        why=" ".join(why.split()),
        at=at,
        by_id=actor.user_id,
    )
    if not found.why:
        raise Refused(_("Say why: the reason stays with the version."), field="why")
    clean(found, exclude={"version"})  # whose key decides below
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as error:
        raise _kept_meanwhile(seen + 1) from error
    return found


def _require_seen(before: Wording | None, seen: int) -> None:
    version = before.version if before else 0
    if version != seen:
        raise _kept_meanwhile(version)


def _kept_meanwhile(version: int) -> Refused:
    text = _(
        "Version %(version)s was kept meanwhile. Look at it, then keep yours over it if it still stands."
    )
    return Refused(text % {"version": version})


def _require_new(before: Wording | None, *, letter: Letter, language: str, words: Words, ships: bool) -> None:
    """Raises: Refused for what is in force already."""
    shipped = wording.shipped(letter, language)
    if before is None or before.ships:
        is_new = not ships and words != shipped
    else:
        is_new = ships or words != Words(before.subject, before.body)
    if not is_new:
        raise Refused(_("These are the words in force already."), field="body")
