"""Views of the list, through the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import SavedView
from cases.services import saved_views
from compliance.accounts.models import User
from tests.conftest import actor_of, at

AT = at(date(2026, 12, 1))
VIEWS, LIST = "/secretariat/views/", "/secretariat/requests/"


@pytest.fixture(autouse=True)
def _today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(AT)


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    client.get(LIST)
    return client


def saved(user: User, name: str, *, shared: bool = False) -> SavedView:
    return saved_views.save(actor=actor_of(user), name=name, query="work=overdue", shared=shared, at=AT)


def test_a_list_is_saved_as_it_is_and_opened_again(desk: Client, officer: User) -> None:
    page = desk.get(VIEWS, {"region": "ASIA", "sort": "due", "after": "2026-01-01,1", "utm": "x"})
    assert "Region: Asia" in page.content.decode()
    body = {"query": page.context["asked"].query(), "name": "Asia", "shared": "on"}
    assert desk.post(VIEWS, body).headers["Location"] == f"{LIST}?region=ASIA&sort=due"
    view = SavedView.objects.get()
    assert (view.owner, view.query, view.shared) == (officer, "region=ASIA&sort=due", True)
    entry = desk.get(LIST, {"region": "ASIA", "sort": "due"}).context["views"][0]
    assert (entry.url, entry.is_own, entry.is_here) == (f"{LIST}?region=ASIA&sort=due", True, True)


def test_a_view_without_a_name_keeps_what_was_asked(desk: Client) -> None:
    page = desk.post(VIEWS, {"query": "region=ASIA", "name": " "})
    assert "Give the view a name" in page.context["form"].errors["name"][0]
    assert page.context["asked"].query() == "region=ASIA"
    assert not SavedView.objects.exists()


def test_own_views_come_first_and_colleagues_views_are_not_changed(
    desk: Client, officer: User, supervisor: User
) -> None:
    own, shared, hidden = saved(officer, "Z"), saved(supervisor, "A", shared=True), saved(supervisor, "B")
    page = desk.get(VIEWS)
    assert [entry.view for entry in page.context["entries"]] == [own, shared]
    assert "Shared by Supervisor" in page.content.decode()
    for name in ("view", "view_delete"):
        for method in (desk.get, desk.post):
            assert method(reverse(f"secretariat:{name}", args=[shared.pk])).status_code == 403
            assert method(reverse(f"secretariat:{name}", args=[hidden.pk])).status_code == 404
            assert method(reverse(f"secretariat:{name}", args=[2**63])).status_code == 404


def test_a_view_is_renamed_and_deleted_after_a_question(desk: Client, officer: User) -> None:
    view, _other = saved(officer, "One"), saved(officer, "Two")
    change = reverse("secretariat:view", args=[view.pk])
    assert desk.get(change).context["form"]["name"].value() == "One"
    page = desk.post(change, {"name": "Two"})
    assert "choose another" in page.context["form"].errors["name"][0]
    assert desk.post(change, {"name": "Three", "shared": "on"}).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Three", True)
    delete = reverse("secretariat:view_delete", args=[view.pk])
    assert "Your colleagues lose it too" in desk.get(delete).content.decode()
    assert SavedView.objects.count() == 2
    assert desk.post(delete).status_code == 302
    assert [one.name for one in SavedView.objects.all()] == ["Two"]


def test_a_view_whose_filter_is_gone_says_so(desk: Client, officer: User) -> None:
    saved_views.save(actor=actor_of(officer), name="Old", query="party=ZZ", shared=False, at=AT)
    page = desk.get(desk.get(LIST).context["views"][0].url)
    assert page.context["form"].errors["party"]


def test_the_page_takes_as_many_queries_for_many_views(desk: Client, officer: User, supervisor: User) -> None:
    taken = []
    for many in (1, 10):
        for n in range(many):
            saved(officer, f"{many} {n}")
            saved(supervisor, f"{many} {n}", shared=True)
        with CaptureQueriesContext(connection) as queries:
            desk.get(VIEWS)
        taken.append(len(queries))
    assert taken[0] == taken[1]
