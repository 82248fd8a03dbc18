"""The secrets of factors: what the database holds of them, and how the key is changed."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from compliance.accounts import cipher
from compliance.accounts.models import User
from tests.conftest import PASSWORD, TOTP_SECRET

OLD, NEW = "an earlier secret of the site " * 3, "the secret of the site that came after it " * 3


def _opens(user: User) -> bool:
    cache.clear()
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    code = format_hotp_value(hotp_value(TOTP_SECRET, next(yield_hotp_counters_from_time())))
    return client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302


def _stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator ORDER BY id")
        return " ".join(str(row[0]) for row in cursor.fetchall())


def _as_before(text: str, site_secret: str) -> str:
    """As an earlier version wrote it."""
    key = base64.urlsafe_b64encode(hashlib.sha256(b"factors:" + site_secret.encode()).digest())
    return Fernet(key).encrypt(text.encode()).decode()


def test_it_is_read_back_and_never_looks_the_same() -> None:
    first, second = (cipher.encrypt(text=TOTP_SECRET) for _ in range(2))
    assert first != second
    assert TOTP_SECRET not in first
    assert {cipher.decrypt(encrypted=one) for one in (first, second)} == {TOTP_SECRET}


@pytest.mark.parametrize("place", [5, 20, 40, -2])
def test_what_was_altered_is_not_read(place: int) -> None:
    written = list(cipher.encrypt(text=TOTP_SECRET))
    written[place] = "A" if written[place] != "A" else "B"
    with pytest.raises(cipher.Unreadable):
        cipher.decrypt(encrypted="".join(written))


def test_a_key_that_was_in_use_before_still_reads(settings: Any) -> None:
    settings.SECRET_KEY = OLD
    written = cipher.encrypt(text=TOTP_SECRET)
    settings.SECRET_KEY = NEW
    with pytest.raises(cipher.Unreadable):
        cipher.decrypt(encrypted=written)
    settings.SECRET_KEY_FALLBACKS = [OLD]
    assert cipher.decrypt(encrypted=written) == TOTP_SECRET
    assert not cipher.is_of_today(encrypted=written)


@pytest.mark.django_db
def test_the_key_is_changed_and_the_old_one_forgotten(
    settings: Any, officer: User, member: User, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SECRET_KEY = OLD
    Authenticator.objects.update(data={"secret": cipher.encrypt(text=TOTP_SECRET)})
    RecoveryCodes.activate(officer)
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    assert TOTP_SECRET not in _stored()

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert _opens(officer), "before it is written anew"
    call_command("reencrypt_factors")
    assert capsys.readouterr().out.strip() == "3 factors encrypted anew, 0 were so already."
    settings.SECRET_KEY_FALLBACKS = []
    assert _opens(officer)
    assert _opens(member)
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes() == codes
    call_command("reencrypt_factors", "--format", "json")
    assert json.loads(capsys.readouterr().out) == {"anew": 0, "already": 3, "unreadable": []}


@pytest.mark.django_db
def test_what_an_earlier_version_wrote_opens_and_is_written_anew(settings: Any, officer: User) -> None:
    before = _as_before(TOTP_SECRET, settings.SECRET_KEY)
    Authenticator.objects.update(data={"secret": before})
    assert _opens(officer)
    call_command("reencrypt_factors")
    assert before not in _stored()
    assert _opens(officer)


@pytest.mark.django_db
def test_one_that_no_key_reads_is_named_and_the_rest_are_written(
    settings: Any, officer: User, member: User, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = Authenticator.objects.get(user=officer)
    Authenticator.objects.filter(pk=lost.pk).update(data={"secret": _as_before(TOTP_SECRET, OLD)})
    Authenticator.objects.filter(user=member).update(
        data={"secret": _as_before(TOTP_SECRET, settings.SECRET_KEY)}
    )
    with pytest.raises(SystemExit) as ended:
        call_command("reencrypt_factors")
    assert ended.value.code == 1
    assert f"No key reads: {lost.pk}." in capsys.readouterr().out
    assert _opens(member)
