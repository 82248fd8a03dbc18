"""Lists as their readers like them: filters kept under a name, shared or not, and the columns that one wants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cases import access
from cases.access import Act, Actor
from cases.models import ChosenColumns, SavedView
from cases.services.refusals import Refused, clean

MOST_VIEWS = 50
"""Of one person: a menu and not a list. Our choice."""


@transaction.atomic
def save(*, actor: Actor, name: str, query: str, shared: bool, at: datetime) -> SavedView:
    """Keeps the filters and the order of a list under a name; the same name again replaces what it stood for.

    ``query`` is the query string of the list without its page. Raises:
    PermissionDenied; Refused without a name, or for one view too many.
    """
    access.require(actor=actor, act=Act.SAVE_VIEW)
    own = SavedView.objects.visible_to(actor).filter(owner_id=actor.user_id)
    name = " ".join(name.split())
    view = own.filter(name=name).first() or SavedView(owner_id=actor.user_id, name=name)
    if view.pk is None and own.count() >= MOST_VIEWS:
        raise Refused(
            _("You have %(count)d saved views already. Delete one first.") % {"count": MOST_VIEWS},
            field="name",
        )
    view.query, view.shared, view.saved_at = query, shared, at
    return _kept(view)


@transaction.atomic
def change(*, actor: Actor, view: SavedView, name: str, shared: bool) -> SavedView:
    """Another name for a view of one's own, and whether colleagues see it.

    Raises: PermissionDenied, also for a colleague's view; SavedView.DoesNotExist
    for what the actor does not see; Refused.
    """
    view = _own(actor=actor, view=view)
    view.name, view.shared = " ".join(name.split()), shared
    return _kept(view)


@transaction.atomic
def delete(*, actor: Actor, view: SavedView) -> None:
    """Removes a view of one's own, for its colleagues too; no request is touched.

    Raises: PermissionDenied, also for a colleague's view; SavedView.DoesNotExist.
    """
    _own(actor=actor, view=view).delete()


@transaction.atomic
def choose_columns(*, actor: Actor, columns: Sequence[str]) -> None:
    """Remembers which columns of the list of requests one wants; none brings back the usual ones.

    Raises: PermissionDenied.
    """
    access.require(actor=actor, act=Act.SAVE_VIEW)
    ChosenColumns.objects.update_or_create(user_id=actor.user_id, defaults={"columns": list(columns)})


def _own(*, actor: Actor, view: SavedView) -> SavedView:
    access.require(actor=actor, act=Act.SAVE_VIEW)
    found: SavedView = SavedView.objects.visible_to(actor).select_for_update().get(pk=view.pk)
    if found.owner_id != actor.user_id:
        raise PermissionDenied(_("This view is a colleague's. Save one of your own."))
    return found


def _kept(view: SavedView) -> SavedView:
    clean(view)
    view.save()
    return view
