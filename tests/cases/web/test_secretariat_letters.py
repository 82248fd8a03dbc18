"""Letters on the Secretariat's desk: their text, and trying again those that were given up."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from compliance.accounts.models import User
from notifications.models import Message
from tests.conftest import MakeRequest


@pytest.fixture
def letter(make_request: MakeRequest) -> Message:
    make_request(sent_on=date(2026, 10, 1))
    found = Message.objects.order_by("pk")[0]
    found.state, found.attempts, found.last_error = Message.State.FAILED, 12, "550 no such user"
    found.save()
    return found


@pytest.mark.parametrize("who", ["officer", "supervisor", "administrator"])
def test_staff_put_a_letter_back_in_line(
    who: str, request: pytest.FixtureRequest, client: Client, letter: Message
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert "550 no such user" in client.get(reverse("secretariat:messages")).content.decode()
    answer = client.post(reverse("secretariat:retry", args=[letter.pk]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("secretariat:messages"))
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (Message.State.PENDING, 0)


@pytest.mark.parametrize("who", ["focal_point", "other_focal_point", "member", "chair", "stranger"])
def test_nobody_else_reads_or_retries_a_letter(
    who: str, request: pytest.FixtureRequest, client: Client, letter: Message
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("secretariat:letter", args=[letter.pk])).status_code == 403
    assert client.post(reverse("secretariat:retry", args=[letter.pk])).status_code == 403
    letter.refresh_from_db()
    assert letter.state == Message.State.FAILED


def test_a_letter_is_not_retried_by_following_a_link(client: Client, officer: User, letter: Message) -> None:
    client.force_login(officer)
    assert client.get(reverse("secretariat:retry", args=[letter.pk])).status_code == 405


def test_the_text_of_a_letter_once_it_is_fixed(client: Client, officer: User, letter: Message) -> None:
    client.force_login(officer)
    address = reverse("secretariat:letter", args=[letter.pk])
    assert "Not written yet" in client.get(address).content.decode()
    letter.subject, letter.body, letter.frozen_at = (
        "About permits",
        "Dear <b>colleague</b>",
        letter.not_before,
    )
    letter.save()
    text = client.get(address).content.decode()
    assert "About permits" in text
    assert "Dear &lt;b&gt;colleague&lt;/b&gt;" in text
    assert letter.message_id.strip("<>") in text
