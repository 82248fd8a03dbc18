"""Programs of the cast: each with a token made as a person makes one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cases import access
from cases.services import api_tokens
from compliance import clock
from compliance.accounts.models import User
from tests.conftest import SetClock, actor_of, at

TODAY = date(2026, 12, 1)
SENT_ON = date(2026, 11, 1)


@dataclass
class Program:
    """A program with its token; every answer is read as JSON by ``.json()``."""

    secret: str
    client: Client

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1/{path}", headers=self._with(headers))

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        data = json.dumps(body) if body is not None else ""
        kind = "application/json"
        return self.client.generic(
            method, f"/api/v1/{path}", data, content_type=kind, headers=self._with(headers)
        )

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def upload(self, path: str, **parts: Any) -> Any:
        return self.client.post(f"/api/v1/{path}", parts, headers=self._with({}))

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Authorization": f"Bearer {self.secret}"} | named


def token_of(user: User, *scopes: str) -> str:
    """A token for everything that the role can be given, or for these scopes."""
    actor = actor_of(user)
    now = clock.now()
    return api_tokens.make(
        actor=actor,
        name="A program",
        scopes=scopes or [one.value for one in access.scopes_of(actor=actor)],
        expires_on=clock.legal_day(at=now) + timedelta(days=90),
        at=now,
    )


MakeProgram = Callable[..., Program]


@pytest.fixture
def program(set_clock: SetClock) -> MakeProgram:
    """Makes a program for somebody of the cast, on 1 December 2026."""
    set_clock(at(TODAY))
    cache.clear()

    def make(user: User, *scopes: str) -> Program:
        return Program(token_of(user, *scopes), Client(raise_request_exception=False))

    return make
