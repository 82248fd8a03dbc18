"""A letter as HTML: one file, nothing fetched from elsewhere, the colours those of the reader's own program."""

from __future__ import annotations

import base64
import hashlib
import re

from django.template.loader import get_template

from notifications.composing import Composed, Dates, Items, Paragraph

STYLE = (
    ":root{color-scheme:light dark}"
    "body{margin:0;font:1rem/1.5 Arial,Helvetica,sans-serif}"
    "main{max-width:40rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}"
    ".letterhead{border-bottom:2px solid;padding-bottom:.5rem}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "th,td{text-align:left;vertical-align:top;border-bottom:1px solid}"
    "th,td{padding:.4rem .75rem .4rem 0;overflow-wrap:break-word}"
    "@media(max-width:30rem){thead{display:none}tr,th,td{display:block}"
    "tr{border-bottom:1px solid;padding:.5rem 0}th,td{border:0;padding:0}}"
)
"""No colours: with the scheme declared, a program that is dark draws the letter dark."""


def style_hash(page: str) -> str:
    """What a policy names to let the style of this letter apply and no other; a letter frozen long ago has its own."""
    found = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    style = found[1] if found else ""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def of(letter: Composed) -> str:
    """The whole document. What anybody typed is escaped."""
    kinds = {Paragraph: "paragraph", Items: "items", Dates: "dates"}
    context = {
        "letter": letter,
        "frame": letter.frame,
        "style": STYLE,
        "parts": [{"kind": kinds[type(part)], "part": part} for part in letter.parts],
    }
    return str(get_template("letters/letter.html").render(context)).strip() + "\n"
