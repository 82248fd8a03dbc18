"""Wake-ups: each reads the clock and calls one service."""

from __future__ import annotations

from celery import shared_task

from cases.record import chain
from cases.services import (
    comparing,
    digests,
    document_keeping,
    forgetting,
    kept_answers,
    personal_notices,
    record_checks,
    sweep_runs,
)
from cases.services.incoming import sorting
from cases.services.portfolio import working
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
def forget_answers() -> None:
    """Removes what was kept under the keys of programs for as long as it is kept."""
    kept_answers.forget(before=clock.now() - kept_answers.KEPT)


@shared_task
def scan_documents() -> None:
    """Scans what was uploaded while no scanner answered."""
    document_keeping.scan_unscanned()


@shared_task
def seal() -> None:
    """Adds what became final to the chain of the record."""
    chain.seal(at=clock.now(), limit=chain.AT_ONCE)


@shared_task
def write_digests() -> None:
    """Writes the digests of this working day that are not written yet."""
    digests.write_due(at=clock.now())


@shared_task
def tell_of_returns() -> None:
    """Tells officers of letters that came back."""
    personal_notices.tell_of_returns(at=clock.now())


@shared_task
def sort_mail() -> None:
    """Reads mail that was kept and not read yet, such as after a crash between the two."""
    sorting.sort_pending(at=clock.now())


@shared_task
def compare_rule_sets() -> None:
    """Goes on with the comparison of rule sets that is not finished, a chunk at a time."""
    while comparing.advance(at=clock.now()):
        pass


@shared_task
def work_on_import(portfolio: int) -> None:
    """Goes on with one import."""
    working.go_on(key=portfolio, now=clock.now)


@shared_task
def work_on_imports() -> None:
    """Takes up imports whose worker gives no sign of life."""
    working.take_up(now=clock.now)


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
