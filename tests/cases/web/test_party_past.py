"""What a Party finds again: all its requests, by state and by words, its letters, and one file in one piece."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import letters_received
from cases.models import InformationRequest, Party
from cases.services import requests, submissions, sweep
from cases.web.party import past
from compliance import clock
from compliance.accounts.models import User
from notifications import delivery
from notifications.models import Message
from tests.conftest import Answer, MakeRequest, SetClock, actor_of, at

pytestmark = pytest.mark.django_db

SENT_ON = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def today(set_clock: SetClock) -> None:
    set_clock(datetime(2027, 5, 18, 9, 30, tzinfo=UTC))


@pytest.fixture
def desk(client: Client, focal_point: User) -> Client:
    client.force_login(focal_point)
    return client


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(url).status_code == 200
    return len(counted)


def _found(desk: Client, **asked: str) -> set[str]:
    page = desk.get(reverse("party:past"), asked)
    return {row.request.reference for row in page.context["rows"]}


# The list.


def test_it_is_found_by_where_it_stands(
    desk: Client, officer: User, make_request: MakeRequest, answer: Answer
) -> None:
    is_open = make_request(sent_on=SENT_ON)
    answered = make_request(sent_on=SENT_ON)
    answer(answered, date(2026, 12, 2), information="COMPLETE", text="All.")
    withdrawn = make_request(sent_on=SENT_ON)
    requests.withdraw(actor=actor_of(officer), request=withdrawn, reason="Settled.", at=at(SENT_ON))
    make_request()
    everything = {one.reference for one in (is_open, answered, withdrawn)}
    assert _found(desk) == everything
    assert _found(desk, stands="open") == {is_open.reference}
    assert _found(desk, stands="answered") == {answered.reference}
    assert _found(desk, stands="withdrawn") == {withdrawn.reference}


def test_it_is_found_by_words_of_its_own(
    desk: Client, focal_point: User, make_request: MakeRequest, other_party: Party
) -> None:
    rosewood = make_request(sent_on=SENT_ON, subject="Rosewood", questions="How many permits?")
    make_request(sent_on=SENT_ON, subject="Rosewood", party=other_party)
    eels = make_request(sent_on=SENT_ON, subject="Eels", questions="How many?")
    submissions.answer(
        actor=actor_of(focal_point),
        request=eels,
        key=uuid.uuid4(),
        at=clock.now(),
        justification="The hurricane.",
    )
    assert _found(desk, q="rosewood") == {rosewood.reference}
    assert _found(desk, q="hurricane") == {eels.reference}
    assert _found(desk, q="hurricane", stands="withdrawn") == set()
    assert _found(desk, q=eels.reference) == {eels.reference}
    page = desk.get(reverse("party:past"), {"q": "nothing of it"}).content.decode()
    assert "No request was found" in page


@pytest.mark.parametrize(
    "asked",
    [{"q": "x" * 300}, {"q": "\u202eb"}, {"stands": "secret"}, {"after": "never,1"}, {"after": "2026-11-30"}],
)
def test_what_cannot_be_asked_shows_everything(
    desk: Client, make_request: MakeRequest, asked: dict[str, str]
) -> None:
    sent = make_request(sent_on=SENT_ON)
    assert _found(desk, **asked) == {sent.reference}


def test_pages_follow_each_other_without_gaps_and_cost_the_same(
    desk: Client, make_request: MakeRequest
) -> None:
    make_request(sent_on=SENT_ON)
    few = _queries(desk, reverse("party:past"))
    made = [make_request(sent_on=SENT_ON - timedelta(days=day % 7)) for day in range(30)]
    assert _queries(desk, reverse("party:past")) == few
    first = desk.get(reverse("party:past"))
    rows = [row.request for row in first.context["rows"]]
    second = desk.get(reverse("party:past") + first.context["next"])
    rows += [row.request for row in second.context["rows"]]
    assert len(rows) == len({one.pk for one in rows}) == len(made) + 1
    assert rows == sorted(rows, key=lambda one: (one.sent_on, one.pk), reverse=True)
    assert second.context["next"] == ""
    assert "Back to the newest" in second.content.decode()


def test_the_first_page_reads_no_more_than_it_shows(focal_point: User, make_request: MakeRequest) -> None:
    for _ in range(4):
        make_request(sent_on=SENT_ON)
    found = past.matching(actor=actor_of(focal_point), words="", stands="")
    page = past.page_of(found=found, after="", size=3)
    assert (len(page.requests), page.is_first) == (3, True)
    last = past.page_of(found=found, after=page.next_key, size=3)
    assert (len(last.requests), last.next_key) == (1, "")


# The letters.


def _letters(user: User, request: InformationRequest) -> list[list[str]]:
    groups = letters_received.of_request(actor=actor_of(user), request=request, prefer="en")
    return [[one.address for one in group] for group in groups]


def test_only_what_was_mailed_to_the_party_is_there(
    desk: Client, focal_point: User, other_focal_point: User, officer: User, member: User,
    make_request: MakeRequest,
) -> None:  # fmt: skip
    sent = make_request(sent_on=SENT_ON)
    sweep.issue_due_notices(on=date(2027, 1, 5), at=at(date(2027, 1, 5)))
    assert _letters(focal_point, sent) == [], "nothing is received before it was mailed"
    delivery.deliver(now=clock.now)
    own = _letters(focal_point, sent)
    assert own == [["ma-xa@party.example", "focal-xa@party.example"]] * len(own)
    assert len(own) >= 2
    to_officer = Message.objects.filter(recipient="OFFICER", notice__request=sent).first()
    assert to_officer
    for somebody in (other_focal_point, officer, member):
        assert _letters(somebody, sent) == []
    page = desk.get(reverse("party:request", args=[sent.reference])).content.decode()
    assert "Letters you received" in page
    assert "ma-xa@party.example" in page
    assert officer.email not in page.split("Letters you received")[1].split("Who can see")[0]
    assert desk.get(reverse("party:letter", args=[sent.reference, to_officer.pk])).status_code == 404


def test_a_letter_is_read_as_it_was_mailed_by_its_own_party(
    desk: Client, other_focal_point: User, make_request: MakeRequest
) -> None:
    sent, another = make_request(sent_on=SENT_ON, questions="Which permits?"), make_request(sent_on=SENT_ON)
    delivery.deliver(now=clock.now)
    message = Message.objects.filter(recipient="PARTY", notice__request=sent)[0]
    url = reverse("party:letter", args=[sent.reference, message.pk])
    page = desk.get(url).content.decode()
    assert "In application of Article XIII" in page
    assert "Which permits?" in page
    assert desk.get(reverse("party:letter", args=[another.reference, message.pk])).status_code == 404
    client = Client()
    client.force_login(other_focal_point)
    assert client.get(url).status_code == 404


def test_a_letter_is_shown_in_the_readers_language_where_there_is_one(
    focal_point: User, party: Party, make_request: MakeRequest
) -> None:
    party.focal_points.update(language="fr")
    sent = make_request(sent_on=SENT_ON)
    delivery.deliver(now=clock.now)
    for language in ("en", "fr"):
        (group,) = letters_received.of_request(actor=actor_of(focal_point), request=sent, prefer=language)
        assert (group[0].language, len(group)) == (language, 2)


# In one piece.


def test_the_whole_file_holds_everything_in_one_piece(
    desk: Client, make_request: MakeRequest, answer: Answer
) -> None:
    sent = make_request(sent_on=SENT_ON, questions="Which permits?")
    answer(sent, date(2026, 12, 2), justification="The flood of May.")
    delivery.deliver(now=clock.now)
    page = desk.get(reverse("party:file", args=[sent.reference])).content.decode()
    for said in (
        "Which permits?",
        "The flood of May.",
        "In application of Article XIII",
        "Six months from the request of 30 November 2026.",
        "Request sent by the Secretariat",
        "The whole file as it stood on 18 May 2027, 11:30 (Europe/Zurich).",
    ):
        assert said in page, said


def test_the_whole_file_and_the_page_cost_the_same_however_much_was_mailed(
    desk: Client, make_request: MakeRequest
) -> None:
    sent = make_request(sent_on=SENT_ON)
    delivery.deliver(now=clock.now)
    pages = [reverse(f"party:{name}", args=[sent.reference]) for name in ("file", "request")]
    few = [_queries(desk, page) for page in pages]
    for on in (date(2026, 12, 20), date(2027, 1, 5), date(2027, 3, 5)):
        sweep.issue_due_notices(on=on, at=at(on))
    delivery.deliver(now=clock.now)
    assert [_queries(desk, page) for page in pages] == few


# Contact details.


def test_a_focal_point_sees_where_letters_go_and_whom_to_tell(
    desk: Client, party: Party, make_request: MakeRequest
) -> None:
    make_request(sent_on=SENT_ON)
    page = desk.get(reverse("party:colleagues")).content.decode()
    for said in (
        party.mailbox,
        "English",
        "Focal Alder",
        "focal-xa@party.example",
        "mailto:officer@desk.example",
    ):
        assert said in page, said
    assert "Birch" not in page


def test_without_a_request_there_is_still_somebody_to_tell(desk: Client) -> None:
    page = desk.get(reverse("party:colleagues")).content.decode()
    assert "write to the Secretariat at the address from which your invitation came" in page


def test_a_proposal_with_a_name_that_nobody_can_read_is_refused(desk: Client) -> None:
    page = desk.post(
        reverse("party:colleagues"), {"name": "Nora\u202e", "email": "nora@party.example", "language": "en"}
    )
    assert "cannot be seen" in str(page.context["form"].errors["name"])
