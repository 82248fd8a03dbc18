"""What a row refers to, or what is wrong with the reference."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.models import Party
from cases.services.portfolio.looking_up import Lookups
from cases.services.portfolio.reading import RowRead
from cases.services.refusals import Refused
from compliance.accounts.models import User


def refuse_twins(rows: list[RowRead], look: Lookups, *, field: str) -> None:
    """A name that an earlier row of the sheet has is told; rows that name nothing are none of each other."""
    if not rows:
        return
    seen = {row.key for row in look.staged(rows[0].sheet, (row.key for row in rows)) if row.key}
    for row in rows:
        if row.key and row.key in seen:
            row.refuse(Refused(_("A row above has the same; each is there once."), field=field))
        seen.add(row.key)


def party_of(row: RowRead, look: Lookups) -> Party | None:
    """The Party that a row names; None, told where it is not told already, where there is none."""
    code = row.values["party"]
    if found := look.parties.get(code):
        return found
    if code and code not in look.parties_in_doubt:
        row.refuse(Refused(_("No Party has this ISO code: add it on the sheet of Parties."), field="party"))
    return None


def officer_of(row: RowRead, look: Lookups) -> User | None:
    """The case officer whom a row names, or the importer where it names nobody."""
    if address := row.values["officer"]:
        if found := look.officers.get(address):
            return found
        row.refuse(Refused(_("No case officer or supervisor has this address."), field="officer"))
        return None
    if look.own_account is None:
        words = _("Name the case officer: you work on no requests yourself.")
        row.refuse(Refused(words, field="officer"))
    return look.own_account
