"""Reads a page as a browser would, for what the policy of the site does not let run."""

from __future__ import annotations

from html.parser import HTMLParser

_DATA = {"application/json", "text/x-template"}


class Inline(HTMLParser):
    """Collects scripts and styles that stand in the page, attributes that are either, and code of other hosts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.elements = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements += 1
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") not in _DATA):
            self.faults.append(f"<{tag}> in the page")
        self.faults += [f"{name} on <{tag}>" for name in given if name == "style" or name.startswith("on")]
        for name in ("href", "src", "action", "formaction"):
            if (given.get(name) or "").strip().lower().startswith(("javascript:", "vbscript:")):
                self.faults.append(f"{name} of <{tag}> is a script")
        if tag in ("script", "link", "iframe", "object", "embed") and not _own(
            given.get("src") or given.get("href")
        ):
            self.faults.append(f"<{tag}> of another host")

    handle_startendtag = handle_starttag


def _own(address: str | None) -> bool:
    return not address or (address.startswith("/") and not address.startswith("//"))


def faults(page: str) -> list[str]:
    """What a page carries in itself that it must not."""
    found = Inline()
    found.feed(page)
    return found.faults
