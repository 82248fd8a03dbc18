"""A real browser whose every request is answered by the desk itself, on the record of the permission matrix.

No port and nothing committed: the browser's requests are taken to the pages
in this process, with the headers that they answer with, so that the policy of
the site holds here as it does in service.
"""

from __future__ import annotations

import gzip
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from playwright.sync_api import Browser, Page, Route

from tests.security.asking import Answer, Asker

HOST = "http://localhost"
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 780}
MOST_BYTES = 200_000
"""The first load of a page, compressed: a slow line waits for no more."""
_VIOLATIONS = """options => axe.run(document, options).then(found => found.violations.map(
    one => [one.id, one.nodes[0].html.slice(0, 160), one.nodes.length]))"""
_SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value; }))
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 60);
})"""


@dataclass(eq=False)
class Window:
    """One person's browser window; ``faults`` is what was wrong on the page that it shows."""

    page: Page
    asker: Asker
    prepared: dict[str, Answer] = field(default_factory=dict)
    """Answers that are shown instead of being asked for: what a form came back with."""
    complaints: list[str] = field(default_factory=list)
    weight: int = 0

    @classmethod
    def open(cls, browser: Browser, asker: Asker, **options: Any) -> Window:
        context = browser.new_context(viewport=DESK, reduced_motion="reduce", **options)
        context.add_init_script(Axe().axe_script)
        window = cls(context.new_page(), asker)
        window.page.route("**/*", window._answer)
        window.page.on("console", lambda said: window._complain(said.type, said.text))
        window.page.on("pageerror", lambda error: window._complain("error", str(error)))
        return window

    def close(self) -> None:
        self.page.context.close()

    def show(self, address: str, prepared: Answer | None = None) -> list[str]:
        """Goes to a page, as the first of a visit; gives what is wrong with it on a desk and on a phone."""
        self.complaints, self.weight = [], 0
        if prepared:
            self.prepared[address] = prepared
        self.page.set_viewport_size(DESK)
        self.page.emulate_media(color_scheme="light")
        self.page.goto(HOST + address)
        self.prepared.clear()
        faults = self._jumps() + self._barriers("on a desk")
        self.page.set_viewport_size(PHONE)
        self.page.emulate_media(color_scheme="dark")
        faults += self._barriers("on a phone, dark") + self._overflow()
        if self.weight > MOST_BYTES:
            faults.append(f"{self.weight} bytes compressed on the first load")
        return faults + self.complaints

    def _complain(self, kind: str, text: str) -> None:
        # A page that answers 404 or 409 on purpose is logged by the browser as if it had failed to load.
        if kind == "error" and "the server responded with a status of" not in text:
            self.complaints.append(text)

    def _jumps(self) -> list[str]:
        moved = self.page.evaluate(_SHIFTS)
        return [f"moves while it loads: {moved:.3f}"] if moved > 0.01 else []

    def _barriers(self, where: str) -> list[str]:
        """What axe finds against WCAG 2.2 AA and good practice; only that leaves the browser, for all else is much."""
        found = self.page.evaluate(_VIOLATIONS, RULES)
        return [f"{where}: {rule}: {html} ({count})" for rule, html, count in found]

    def _overflow(self) -> list[str]:
        width = self.page.evaluate("document.documentElement.scrollWidth")
        return [f"is {width} wide on a phone"] if width > PHONE["width"] else []

    def _answer(self, route: Route) -> None:
        parts = urlsplit(route.request.url)
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if address.startswith(static("")):
            self._asset(route, address)
            return
        answer = self.prepared.get(address) or self.asker.ask("GET", address)
        self.weight += len(gzip.compress(answer.body))
        route.fulfill(status=answer.status, headers=answer.headers, body=answer.body)

    def _asset(self, route: Route, address: str) -> None:
        found = finders.find(address.removeprefix(static("")))
        if not found:
            route.fulfill(status=404)
            return
        body = Path(str(found)).read_bytes()
        self.weight += len(gzip.compress(body))
        kind = mimetypes.guess_type(address)[0] or "application/octet-stream"
        route.fulfill(status=200, content_type=kind, body=body)
