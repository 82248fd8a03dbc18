"""Asks a page as one member of the cast, and takes everything back that the asking changed."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction
from django.template.base import Template
from django.test import Client
from django.urls import Resolver404, resolve

from compliance.accounts.models import User

_WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?(\w+)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. ``went_to`` is the name of the page that a redirect leads to, or its address."""

    status: int
    went_to: str
    headers: dict[str, str]
    cookies: SimpleCookie
    body: bytes
    wrote: tuple[str, ...]
    """The tables that were written to, in order."""

    @property
    def said(self) -> str:
        """The answer in one word: "200", "-> secretariat:request"."""
        return f"-> {self.went_to}" if self.went_to else str(self.status)

    @property
    def is_html(self) -> bool:
        """Whether it is a page."""
        return self.headers.get("Content-Type", "").startswith("text/html")

    @property
    def text(self) -> str:
        """Everything that a reader could look at: the first line, headers and cookies, and the body."""
        headers = "\n".join(f"{name}: {value}" for name, value in self.headers.items())
        return f"{self.status}\n{headers}\n{self.cookies.output()}\n{self.body.decode(errors='replace')}"


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens to the database inside is undone, as at the end of a test."""
    block = transaction.atomic()
    block._from_testcase = True  # so that services which insist on being outermost are content
    with block:
        yield
        transaction.set_rollback(True)


@contextmanager
def writes_noted() -> Iterator[list[str]]:
    """Collects the tables that statements write to."""
    wrote: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := _WRITES.match(sql):
            wrote.append(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield wrote


class Asker:
    """One member of the cast at their browser."""

    def __init__(self, user: User | None, *, csrf: bool = False) -> None:
        self.client = Client(enforce_csrf_checks=csrf, raise_request_exception=False)
        if user:
            self.client.force_login(user)
        self._cookies = {name: cookie.value for name, cookie in self.client.cookies.items()}

    def ask(self, method: str, url: str, body: dict[str, Any] | None = None) -> Answer:
        """One request; the cookies afterwards are as they were before."""
        self.client.cookies = SimpleCookie(self._cookies)
        with writes_noted() as wrote, _plainly():
            if method in ("GET", "HEAD", "POST"):
                response = getattr(self.client, method.lower())(url, body or {})
            else:
                response = self.client.generic(method, url)
            streamed = getattr(response, "streaming_content", None)
            content = b"".join(streamed) if streamed is not None else response.content
        return Answer(
            status=response.status_code,
            went_to=_page(response.headers.get("Location", "")),
            headers=dict(response.headers.items()),
            cookies=response.cookies,
            body=content,
            wrote=tuple(wrote),
        )

    def ask_and_undo(self, method: str, url: str, body: dict[str, Any] | None = None) -> Answer:
        """One request, with nothing left of it."""
        with taken_back():
            return self.ask(method, url, body)


@contextmanager
def _plainly() -> Iterator[None]:
    """As in service: without the test runner's record of templates, which takes longer than the page; and no log."""
    recording = Template._render
    Template._render = lambda self, context: self.nodelist.render(context)  # type: ignore[method-assign]
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        Template._render = recording  # type: ignore[method-assign]


def _page(location: str) -> str:
    if not location:
        return ""
    try:
        return resolve(location.partition("#")[0].partition("?")[0]).view_name
    except Resolver404:
        return location
