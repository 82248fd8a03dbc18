"""What a password may be: long, not ordinary, and otherwise whatever its owner likes."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from compliance.accounts.models import User
from tests.conftest import PASSWORD

ANNA = User(email="a.oosterhout@ministry.example", name="Anna van Oosterhout")
LONG = "  the   heron stands in the reeds at dusk and waits for an eel; ÿ 鳥 🐟 never sleeps in the rain  "


@pytest.mark.parametrize(
    ("password", "code"),
    [
        pytest.param("eleven char", "password_too_short", id="eleven characters"),
        pytest.param("international", "password_too_common", id="among Django's common ones"),
        pytest.param("password-2027-password", "password_ordinary_words", id="common, with a year"),
        pytest.param("dragon123456", "password_ordinary_words", id="common, with digits"),
        pytest.param("abcabcabcabc", "password_ordinary_words", id="three letters again and again"),
        pytest.param("sunshine sunshine", "password_ordinary_words", id="common, twice"),
        pytest.param("CITES-secretariat-2027!", "password_ordinary_words", id="words of the desk"),
        pytest.param("Comité-permanent-78", "password_ordinary_words", id="in French, with an accent"),
        pytest.param("secretaría de cites", "password_ordinary_words", id="in Spanish, with an accent"),
        pytest.param("compliance desk example", "password_ordinary_words", id="the name of the site"),
        pytest.param("anna_oosterhout_78", "password_too_similar", id="the owner's name"),
        pytest.param("78 oosterhout 78 ministry", "password_ordinary_words", id="the owner's address"),
    ],
)
def test_what_would_be_tried_first_is_refused(settings: object, password: str, code: str) -> None:
    settings.SITE_URL = "https://compliance-desk.example.org"  # type: ignore[attr-defined]
    with pytest.raises(ValidationError) as refused:
        validate_password(password, ANNA)
    assert code in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("correct horse battery", id="small letters and blanks"),
        pytest.param("740913582664", id="digits"),
        pytest.param("#&(;%>?~{*=$", id="signs"),
        pytest.param("журавль над рекой", id="another script"),
        pytest.param("the committee met a heron", id="a sentence may hold a word of the desk"),
        pytest.param(LONG, id="a long sentence, as typed"),
    ],
)
def test_no_kind_of_character_is_asked_for(password: str) -> None:
    validate_password(password, ANNA)


@pytest.mark.django_db
def test_a_long_password_is_kept_to_its_last_character(client: Client, focal_point: User) -> None:
    assert len(LONG) > 72, "where other hashes stop reading"
    client.force_login(focal_point)
    typed = {"oldpassword": PASSWORD, "password1": LONG, "password2": LONG}
    assert client.post(reverse("account_change_password"), typed).status_code == 302
    focal_point.refresh_from_db()
    assert focal_point.check_password(LONG)
    assert not focal_point.check_password(LONG[:-1])
    assert not focal_point.check_password(LONG.strip())


@pytest.mark.django_db
def test_the_page_says_why_and_keeps_the_old_password(client: Client, focal_point: User) -> None:
    client.force_login(focal_point)
    weak = "cites secretariat 2027"
    typed = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    page = client.post(reverse("account_change_password"), typed)
    assert "words of this desk" in page.content.decode()
    focal_point.refresh_from_db()
    assert focal_point.check_password(PASSWORD)


@pytest.mark.django_db
def test_a_password_is_changed_only_by_who_knows_it(client: Client, focal_point: User) -> None:
    client.force_login(focal_point)
    new = "a heron above the river"
    client.post(
        reverse("account_change_password"), {"oldpassword": "wrong", "password1": new, "password2": new}
    )
    focal_point.refresh_from_db()
    assert focal_point.check_password(PASSWORD)
