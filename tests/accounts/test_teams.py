"""Teams of the Secretariat: who makes them, who is in them, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cases import people
from cases.services import teams
from cases.services.refusals import Refused
from compliance.accounts.models import Membership, Team, User
from tests.conftest import actor_of, at


def membership(user: User) -> Membership:
    return Membership.objects.get(user=user)


def test_a_team_is_made_renamed_and_deleted(supervisor: User) -> None:
    actor = actor_of(supervisor)
    team = teams.make(actor=actor, name="  Timber   and plants ")
    assert team.name == "Timber and plants"
    teams.rename(actor=actor, team=team, name="Timber")
    assert [one.name for one in people.teams(actor=actor)] == ["Timber"]
    teams.delete(actor=actor, team=team)
    assert not Team.objects.exists()
    assert Team.history.count() == 3


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Timber", id="another team has the name"),
        pytest.param("   ", id="no name"),
        pytest.param("x" * 81, id="too long"),
        pytest.param("Tim\u202eber", id="a character that nobody sees"),
    ],
)
def test_a_name_that_is_refused(supervisor: User, name: str) -> None:
    actor = actor_of(supervisor)
    teams.make(actor=actor, name="Timber")
    with pytest.raises(Refused) as refused:
        teams.make(actor=actor, name=name)
    assert refused.value.field == "name"


def test_a_team_with_somebody_in_it_stays(supervisor: User, officer: User) -> None:
    actor = actor_of(supervisor)
    team = teams.make(actor=actor, name="Timber")
    teams.put(actor=actor, membership=membership(officer), team=team)
    with pytest.raises(Refused, match="put them into another first"):
        teams.delete(actor=actor, team=team)
    teams.put(actor=actor, membership=membership(officer), team=None)
    teams.delete(actor=actor, team=team)


def test_who_has_left_keeps_no_team_from_being_deleted(supervisor: User, officer: User) -> None:
    actor = actor_of(supervisor)
    team = teams.make(actor=actor, name="Timber")
    teams.put(actor=actor, membership=membership(officer), team=team)
    Membership.objects.filter(user=officer).update(ended_at=at(date(2026, 1, 1)))
    assert people.with_colleagues(actor=actor) == [(team, [])]
    teams.delete(actor=actor, team=team)
    with pytest.raises(Refused, match="ended already"):
        teams.put(actor=actor, membership=membership(officer), team=None)


def test_teams_are_the_secretariats_own(supervisor: User, focal_point: User) -> None:
    actor = actor_of(supervisor)
    team = teams.make(actor=actor, name="Timber")
    with pytest.raises(Refused, match="another desk"):
        teams.put(actor=actor, membership=membership(focal_point), team=team)
    assert not people.teams(actor=actor_of(focal_point))
    assert people.with_colleagues(actor=actor_of(focal_point)) == []


def test_an_officer_keeps_no_team(officer: User, supervisor: User) -> None:
    team = teams.make(actor=actor_of(supervisor), name="Timber")
    actor = actor_of(officer)
    for act in (
        lambda: teams.make(actor=actor, name="Mine"),
        lambda: teams.rename(actor=actor, team=team, name="Mine"),
        lambda: teams.delete(actor=actor, team=team),
        lambda: teams.put(actor=actor, membership=membership(officer), team=team),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_pages(client: Client, supervisor: User, officer: User) -> None:
    client.force_login(supervisor)
    page = client.get(reverse("secretariat:teams"))
    assert "No team yet" in page.content.decode()
    client.post(reverse("secretariat:teams"), {"name": "Timber"})
    again = client.post(reverse("secretariat:teams"), {"name": "Timber"})
    assert 'value="Timber"' in again.content.decode(), "what was typed stays"
    assert again.context["form"].errors["name"]
    team = Team.objects.get()
    url = reverse("secretariat:put_into_team", args=[membership(officer).pk])
    assert client.post(url, {"team": team.pk}, follow=True).status_code == 200
    assert "Timber" in client.get(reverse("secretariat:people")).content.decode()
    assert client.post(url, {"team": "9999"}).context["form"].errors["team"]
    refused = client.post(reverse("secretariat:team_delete", args=[team.pk]), follow=True)
    assert "There are colleagues in this team" in refused.content.decode()
    client.post(reverse("secretariat:team", args=[team.pk]), {"name": "Plants"})
    team.refresh_from_db()
    assert team.name == "Plants"
    client.post(url, {"team": ""})
    client.post(reverse("secretariat:team_delete", args=[team.pk]))
    assert not Team.objects.exists()


def test_no_focal_point_can_be_put_into_a_team(client: Client, supervisor: User, focal_point: User) -> None:
    client.force_login(supervisor)
    url = reverse("secretariat:put_into_team", args=[membership(focal_point).pk])
    assert client.get(url).status_code == 404
