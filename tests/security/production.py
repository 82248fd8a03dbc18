"""Asks a desk in production for its pages, over TLS, and prints as JSON what is wrong with the answers.

Started by ``test_production.py`` with the environment of a production desk.
Everything it makes is taken back.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402  (after the settings are read)
from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import NoReverseMatch, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from cases.models import Party  # noqa: E402
from compliance.accounts.models import Membership, Role, User  # noqa: E402
from tests.conftest import PASSWORD, TOTP_SECRET  # noqa: E402
from tests.security import addresses, headers  # noqa: E402
from tests.security.asking import Asker, taken_back  # noqa: E402

HSTS = "max-age=31536000; includeSubDomains; preload"
TLS = {"SERVER_NAME": "desk.example.org", "HTTP_X_FORWARDED_PROTO": "https", "wsgi.url_scheme": "https"}


def main() -> None:
    """Asks, and prints."""
    with taken_back():
        faults = [*_over_tls(), *_signing_in(), *_without_tls()]
    connection.close()
    names = sorted(addresses.names())
    json.dump({"faults": faults, "names": names}, sys.stdout)


def _over_tls() -> list[str]:
    askers = {"anonymous": _asker(None), **{role: _asker(_person(role)) for role in Role}}
    return [
        f"{method} {url} for {who}: {fault}"
        for who, asker in askers.items()
        for url in _urls()
        for method in ("GET", "POST")
        for fault in _faults(asker, method, url, is_signed_in=who != "anonymous")
    ]


def _faults(asker: Asker, method: str, url: str, *, is_signed_in: bool) -> list[str]:
    answer = asker.ask_and_undo(method, url)
    stays = is_signed_in and not (method == "POST" and url == reverse("account_logout"))
    found = headers.faults(answer, is_signed_in=stays) + headers.cookie_faults(answer, secure=True)
    if answer.headers.get("Strict-Transport-Security") != HSTS:
        found.append(f"Strict-Transport-Security is {answer.headers.get('Strict-Transport-Security')}")
    return found if answer.status != 500 else [*found, "it failed"]


def _signing_in() -> list[str]:
    """The cookie of a session, as it is given to a browser."""
    person = _person(Role.FOCAL_POINT, "signing-in")
    typed = {"login": person.email, "password": PASSWORD}
    answer = _asker(None).ask("POST", reverse("account_login"), typed)
    given = [] if "__Host-session" in answer.cookies else [f"no session is given: {answer.said}"]
    return given + headers.cookie_faults(answer, secure=True)


def _without_tls() -> list[str]:
    """A reader who comes without TLS is sent to the same page with it, and told nothing."""
    asker = Asker(None)
    asker.client.defaults |= TLS | {"HTTP_X_FORWARDED_PROTO": "http"}
    answer = asker.ask("GET", reverse("account_login"))
    led = answer.status == 301 and answer.headers["Location"].startswith("https://desk.example.org/")
    return [] if led and not answer.body and not answer.cookies else [f"without TLS: {answer.said}"]


def _urls() -> list[str]:
    found = []
    for name in addresses.names():
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return [*found, "/nowhere/", reverse("secretariat:request", args=["IR-1999-0001"])]


def _asker(user: User | None) -> Asker:
    asker = Asker(user)
    asker.client.defaults |= TLS
    return asker


def _person(role: Role, called: str = "production") -> User:
    """Under names that no other test uses: the database may be in use by one that is not finished."""
    user = User.objects.create_user(
        email=f"{called}-{role.lower()}@desk.example", name="Production", password=PASSWORD
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    party = Party.objects.get_or_create(iso2="XY", region="EUROPE")[0] if role is Role.FOCAL_POINT else None
    Membership.objects.create(user=user, role=role, party=party, started_at=timezone.now())
    if role is not Role.FOCAL_POINT:
        TOTP.activate(user, TOTP_SECRET)
    return user


if __name__ == "__main__":
    main()
