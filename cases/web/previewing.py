"""A page as somebody of another audience sees it, drawn by that audience's own view; nothing on it can be done.

The view itself is found by its address and asked with an actor of its audience
who is nobody in particular, so that its queries and its template decide what is
shown: there is no second drawing that could show more. Only the text of the page
is kept, without links, forms and scripts.
"""

from __future__ import annotations

import inspect
from html import escape
from html.parser import HTMLParser

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.urls import resolve
from django.utils.safestring import SafeString, mark_safe

from cases.access import Actor, Audience

_DROPPED = frozenset({"form", "script", "style", "button", "input", "select", "textarea", "template"})
"""What could act, with all that is in it."""
_EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr", "source", "col"})
_ACTING = ("href", "xlink:href", "src", "action", "formaction", "hx-", "data-", "on", "tabindex", "autofocus")


def page(*, asked_by: Actor, actor: Actor, path: str) -> SafeString | None:
    """The main part of the page at ``path`` as ``actor`` sees it; None where there is none for them.

    Only the Secretariat looks at what others see. ``actor`` is of the audience whose
    desk the address belongs to. A GET, as every view of the desk answers without
    changing anything.
    """
    assert actor.user_id == 0  # noqa: S101  # nobody's drafts, feeds or views
    if asked_by.audience is not Audience.SECRETARIAT:
        return None
    found = resolve(path)
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META["SERVER_NAME"], request.META["SERVER_PORT"] = "preview", "80"
    request.resolver_match, request.user = found, AnonymousUser()
    request.actor = actor  # type: ignore[attr-defined]  # as ActorMiddleware sets it
    request.session = {}  # type: ignore[assignment]  # nobody's: a view that wrote to it would write nothing
    try:
        response = inspect.unwrap(found.func)(request, *found.args, **found.kwargs)
    except Http404:
        return None
    return _main(response.content.decode()) if response.status_code == 200 else None


def _main(html: str) -> SafeString:
    kept = _Main()
    kept.feed(html)
    kept.close()
    # Written anew from the tags of our own template, with every text escaped again.
    return mark_safe("".join(kept.written))  # noqa: S308


class _Main(HTMLParser):
    """Writes what is in ``<main>`` again, without what could act."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self._inside = False
        self._dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "main":
            self._inside = True
        elif self._inside and (self._dropped or tag in _DROPPED):
            self._dropped += tag not in _EMPTY
        elif self._inside:
            self.written.append(f"<{_tag(tag)}{''.join(_attributes(tag, attrs))}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Of a drawing: tags that close themselves."""
        if self._inside and not self._dropped and tag not in _DROPPED:
            self.written.append(f"<{tag}{''.join(_attributes(tag, attrs))}/>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._inside = False
        elif self._inside and self._dropped:
            self._dropped -= tag not in _EMPTY
        elif self._inside and tag not in _EMPTY:
            self.written.append(f"</{_tag(tag)}>")

    def handle_data(self, data: str) -> None:
        if self._inside and not self._dropped:
            self.written.append(escape(data, quote=False))


def _tag(tag: str) -> str:
    """A link becomes plain words; the page's own heading becomes one below the heading of the preview."""
    return {"a": "span", "h1": "h2", "h2": "h3", "h3": "h4"}.get(tag, tag)


def _attributes(tag: str, attrs: list[tuple[str, str | None]]) -> list[str]:
    if tag == "a":
        return [' class="preview-link"']
    kept = [(name, value) for name, value in attrs if name == "data-label" or not name.startswith(_ACTING)]
    return [f' {name}="{escape(value or "")}"' for name, value in kept]
