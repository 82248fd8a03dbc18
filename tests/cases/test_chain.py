"""The chain of the record: what was altered is named, whoever altered it, and two writers make one chain."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from cases.models import ChainHead, ChainLink, ChainShape, Document, Party, Submission
from cases.record import canonical, chain, protected, rows, verification
from cases.record.verification import Fault, Head, Kind
from compliance.accounts.models import User
from notifications import delivery
from notifications.models import Message
from tests.cases import legal_record
from tests.cases.legal_record import JANUARY, SENT, as_owner, run
from tests.conftest import Answer, MakeMatter, MakeRequest
from tests.services import given

on_postgresql = pytest.mark.skipif(not given.postgresql(), reason=given.NEEDS_POSTGRESQL)
HISTORY = "cases_historicalsubmission"


@pytest.fixture
def filled(make_request: MakeRequest, make_matter: MakeMatter, answer: Answer, officer: User) -> None:
    """A record with a row of every kind, sealed."""
    legal_record.fill(make_request=make_request, make_matter=make_matter, answer=answer, officer=officer)
    chain.seal(at=JANUARY)


def _fault() -> Fault:
    faults = [verification.verify(batch=size).fault for size in (1, 3, 500)]
    found = {str(fault): fault for fault in faults}
    assert len(found) == 1, "the same, whatever the size of a batch"
    [fault] = found.values()
    assert fault is not None
    return fault


def _link(position: int) -> ChainLink:
    return ChainLink.objects.get(position=position)


def _last() -> int:
    return ChainHead.objects.get().position


# Sealing


@pytest.mark.django_db
def test_everything_final_is_sealed_once(filled: None) -> None:
    finals = {one.table: one.final_rows().count() for one in protected.sealed()}
    assert all(finals.values()), "a row in every table, or this proves little"
    assert {
        one.table: ChainLink.objects.filter(table=one.table).count() for one in protected.sealed()
    } == finals
    assert list(ChainLink.objects.order_by("position").values_list("position", flat=True)) == list(
        range(1, sum(finals.values()) + 1)
    )
    assert chain.seal(at=JANUARY).links == 0
    verdict = verification.verify(batch=4)
    assert (verdict.fault, verdict.unsealed) == (None, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("batch", [1, 2, 7])
def test_the_size_of_a_batch_and_a_limit_change_nothing_but_the_pace(
    make_request: MakeRequest, make_matter: MakeMatter, answer: Answer, officer: User, batch: int
) -> None:
    legal_record.fill(make_request=make_request, make_matter=make_matter, answer=answer, officer=officer)
    waiting = verification.verify().unsealed
    for _ in range(12):  # enough to come upon a table with several rows
        assert chain.seal(at=JANUARY, limit=1, batch=batch).links == 1
    assert verification.verify().unsealed == waiting - 12
    assert chain.seal(at=JANUARY, batch=batch).links == waiting - 12
    assert verification.verify().fault is None


@pytest.mark.django_db
def test_what_becomes_final_later_is_sealed_then(make_request: MakeRequest) -> None:
    """Messages that are sent after others with higher keys were."""
    make_request(sent_on=SENT)
    first, second = Message.objects.order_by("pk")
    Message.objects.filter(pk=first.pk).update(not_before=JANUARY + timedelta(days=1))
    delivery.deliver(now=lambda: JANUARY)
    chain.seal(at=JANUARY)
    sealed = ChainLink.objects.filter(table="notifications_message")
    assert [link.row for link in sealed] == [str(second.pk)]
    delivery.deliver(now=lambda: JANUARY + timedelta(days=2))
    assert verification.verify().unsealed == 1
    chain.seal(at=JANUARY)
    assert {link.row for link in sealed.all()} == {str(first.pk), str(second.pk)}
    assert verification.verify().fault is None


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_committed_after_one_with_a_higher_key_is_sealed_too(party: Party) -> None:
    inserted, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                party.save()
                inserted.set()
                assert go_on.wait(20)
        finally:
            connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    assert inserted.wait(20)
    other = Party.objects.get(pk=party.pk)
    other.iso2, other.pk = "XC", None
    other.save()  # its history has the higher key
    chain.seal(at=JANUARY)
    go_on.set()
    writer.join()
    assert verification.verify().unsealed == 1
    assert chain.seal(at=JANUARY).links == 1
    assert verification.verify() == verification.Verdict(
        fault=None, head=verification.verify().head, unsealed=0
    )


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain(
    make_request: MakeRequest, make_matter: MakeMatter, answer: Answer, officer: User
) -> None:
    legal_record.fill(make_request=make_request, make_matter=make_matter, answer=answer, officer=officer)
    for _ in range(15):
        make_request(sent_on=SENT)
    waiting = verification.verify().unsealed
    together, added, errors = threading.Barrier(4), [], []

    def writer() -> None:
        try:
            together.wait(20)
            added.append(chain.seal(at=JANUARY, batch=3).links)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=writer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sum(added) == waiting == ChainLink.objects.count()
    assert sum(1 for one in added if one) > 1, "they worked at the same time, or this proves nothing"
    verdict = verification.verify()
    assert (verdict.fault, verdict.unsealed, verdict.head.position) == (None, 0, waiting)


@pytest.mark.django_db(transaction=True)
def test_a_writer_that_is_cut_short_leaves_a_chain_that_goes_on(
    make_request: MakeRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_request(sent_on=SENT)
    waiting, save = verification.verify().unsealed, ChainHead.save
    calls = iter(range(100))

    def cut(self: ChainHead, **options: Any) -> None:
        if next(calls) == 2:
            raise SystemExit
        save(self, **options)

    monkeypatch.setattr(ChainHead, "save", cut)
    with pytest.raises(SystemExit):
        chain.seal(at=JANUARY, batch=2)
    monkeypatch.setattr(ChainHead, "save", save)
    assert 0 < _last() == ChainLink.objects.count() < waiting
    chain.seal(at=JANUARY)
    verdict = verification.verify()
    assert (verdict.fault, verdict.unsealed, verdict.head.position) == (None, 0, waiting)


# What was done to it, by the owner of the database


@pytest.mark.django_db
def test_an_altered_row_is_named(filled: None) -> None:
    submission = Submission.objects.get()
    with as_owner("cases_submission"):
        run("UPDATE cases_submission SET received_on = '2026-11-30'")
    fault = _fault()
    assert (fault.kind, fault.table, fault.row) == (Kind.ROW_ALTERED, "cases_submission", str(submission.pk))
    assert str(fault) == (
        f"cases_submission, row {submission.pk}, link {fault.position}: "
        "the row was altered after it was sealed (sealed 2027-01-10 12:00 UTC)"
    )


@pytest.mark.django_db
def test_every_column_on_record_counts(filled: None) -> None:
    """Another value in any column that is sealed is another digest; the columns apart are not sealed."""
    for table in protected.sealed():
        key, values = _values(table)
        digests = {canonical.digest({**values, column: "another value"}) for column in values}
        assert len(digests) == len(values)
        sealed = ChainLink.objects.get(table=table.table, row=rows.in_words(key)).content
        assert sealed == canonical.digest(values)
        assert sealed not in digests
        every = {one.column for one in table.model._meta.concrete_fields}
        assert set(values) == every - set(table.final.apart)


@pytest.mark.django_db
def test_what_stands_apart_from_the_record_may_change(filled: None) -> None:
    document = Document.objects.get()
    document.scan = "CLEAN"
    document.save(update_fields=["scan"])
    assert verification.verify().fault is None
    assert verification.verify().unsealed == 1, "the verdict is in the document's history"


def _values(table: protected.Protected) -> tuple[object, dict[str, object]]:
    row = table.final_rows().order_by("pk").values("pk", *table.columns.values()).first()
    assert row is not None
    return row["pk"], {column: row[attribute] for column, attribute in table.columns.items()}


@pytest.mark.django_db
def test_a_row_that_is_no_longer_final_is_altered(filled: None) -> None:
    with as_owner("notifications_message"):
        run("UPDATE notifications_message SET state = 'PENDING', sent_at = NULL")
    assert (_fault().kind, _fault().table) == (Kind.ROW_ALTERED, "notifications_message")


@pytest.mark.django_db
def test_a_row_that_cannot_be_read_any_more_is_named(filled: None) -> None:
    with as_owner("cases_historicalmeeting"):
        unreadable = "'12026-01-01'" if connection.vendor == "postgresql" else "'no day'"
        run(f"UPDATE cases_historicalmeeting SET starts_on = {unreadable}")
    assert (_fault().kind, _fault().table) == (Kind.ROW_ALTERED, "cases_historicalmeeting")


@pytest.mark.django_db
def test_a_deleted_row_is_named(filled: None) -> None:
    with as_owner(HISTORY):
        run(f"DELETE FROM {HISTORY}")
    assert (_fault().kind, _fault().table) == (Kind.ROW_MISSING, HISTORY)


@pytest.mark.django_db
def test_a_row_put_back_with_another_key_is_missed(filled: None) -> None:
    with as_owner(HISTORY):
        run(f"UPDATE {HISTORY} SET history_id = history_id + 1000")
    assert (_fault().kind, _fault().table) == (Kind.ROW_MISSING, HISTORY)


@pytest.mark.django_db
def test_the_first_fault_is_named_of_several(filled: None) -> None:
    with as_owner(HISTORY), as_owner("cases_chainlink"):
        first = ChainLink.objects.get(table=HISTORY).position
        run("UPDATE cases_chainlink SET content = '0' WHERE position = %s", first + 2)
        run(f"DELETE FROM {HISTORY}")
    assert (_fault().kind, _fault().position) == (Kind.ROW_MISSING, first)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [("content", "0"), ("digest", "0"), ("previous", "0"), ("row", "4711"), ("table", "cases_party")],
)
def test_an_altered_link_is_named(filled: None, column: str, value: str) -> None:
    was = _link(5)
    with as_owner("cases_chainlink"):
        run(f'UPDATE cases_chainlink SET "{column}" = %s WHERE position = 5', value)
    fault = _fault()
    assert (fault.kind, fault.position) == (Kind.LINK_ALTERED, 5)
    assert column in ("row", "table") or (fault.table, fault.row) == (was.table, was.row)


@pytest.mark.django_db
def test_an_instant_of_sealing_that_was_altered_is_named(filled: None) -> None:
    with as_owner("cases_chainlink"):
        run("UPDATE cases_chainlink SET sealed_at = %s WHERE position = 5", "2020-01-01 00:00:00+00:00")
    assert (_fault().kind, _fault().position) == (Kind.LINK_ALTERED, 5)


@pytest.mark.django_db
@pytest.mark.parametrize("first", [1, 5])
def test_a_removed_link_is_named(filled: None, first: int) -> None:
    with as_owner("cases_chainlink"):
        run("DELETE FROM cases_chainlink WHERE position = %s", first)
    assert _fault() == Fault(Kind.LINK_MISSING, first, "the link was removed")


@pytest.mark.django_db
def test_the_last_link_removed_is_named_and_stays_so_when_its_row_is_sealed_again(filled: None) -> None:
    last = _last()
    with as_owner("cases_chainlink"):
        run("DELETE FROM cases_chainlink WHERE position = %s", last)
    assert _fault() == Fault(Kind.LINK_MISSING, last, "the link was removed")
    assert verification.verify().unsealed == 1
    assert chain.seal(at=JANUARY).links == 1
    assert _fault() == Fault(Kind.LINK_MISSING, last, "the link was removed")


@pytest.mark.django_db
def test_two_links_exchanged_are_named(filled: None) -> None:
    with as_owner("cases_chainlink"):
        for was, becomes in ((5, 1_000_000), (6, 5), (1_000_000, 6)):
            run("UPDATE cases_chainlink SET position = %s WHERE position = %s", becomes, was)
    assert (_fault().kind, _fault().position) == (Kind.ORDER, 5)


@pytest.mark.django_db
def test_a_link_rewritten_with_its_row_and_its_digest_no_longer_fits_the_next(filled: None) -> None:
    """Whoever knows how digests are made alters a row, and the link with it."""
    link = ChainLink.objects.get(table="cases_submission")
    with as_owner("cases_submission"), as_owner("cases_chainlink"):
        run("UPDATE cases_submission SET text = 'Thirteen permits.'")
        _rewrite(link)
    fault = _fault()
    assert (fault.kind, fault.position) == (Kind.ORDER, link.position + 1)


@pytest.mark.django_db
def test_a_chain_rewritten_as_a_whole_is_found_by_a_head_that_was_kept_elsewhere(filled: None) -> None:
    kept = verification.verify().head
    with as_owner("cases_submission"), as_owner("cases_chainlink"):
        run("UPDATE cases_submission SET text = 'Thirteen permits.'")
        for link in ChainLink.objects.order_by("position"):
            _rewrite(link)
        ChainHead.objects.update(digest=_link(_last()).digest)
    assert verification.verify().fault is None, "nothing inside the database can tell"
    fault = verification.verify(kept=kept).fault
    assert fault is not None
    assert (fault.kind, fault.position) == (Kind.HEAD, kept.position)


@pytest.mark.django_db
def test_a_chain_that_was_cut_with_its_head_is_found_by_a_head_that_was_kept_elsewhere(filled: None) -> None:
    kept = verification.verify().head
    with as_owner("cases_chainlink"):
        run("DELETE FROM cases_chainlink WHERE position > 5")
    ChainHead.objects.update(position=5, digest=_link(5).digest)
    assert verification.verify().fault is None
    assert str(verification.verify(kept=kept).fault).startswith(
        f"link {kept.position}: the head that was kept"
    )
    assert verification.verify(kept=Head(5, _link(5).digest)).fault is None


def _rewrite(link: ChainLink) -> None:
    before = ChainLink.objects.filter(position=link.position - 1).first()
    table = next(one for one in protected.sealed() if one.table == link.table)
    link.content = rows.of_keys(table=table, keys=[link.row], columns=link.shape.columns)[link.row]
    link.previous = before.digest if before else "0" * 64
    link.digest = chain.link_digest(link)
    link.save(force_update=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [{"position": 3}, {"digest": "0" * 64}, {"position": 0, "digest": "0" * 64}],
    ids=["set back", "digest altered", "begun anew"],
)
def test_a_head_that_does_not_name_the_last_link_is_named(filled: None, wrong: dict[str, Any]) -> None:
    ChainHead.objects.update(**wrong)
    assert _fault().kind == Kind.HEAD


@pytest.mark.django_db
def test_a_head_that_is_gone_is_named_and_no_other_begins(filled: None) -> None:
    ChainHead.objects.all().delete()
    assert _fault().kind == Kind.HEAD
    with pytest.raises(chain.ChainBroken, match="links stand after the head"):
        chain.seal(at=JANUARY)


@pytest.mark.django_db
def test_behind_a_known_fault_the_walk_goes_on(filled: None) -> None:
    with as_owner(HISTORY):
        run(f"DELETE FROM {HISTORY}")
    position = _fault().position
    assert verification.verify(after=position).fault is None
    assert verification.verify(after=_last() + 1).fault == Fault(
        Kind.LINK_MISSING, _last() + 1, "the link was removed"
    )


# Columns


@pytest.mark.django_db
def test_a_column_that_came_later_breaks_no_link_made_before(make_request: MakeRequest) -> None:
    """Rows sealed when the table had one column less: their shape says so."""
    make_request(sent_on=SENT)
    table = next(one for one in protected.sealed() if one.table == "cases_historicalinformationrequest")
    fewer = sorted(set(table.columns) - {"withdrawal_reason"})
    shape = ChainShape.objects.create(table=table.table, columns=fewer)
    key, content = next(rows.of_query(table=table, query=table.final_rows().order_by("pk"), columns=fewer))
    link = ChainLink(
        position=1,
        table=table.table,
        row=str(key),
        shape=shape,
        content=content,
        previous="0" * 64,
        sealed_at=JANUARY,
    )
    link.digest = chain.link_digest(link)
    link.save()
    ChainHead.objects.create(position=1, digest=link.digest)
    chain.seal(at=JANUARY)
    assert verification.verify().fault is None


@pytest.mark.django_db
def test_fewer_columns_in_a_shape_hide_nothing(filled: None) -> None:
    """Whoever takes an altered column out of the shape of its links is found by every row of that shape."""
    shape = ChainShape.objects.get(table="cases_submission")
    with as_owner("cases_submission"), as_owner("cases_chainshape"):
        run("UPDATE cases_submission SET text = 'Thirteen permits.'")
        ChainShape.objects.filter(pk=shape.pk).update(columns=[one for one in shape.columns if one != "text"])
    assert (_fault().kind, _fault().table) == (Kind.ROW_ALTERED, "cases_submission")


@pytest.mark.django_db
def test_a_column_that_is_gone_is_a_fault(filled: None) -> None:
    shape = ChainShape.objects.get(table="cases_submission")
    with as_owner("cases_chainshape"):
        ChainShape.objects.filter(pk=shape.pk).update(columns=[*shape.columns, "gone"])
    assert (_fault().kind, _fault().table) == (Kind.ROW_ALTERED, "cases_submission")
