"""Asks the API with the token of one of the cast, and takes back what the asking changed."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases import access
from cases.services import api_tokens
from compliance.accounts.api_token import ApiToken, Scope, digest
from compliance.accounts.models import Membership
from tests.security import cast, matrix_api
from tests.security.asking import Answer, _plainly, taken_back, writes_noted
from tests.security.people import TODAY
from tests.security.world import World


class Program:
    """A client that sends one Authorization header, or none."""

    def __init__(self, authorization: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"If-Match": "*"} | ({"Authorization": authorization} if authorization else {})

    def ask(
        self, method: str, url: str, body: dict[str, Any] | None = None, *, files: bool = False
    ) -> Answer:
        with writes_noted() as wrote, _plainly():
            if files and method == "POST":
                parts = {"key": str(uuid.uuid4()), "file": SimpleUploadedFile("a.txt", b"words")}
                response = self.client.post(url, parts, headers=self.headers)
            else:
                data = json.dumps(body or {}) if method not in ("GET", "HEAD") else ""
                response = self.client.generic(
                    method, url, data, content_type="application/json", headers=self.headers
                )
            streamed = getattr(response, "streaming_content", None)
            content = b"".join(streamed) if streamed is not None else response.content
        headers = dict(response.headers.items())
        return Answer(response.status_code, "", headers, response.cookies, content, tuple(wrote))

    def ask_and_undo(self, *arguments: Any, **named: Any) -> Answer:
        with taken_back():
            return self.ask(*arguments, **named)


def program_of(world: World, bearer: str) -> Program:
    """With a token for all that the role does, or for reading alone; used today already."""
    member = cast.OFFICER if bearer == matrix_api.READING else bearer
    scopes = access.scopes_of(actor=world.people.actor(member)) if bearer == member else ()
    secret = make(world, member, scopes)
    ApiToken.objects.update(last_used_on=TODAY.date())
    return Program(f"Bearer {secret}")


def not_working(world: World) -> dict[str, Program]:
    """Whatever opens nothing, each for another reason."""
    headers = {"no token": "", "made up": "Bearer citesdesk_" + "x" * 43, "of another kind": "Basic eDp5"}
    expired, ended = make(world, cast.OFFICER), make(world, cast.OFFICER)
    ApiToken.objects.filter(secret_digest=digest(expired)).update(
        made_at=TODAY - timedelta(days=2), expires_at=TODAY
    )
    token = ApiToken.objects.get(secret_digest=digest(ended))
    api_tokens.revoke(actor=world.people.actor(cast.OFFICER), token=token, at=TODAY)
    headers |= {"expired": f"Bearer {expired}", "ended by its owner": f"Bearer {ended}"}
    for name, member in (
        ("of who left", cast.ENDED),
        ("of a disabled person", cast.DISABLED),
        ("of an officer without second factor", cast.NO_FACTOR),
    ):
        headers[name] = f"Bearer {_of_nobody(world, member, name)}"
    assert tuple(sorted(headers)) == tuple(sorted(matrix_api.NOT_WORKING))
    return {name: Program(header) for name, header in headers.items()}


def make(world: World, member: str, scopes: Any = ()) -> str:
    """A token as its owner makes it."""
    return api_tokens.make(
        actor=world.people.actor(member),
        name="A program",
        scopes=scopes,
        expires_on=TODAY.date() + timedelta(days=30),
        at=TODAY,
    )


def _of_nobody(world: World, member: str, name: str) -> str:
    """One that was made while its owner was somebody."""
    membership = Membership.objects.get(user=world.people.users[member])
    ApiToken.objects.create(
        membership=membership,
        name=name,
        scopes=[Scope.READ],
        secret_digest=digest(name),
        made_at=TODAY - timedelta(days=1),
        expires_at=TODAY + timedelta(days=30),
    )
    return name
