"""What another Party's person could try to learn of a letter that is not theirs: it answers as if there were none.

Each address is asked about something that the reader may not see and about
something that nobody has. The answers must be the same to the byte, with the same
headers and as many queries: neither words nor time may differ.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Document, InformationRequest, SearchEntry
from tests.cases import sample_files
from tests.security import cast
from tests.security.asking import taken_back
from tests.security.world import World

pytestmark = pytest.mark.usefixtures("on_the_record")

NEVER = "IR-1999-0001"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
NOT_OWN = ("other", "other draft", "other brought", "draft", "draft filed")
_SENT = ("other sent", "other waiting", "staff waiting", "staff waiting other")


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, as far as it could tell something."""

    status: int
    headers: tuple[str, ...]
    body: str
    queries: int


def _client(world: World, reader: str = cast.OWN) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.people.users[reader])
    client.get(reverse("home"))
    return client


def _said(
    client: Client, method: str, url: str, body: dict[str, Any], named: list[str], **headers: str
) -> Said:
    """What is answered, without what was asked for and what differs between any two answers."""
    with taken_back(), CaptureQueriesContext(connection) as queries:
        if method in ("GET", "HEAD", "POST"):
            answer = getattr(client, method.lower())(url, body, headers=headers)
        else:
            answer = client.generic(method, url, headers=headers)
    text = answer.content.decode() + "\n".join(
        f"{name}: {value}" for name, value in answer.headers.items() if name != "X-Request-ID"
    )
    for word in named:
        text = text.replace(word, "IT")
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    page, _headers, rest = text.partition("Content-Type: ")
    lines = tuple(line for line in rest.splitlines() if not line.startswith("Content-Length"))
    return Said(answer.status_code, lines, page, len(queries))


def _about_requests(world: World) -> Iterator[tuple[str, str, str, dict[str, Any], list[str]]]:
    """What is asked, and the same about nothing: name, two addresses, the form, and what is named in it."""
    form = {"key": str(uuid.uuid4()), "information": "PARTIAL", "text": "Twelve.", "act": "check"}
    for label in NOT_OWN:
        reference = world.requests[label].reference
        for page in ("party:request", "party:answer"):
            pair = (reverse(page, args=[reference]), reverse(page, args=[NEVER]))
            yield f"{page} {label}", *pair, form, [reference, NEVER]


def test_a_request_of_another_party_answers_as_one_that_never_was(world: World) -> None:
    client = _client(world)
    for name, url, never, form, named in _about_requests(world):
        for method in METHODS:
            body = form if method == "POST" else {}
            said = _said(client, method, url, body, named)
            assert said == _said(client, method, never, body, named), (method, name)
            assert said.status == 404 or method == "OPTIONS" or "party:request" in name, (method, name)


def test_a_receipt_of_another_party_answers_as_one_that_never_was(world: World) -> None:
    client = _client(world)
    own, other = world.requests["own"].reference, world.requests["other"].reference
    key, nobodys = world.submissions["other"].key, uuid.uuid4()
    named = [str(key), str(nobodys), other, own, NEVER]
    for reference in (own, other):
        said = _said(client, "GET", reverse("party:receipt", args=[reference, key]), {}, named)
        never = _said(client, "GET", reverse("party:receipt", args=[reference, nobodys]), {}, named)
        assert said == never
        assert said.status == 404
    crossed = reverse("party:receipt", args=[other, world.submissions["own"].key])
    assert _said(client, "GET", crossed, {}, named).status == 404, "an own receipt under another's reference"


@pytest.mark.parametrize("label", _SENT)
def test_a_document_of_another_side_answers_as_one_that_never_was(world: World, label: str) -> None:
    client, key, nobodys = _client(world), world.documents[label].pk, uuid.uuid4()
    named = [str(key), str(nobodys)]
    for method, page in (
        ("GET", "download"),
        ("HEAD", "download"),
        ("POST", "remove"),
        ("OPTIONS", "download"),
    ):
        urls = [reverse(f"documents:{page}", args=[one]) for one in (key, nobodys)]
        said = _said(client, method, urls[0], {}, named)
        assert said == _said(client, method, urls[1], {}, named), (method, page)
    for headers in (
        {"range": "bytes=0-10"},
        {"if-none-match": "*"},
        {"if-none-match": f'"{world.documents[label].sha256}"'},
        {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"referer": f"http://testserver/secretariat/requests/{world.requests['other'].reference}/"},
        {"hx-request": "true"},
        {"accept": "application/pdf"},
        {"x-http-method-override": "GET"},
        {"x-original-url": "/"},
    ):
        assert _said(client, "GET", urls[0].replace("/remove", ""), {}, named, **headers).status == 404, (
            headers
        )


def test_a_form_names_a_document_of_another_party_in_vain(world: World) -> None:
    """The button that takes a document back, in the reader's own answer."""
    client, url = _client(world), reverse("party:answer", args=[world.requests["own"].reference])
    nobodys = uuid.uuid4()
    for label in _SENT:
        key = world.documents[label].pk
        asked = [
            _said(client, "POST", url, {"key": str(uuid.uuid4()), "remove_document": str(one)}, [str(one)])
            for one in (key, nobodys)
        ]
        assert asked[0] == asked[1], label
        assert Document.objects.filter(pk=key).exists()


def test_uploading_to_a_request_of_another_party_answers_as_to_none(world: World) -> None:
    client, key = _client(world), str(world.documents["other waiting"].form_key)
    for label in NOT_OWN:
        reference = world.requests[label].reference
        said = []
        for one in (reference, NEVER):
            upload = SimpleUploadedFile("a.pdf", sample_files.pdf())
            typed = {"request": one, "key": key, "documents": upload}
            said.append(_said(client, "POST", reverse("documents:upload"), typed, [reference, NEVER]))
        assert said[0] == said[1], label
        assert said[0].status == 404


def test_the_key_of_another_partys_form_shows_and_takes_nothing_of_it(world: World) -> None:
    """With the reader's own request and the key under which the other Party, and the Secretariat, have uploads."""
    client = _client(world)
    reference, key = world.requests["own"].reference, str(world.documents["other waiting"].form_key)
    same_name = world.documents["other waiting"]
    with taken_back():
        with same_name.file.open("rb") as file:
            upload = SimpleUploadedFile(same_name.name, file.read())
        typed = {"request": reference, "key": key, "documents": upload}
        page = client.post(reverse("documents:upload"), typed).content.decode()
        mine = Document.objects.get(name=same_name.name, party=world.people.parties["XA"])
        assert mine.pk != same_name.pk, "the same file of another Party is not found again"
        assert page.count("/remove/") == 2, "what waits of this side: what was there, and the new one"
        for label in ("staff waiting", "staff waiting other"):
            assert world.documents[label].name not in page


@pytest.mark.parametrize(
    "spelt",
    [
        str.lower,
        str.title,
        lambda reference: reference + "%20",
        lambda reference: reference + "%00",
        lambda reference: reference.replace("-", "%2D%2D", 1),
        lambda reference: reference.replace("0", "%EF%BC%90"),
        lambda reference: reference.replace("IR-", "IR-0"),
        lambda reference: "../requests/" + reference,
        lambda reference: reference + "' OR '1'='1",
        lambda reference: reference + "/../" + reference,
    ],
    ids=["small", "title", "blank", "NUL", "dashes", "wide digits", "zero", "dots", "quote", "back"],
)
def test_a_reference_spelt_otherwise_opens_nothing(world: World, spelt: Any) -> None:
    client = _client(world)
    for label in ("own", "other"):
        reference = world.requests[label].reference
        for page in ("", "answer/"):
            answer = client.get(f"/party/requests/{spelt(reference)}/{page}")
            assert answer.status_code in (301, 400, 404), (label, answer.status_code)
            assert not world.canaries.found_by(cast.OWN, answer.content.decode())


def test_another_desk_does_not_tell_whether_a_request_is_there(world: World) -> None:
    """The door of the Secretariat answers before anything is looked for."""
    client = _client(world)
    for page in ("secretariat:request", "committee:matter"):
        known = world.requests["other"].reference if "request" in page else world.matters["other"].reference
        urls = [reverse(page, args=[one]) for one in (known, "XX-1999-0001")]
        said = [_said(client, "GET", url, {}, [known, "XX-1999-0001"]) for url in urls]
        assert said[0] == said[1]
        assert said[0].status == 403


def test_a_matter_that_was_not_brought_answers_the_committee_as_one_that_never_was(world: World) -> None:
    client = _client(world, cast.MEMBER)
    for label in ("own", "other"):
        known = world.matters[label].reference
        urls = [reverse("committee:matter", args=[one]) for one in (known, "CM-1999-0001")]
        said = [_said(client, "GET", url, {}, [known, "CM-1999-0001"]) for url in urls]
        assert said[0] == said[1], label
        assert said[0].status == 404


def test_the_committee_finds_no_request_by_words_that_it_does_not_read(world: World) -> None:
    """The words of a request are its subject and its questions in one: finding it by either would tell of the other."""
    brought: InformationRequest = world.requests["brought"]
    SearchEntry.objects.update_or_create(
        kind="REQUEST",
        about=str(brought.pk),
        defaults={"request": brought, "words": f"{brought.subject} {brought.questions}".lower()},
    )
    for member in cast.COMMITTEE:
        actor = world.people.actor(member)
        assert not SearchEntry.objects.visible_to(actor).exists()
    for member in (cast.OWN, cast.OFFICER):
        assert SearchEntry.objects.visible_to(world.people.actor(member)).filter(request=brought).exists()
