"""Every list that somebody can take away, by the name that addresses and files give it."""

from __future__ import annotations

from cases.access import Actor
from cases.exports import of_matters, of_requests, of_the_desk
from cases.exports.lists import List

LISTS = {one.name: one for one in (*of_requests.LISTS, *of_matters.LISTS, *of_the_desk.LISTS)}
"""Internal notes are none of them: they leave the desk only with a whole case, where that is asked for."""


def offered(*, actor: Actor) -> list[List]:
    """The lists that this reader has."""
    return [one for one in LISTS.values() if actor.audience in one.readers]
