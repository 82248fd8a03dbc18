"""Wake-ups: each reads the clock and calls one service."""

from __future__ import annotations

from celery import shared_task

from cases.record import chain
from cases.services import comparing, document_keeping, forgetting, record_checks, sweep_runs
from compliance import clock


@shared_task
def sweep() -> None:
    """Issues the notices due today, at the seat of the Secretariat."""
    at = clock.now()
    sweep_runs.run(on=clock.legal_day(at=at), at=at, now=clock.now)


@shared_task
def discard_documents() -> None:
    """Removes uploads that nobody sent in the time that they are kept."""
    document_keeping.discard_abandoned(before=clock.now() - document_keeping.KEPT_UNSENT)


@shared_task
def scan_documents() -> None:
    """Scans what was uploaded while no scanner answered."""
    document_keeping.scan_unscanned()


@shared_task
def seal() -> None:
    """Adds what became final to the chain of the record."""
    chain.seal(at=clock.now(), limit=chain.AT_ONCE)


@shared_task
def compare_rule_sets() -> None:
    """Goes on with the comparison of rule sets that is not finished, a chunk at a time."""
    while comparing.advance(at=clock.now()):
        pass


@shared_task
def check_record() -> None:
    """Walks the chain of the record, at night, and writes down what it found."""
    record_checks.check(at=clock.now(), now=clock.now)


@shared_task
def forget_departed() -> None:
    """Takes names and addresses of those who left long ago out of their accounts."""
    at = clock.now()
    if before := forgetting.limit(at=at):
        forgetting.forget_departed(before=before, at=at)
