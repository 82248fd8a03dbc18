"""The addresses that only a demonstration has: stated in the matrix like the others, and there nowhere else."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import clear_url_caches, set_urlconf

from compliance import urls
from tests.security import addresses, cast, headers, markup, rules
from tests.security.asking import Asker
from tests.security.matrix import ROWS
from tests.security.targets import Targets

pytestmark = pytest.mark.usefixtures("on_the_record")


@pytest.fixture
def _demonstration(settings: Any, tmp_path: Path) -> Iterator[None]:
    """The site as ``make demo`` serves it."""
    settings.DEMONSTRATION, settings.VAR_DIR = True, tmp_path
    _read_addresses_anew()
    yield
    settings.DEMONSTRATION = False
    _read_addresses_anew()


def _read_addresses_anew() -> None:
    importlib.reload(urls)
    clear_url_caches()
    set_urlconf(None)


@pytest.mark.usefixtures("_demonstration")
def test_addresses_of_the_demonstration(askers: dict[str, Asker], targets: Targets) -> None:
    assert set(addresses.names()) == {row.name for row in ROWS}
    wrong = []
    for question, target in addresses.questions(targets):
        if not question.row.demonstration:
            continue
        for member in cast.CAST:
            answer = askers[member].ask_and_undo(question.method, addresses.url(question.row, target))
            stated = rules.expected(question.row, label=question.label, member=member, method=question.method)
            faults = headers.faults(answer, is_signed_in=member not in cast.NOT_SIGNED_IN)
            faults += markup.faults(answer.body.decode()) if answer.is_html else []
            if answer.said != stated or faults:
                wrong.append(f"{member}: {question} answered {answer.said}, stated {stated}; {faults}")
    assert not wrong, "\n".join(wrong)
