"""Views of the list of requests: one's own, and those that colleagues share."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from cases.models import ChosenColumns, SavedView
from cases.services import saved_views
from cases.services.refusals import Refused
from compliance.accounts.models import User
from tests.conftest import actor_of, at

AT = at(date(2026, 11, 20))


def saved(user: User, name: str = "Overdue in Asia", *, shared: bool = False, query: str = "") -> SavedView:
    return saved_views.save(actor=actor_of(user), name=name, query=query, shared=shared, at=AT)


def test_the_same_name_again_replaces_what_it_stood_for(officer: User, supervisor: User) -> None:
    saved(officer, query="work=overdue")
    saved(officer, " Overdue  in Asia ", query="work=overdue&region=ASIA", shared=True)
    saved(supervisor)
    view = SavedView.objects.get(owner=officer)
    assert (view.query, view.shared) == ("work=overdue&region=ASIA", True)


def test_one_sees_ones_own_and_what_is_shared(officer: User, supervisor: User, focal_point: User) -> None:
    own, shared, _hidden = saved(officer), saved(supervisor, shared=True), saved(supervisor, "Hidden")
    assert set(SavedView.objects.visible_to(actor_of(officer))) == {own, shared}
    assert not SavedView.objects.visible_to(actor_of(focal_point))


def test_a_colleagues_view_is_not_changed(officer: User, supervisor: User) -> None:
    shared, hidden = saved(supervisor, shared=True), saved(supervisor, "Hidden")
    for act in (
        lambda view: saved_views.change(actor=actor_of(officer), view=view, name="Mine", shared=False),
        lambda view: saved_views.delete(actor=actor_of(officer), view=view),
    ):
        with pytest.raises(PermissionDenied):
            act(shared)
        with pytest.raises(SavedView.DoesNotExist):
            act(hidden)
    assert SavedView.objects.count() == 2


def test_a_view_is_renamed_shared_and_deleted(officer: User) -> None:
    view, other = saved(officer), saved(officer, "Other")
    actor = actor_of(officer)
    saved_views.change(actor=actor, view=view, name="Asia", shared=True)
    with pytest.raises(Refused, match="You have a view of this name") as refused:
        saved_views.change(actor=actor, view=other, name="Asia", shared=False)
    assert refused.value.field == "name"
    saved_views.delete(actor=actor, view=other)
    assert [(one.name, one.shared) for one in SavedView.objects.all()] == [("Asia", True)]


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\u202eb"])
def test_a_name_that_is_none(officer: User, name: str) -> None:
    with pytest.raises(Refused) as refused:
        saved(officer, name)
    assert refused.value.field == "name"


def test_a_menu_ends_somewhere(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 1)
    saved(officer, "One")
    saved(officer, "One", query="work=draft")
    with pytest.raises(Refused, match="Delete one first"):
        saved(officer, "Two")


def test_columns_are_remembered_for_each_person(officer: User, focal_point: User) -> None:
    for columns in (["party", "due"], ["due"]):
        saved_views.choose_columns(actor=actor_of(officer), columns=columns)
    assert ChosenColumns.objects.visible_to(actor_of(officer)).get().columns == ["due"]
    with pytest.raises(PermissionDenied):
        saved_views.choose_columns(actor=actor_of(focal_point), columns=[])
