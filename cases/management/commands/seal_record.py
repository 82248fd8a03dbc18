"""Seals what became final; the same that beat does every five minutes."""

from __future__ import annotations

from typing import Any

from cases.record import chain
from compliance import clock
from compliance.management.plain import PlainCommand


class Command(PlainCommand):
    help = (
        "Adds every row that is final and not sealed yet to the chain of the record, however often it is run."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sealed = chain.seal(at=clock.now())
        except chain.ChainBroken as error:
            self.refuse(str(error))
        text = f"{sealed.links} rows sealed. Head of the chain, to be kept elsewhere: {sealed.head}"
        self.answer(payload={"links": sealed.links, "head": sealed.head}, text=text, options=options)
