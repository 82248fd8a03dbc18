"""What a page is asked about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Kwargs = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """The arguments of an address, and the form that is sent to it."""

    kwargs: Kwargs = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
