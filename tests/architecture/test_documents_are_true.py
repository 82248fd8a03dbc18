"""What the documents print from code is what the code says."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]


def test_the_registry_of_letters_is_the_one_in_force() -> None:
    page = (ROOT / "docs" / "letters.md").read_text()
    shown = page.split("<!-- letters -->\n")[1].split("<!-- end of letters -->")[0]
    out = StringIO()
    call_command("letters", stdout=out)
    assert shown == out.getvalue(), "print it anew: manage.py letters"


def test_the_capability_table_is_the_one_in_force() -> None:
    page = (ROOT / "docs" / "security.md").read_text()
    shown = page.split("<!-- capabilities -->\n")[1].split("<!-- end of capabilities -->")[0]
    out = StringIO()
    call_command("capabilities", stdout=out)
    assert shown == out.getvalue(), "print it anew: manage.py capabilities"
