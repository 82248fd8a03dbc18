"""The kinds of reference data, one table: what each list shows, how it is searched, and the forms that change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cases.access import Act
from cases.models import FocalPoint, Meeting, Party, RequestTemplate
from cases.models.meeting import Precision
from cases.paging import Order
from cases.services import reference
from cases.web import dates
from cases.web.secretariat.forms_reference import (
    FocalPointForm,
    MeetingForm,
    NewFocalPointForm,
    NewPartyForm,
    PartyForm,
    ReferenceForm,
    TemplateForm,
)
from compliance.accounts.models import LANGUAGES


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind; ``slug`` is its part of the address."""

    slug: str
    model: type[Model]
    label: Any
    add: Any
    about: Any
    new_form: type[ReferenceForm]
    form: type[ReferenceForm]
    search: tuple[str, ...]
    columns: tuple[Any, ...]
    cells: Callable[[Any], list[str]]
    """What a line shows after its name, in the order of ``columns`` but the first."""
    current: Callable[[], Q]
    """The entries that are in use; the others are shown on request."""
    others: Any
    """The words for the rest."""
    order: Callable[[], Order]
    related: tuple[str, ...] = ()
    mergeable: bool = False

    @property
    def act(self) -> Act:
        return reference.ACTS[self.model]

    def visible(self, actor: Any) -> QuerySet[Any]:
        """Every entry that the actor sees, with what a line shows."""
        manager: Any = self.model._default_manager
        found: QuerySet[Any] = manager.get_queryset().visible_to(actor).select_related(*self.related)
        return found


def _name_order() -> Order:
    language = (get_language() or "en")[:2]
    return Order(f"name_{language}" if language in dict(LANGUAGES) else "name_en")


def language_name(code: str) -> str:
    """A language in the reader's own."""
    return str(dict(LANGUAGES).get(code, code))


def _party(one: Party) -> list[str]:
    joined = dates.plain(one.entered_into_force_on) if one.entered_into_force_on else _("No source read")
    stands = _("In use") if one.name_is_confirmed else _("In use; a name is to be confirmed")
    if one.merged_into:
        stands = _("Entered twice, see %(code)s") % {"code": one.merged_into.iso2}
    return [
        one.iso2,
        str(one.get_region_display()),
        joined,
        one.mailbox or _("None"),
        stands,
    ]


def _focal_point(one: FocalPoint) -> list[str]:
    return [one.party.name, one.email, one.position or _("None"), _person_stands(one)]


def _person_stands(one: FocalPoint) -> str:
    if one.merged_into:
        return _("Entered twice, see %(code)s") % {"code": one.merged_into.email}
    if one.left_on:
        return _("Left on %(day)s") % {"day": dates.plain(one.left_on)}
    return _("Serving")


def _meeting(one: Meeting) -> list[str]:
    """No date without its source, and none that follows from one; no day where only the month is known."""
    body, place = str(one.get_body_display()), one.place or _("None")
    if not one.source:
        return [body, _("No source read"), place, _("No source read"), _("None")]
    return [body, dates.of_meeting(one), place, _documents_due(one), one.source]


def _documents_due(one: Meeting) -> str:
    day = dates.plain(one.document_deadline_on)
    if one.own_document_deadline_on:
        return day
    if one.precision != Precision.DAY:
        return _("Open until the days are known")
    return _("%(day)s (our choice)") % {"day": day}


def _template(one: RequestTemplate) -> list[str]:
    languages = [language_name(code) for code, _label in LANGUAGES if getattr(one, f"subject_{code}")]
    stands = _("In use")
    if one.retired_on:
        stands = _("Not offered from %(day)s") % {"day": dates.plain(one.retired_on)}
    return [one.subject_en, ", ".join(languages), stands]


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            slug="parties",
            model=Party,
            label=gettext_lazy("Parties"),
            add=gettext_lazy("Add a Party"),
            about=gettext_lazy(
                "A State that joins, a new name, the region, the language of letters and the mailbox. "
                "Names and dates have their source, and old names stay in history."
            ),
            new_form=NewPartyForm,
            form=PartyForm,
            search=("name_en", "name_fr", "name_es", "iso2"),
            columns=(
                gettext_lazy("Party"),
                gettext_lazy("ISO code"),
                gettext_lazy("Region"),
                gettext_lazy("Entry into force"),
                gettext_lazy("Mailbox"),
                gettext_lazy("Where it stands"),
            ),
            cells=_party,
            current=lambda: Q(merged_into__isnull=True),
            others=gettext_lazy("Also entries that were merged"),
            order=_name_order,
            related=("merged_into",),
            mergeable=True,
        ),
        Kind(
            slug="focal-points",
            model=FocalPoint,
            label=gettext_lazy("Focal points"),
            add=gettext_lazy("Add a focal point"),
            about=gettext_lazy(
                "The people to whom letters for a Party go, whether or not they have an account."
            ),
            new_form=NewFocalPointForm,
            form=FocalPointForm,
            search=("name", "email", "party__name_en", "party__name_fr", "party__name_es"),
            columns=(
                gettext_lazy("Name"),
                gettext_lazy("Party"),
                gettext_lazy("E-mail address"),
                gettext_lazy("Position"),
                gettext_lazy("Where it stands"),
            ),
            cells=_focal_point,
            current=lambda: Q(left_on__isnull=True),
            others=gettext_lazy("Also those who have left"),
            order=lambda: Order("name"),
            related=("party", "merged_into"),
            mergeable=True,
        ),
        Kind(
            slug="meetings",
            model=Meeting,
            label=gettext_lazy("Meetings"),
            add=gettext_lazy("Add a meeting"),
            about=gettext_lazy(
                "Meetings of the Standing Committee and of the Conference of the Parties, with the day by which "
                "documents are due. A meeting that moves keeps its earlier dates in history."
            ),
            new_form=MeetingForm,
            form=MeetingForm,
            search=("code", "place"),
            columns=(
                gettext_lazy("Meeting"),
                gettext_lazy("Body"),
                gettext_lazy("Dates"),
                gettext_lazy("Place"),
                gettext_lazy("Documents due"),
                gettext_lazy("Source"),
            ),
            cells=_meeting,
            current=Q,
            others="",
            order=lambda: Order("starts_on", descending=True, is_date=True),
        ),
        Kind(
            slug="templates",
            model=RequestTemplate,
            label=gettext_lazy("Templates of requests"),
            add=gettext_lazy("Add a template"),
            about=gettext_lazy(
                "Subjects and questions that are asked again and again, in the three languages. "
                "A request copies the words, so a later change alters no request."
            ),
            new_form=TemplateForm,
            form=TemplateForm,
            search=("name", "subject_en", "subject_fr", "subject_es"),
            columns=(
                gettext_lazy("Template"),
                gettext_lazy("Subject"),
                gettext_lazy("Languages"),
                gettext_lazy("Where it stands"),
            ),
            cells=_template,
            current=lambda: Q(retired_on__isnull=True),
            others=gettext_lazy("Also those no longer offered"),
            order=lambda: Order("name"),
        ),
    )
}
