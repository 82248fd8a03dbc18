"""Where a copy of the code asks, at each scoping call, whether that call is taken away at present."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import Any

NONE = -1
_taken_away = int(os.environ.get("TAKEN_AWAY", NONE))
reached: set[int] = set()
"""The numbers of the calls that were come upon since this was last cleared."""


def take_away(number: int) -> None:
    """From now on this call is gone, and any other is there; ``NONE`` for all there."""
    global _taken_away
    _taken_away = number


def is_gone(number: int) -> bool:
    """Asked by the switched code at the call of this number."""
    reached.add(number)
    return number == _taken_away


def door(number: int, decorator: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A decorator that is asked for at each call of what it decorates."""

    def decorated(view: Callable[..., Any]) -> Callable[..., Any]:
        behind = decorator(view)

        @functools.wraps(behind)
        def answer(*args: Any, **kwargs: Any) -> Any:
            return (view if is_gone(number) else behind)(*args, **kwargs)

        return answer

    return decorated
