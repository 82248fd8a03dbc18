"""What staff write and ask among themselves: who is told, what is refused, and nothing of it twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from cases import internal
from cases.models import InternalNote, Mention, Task
from cases.searching import fold
from cases.services import desk_tasks, notes
from cases.services.refusals import Refused
from compliance.accounts.models import Membership, Role, User
from tests.conftest import MakeRequest, actor_of, at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 12, 1)


@pytest.fixture
def second_officer(db: None) -> User:
    user = User.objects.create_user(email="olaf@desk.example", name="Olaf Oak", password="x")
    Membership.objects.create(user=user, role=Role.OFFICER, started_at=at(date(2020, 1, 1)))
    return user


def told(note: InternalNote) -> set[str]:
    return set(note.mentions.values_list("user__name", flat=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("For @Supervisor: the flood.", {"Supervisor"}, id="first name"),
        pytest.param("@supervisor and @OLAF OAK", {"Supervisor", "Olaf Oak"}, id="any capitals, full name"),
        pytest.param("@Olaf, see annex", {"Olaf Oak"}, id="first name that one has"),
        pytest.param("@Officer should know", set(), id="oneself"),
        pytest.param("Write to ma@supervisor.example", set(), id="an address is no name"),
        pytest.param("@Supervisors", set(), id="a longer word"),
        pytest.param("@Focal", set(), id="nobody of the Secretariat"),
    ],
)
def test_a_name_after_an_at_sign_tells_a_colleague(
    text: str,
    expected: set[str],
    make_request: MakeRequest,
    officer: User,
    supervisor: User,
    second_officer: User,
    focal_point: User,
) -> None:
    note = notes.write(actor=actor_of(officer), request=make_request(), text=text, at=at(TODAY))
    assert told(note) == expected


def test_a_first_name_that_two_have_tells_neither_and_the_list_tells(
    make_request: MakeRequest, officer: User, supervisor: User, second_officer: User
) -> None:
    supervisor.name = "Olaf Elm"
    supervisor.save()
    request = make_request()
    note = notes.write(actor=actor_of(officer), request=request, text="@Olaf?", at=at(TODAY))
    assert told(note) == set()
    note = notes.write(
        actor=actor_of(officer), request=request, text="Please.", at=at(TODAY), tell=[supervisor]
    )
    assert told(note) == {"Olaf Elm"}


def test_a_note_is_found_by_the_secretariat_alone(
    make_request: MakeRequest, officer: User, focal_point: User, member: User
) -> None:
    request = make_request(sent_on=TODAY)
    notes.write(actor=actor_of(officer), request=request, text="Zebrafish", at=at(TODAY))
    assert request.search_entries.filter(kind="NOTE", words=fold("Zebrafish")).exists()
    for user in (focal_point, member):
        actor = actor_of(user)
        assert not InternalNote.objects.visible_to(actor).exists()
        assert not Mention.objects.visible_to(actor).exists()
        assert not list(internal.notes_of(actor=actor, request=request))
        with pytest.raises(PermissionDenied):
            notes.write(actor=actor, request=request, text="Mine", at=at(TODAY))


def test_the_same_note_twice_is_one_and_an_empty_one_is_refused(
    make_request: MakeRequest, officer: User
) -> None:
    request, actor = make_request(), actor_of(officer)
    first = notes.write(actor=actor, request=request, text="Once.", at=at(TODAY))
    assert notes.write(actor=actor, request=request, text=" Once. ", at=at(TODAY)) == first
    later = notes.write(actor=actor, request=request, text="Once.", at=at(TODAY) + timedelta(minutes=2))
    assert later != first
    with pytest.raises(Refused, match="cannot be blank"):
        notes.write(actor=actor, request=request, text="  ", at=at(TODAY))


def test_a_mention_waits_until_it_is_seen_by_whom_it_names(
    make_request: MakeRequest, officer: User, supervisor: User
) -> None:
    note = notes.write(actor=actor_of(officer), request=make_request(), text="@Supervisor", at=at(TODAY))
    assert [one.note for one in internal.my_mentions(actor=actor_of(supervisor))] == [note]
    with pytest.raises(ObjectDoesNotExist):
        notes.see(actor=actor_of(officer), note=note, at=at(TODAY))
    notes.see(actor=actor_of(supervisor), note=note, at=at(TODAY))
    notes.see(actor=actor_of(supervisor), note=note, at=at(TODAY + timedelta(days=1)))
    assert note.mentions.get().seen_at == at(TODAY), "the first time stands"
    assert not internal.my_mentions(actor=actor_of(supervisor)).exists()


def _ask(officer: User, make_request: MakeRequest, to: User, **fields: object) -> Task:
    words = {"title": "Compare  the permits", "assigned_to": to, "at": at(TODAY)} | fields
    return desk_tasks.ask(actor=actor_of(officer), request=make_request(), **words)  # type: ignore[arg-type]


def test_a_task_is_done_and_not_done_after_all(
    make_request: MakeRequest, officer: User, supervisor: User
) -> None:
    task = _ask(officer, make_request, supervisor, wanted_by=TODAY)
    assert task.title == "Compare the permits"
    assert [one.pk for one in internal.my_tasks(actor=actor_of(supervisor))] == [task.pk]
    done = desk_tasks.done(actor=actor_of(supervisor), task=task, at=at(TODAY))
    assert (done.done_at, done.done_by) == (at(TODAY), supervisor)
    again = desk_tasks.done(actor=actor_of(officer), task=task, at=at(TODAY + timedelta(days=1)))
    assert again.done_by == supervisor, "the first stands"
    assert not internal.my_tasks(actor=actor_of(supervisor)).exists()
    assert desk_tasks.reopen(actor=actor_of(officer), task=task).done_at is None
    assert [row.done_by_id for row in Task.history.order_by("history_id")] == [None, supervisor.pk, None]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        pytest.param({"title": " "}, "title", "blank", id="no words"),
        pytest.param({"wanted_by": TODAY - timedelta(days=1)}, "wanted_by", "This day is past", id="past"),
    ],
)
def test_what_cannot_be_asked(
    make_request: MakeRequest, officer: User, fields: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refused:
        _ask(officer, make_request, officer, **fields)
    assert refused.value.field == field
    assert not Task.objects.exists()


def test_only_staff_who_work_on_requests_are_asked_and_ask(
    make_request: MakeRequest, officer: User, administrator: User, focal_point: User
) -> None:
    for somebody in (administrator, focal_point):
        with pytest.raises(Refused, match="works on requests"):
            _ask(officer, make_request, somebody)
        with pytest.raises(PermissionDenied):
            _ask(somebody, make_request, officer)
    assert not Task.objects.exists()
