"""What is on record refuses to be rewritten, through the ORM and past it; what is not final may change."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from cases.models import Assessment, Document
from cases.record import chain, protected, triggers
from cases.record.finality import Final
from cases.record.protected import Protected
from compliance.accounts.models import User
from notifications import delivery, outbox
from notifications.models import Message, Notice
from tests.cases import legal_record
from tests.cases.legal_record import JANUARY, SENT, run
from tests.conftest import PASSWORD, TOTP_SECRET, Answer, MakeMatter, MakeRequest
from tests.services import given

ROOT = Path(__file__).resolve().parents[2]
on_postgresql = pytest.mark.skipif(not given.postgresql(), reason=given.NEEDS_POSTGRESQL)
pytestmark = pytest.mark.django_db


@pytest.fixture
def fill(
    make_request: MakeRequest, make_matter: MakeMatter, answer: Answer, officer: User
) -> Callable[[], None]:
    def make() -> None:
        legal_record.fill(make_request=make_request, make_matter=make_matter, answer=answer, officer=officer)
        chain.seal(at=JANUARY)

    return make


def _refused(act: Callable[[], object]) -> str:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act()
    return str(refusal.value).splitlines()[0]


def _text(table: Protected) -> str:
    """A column of words, to write others into."""
    fields = table.model._meta.concrete_fields
    words = [one.column for one in fields if one.get_internal_type() in ("CharField", "TextField")]
    return next(one for one in words if one in table.columns)


def test_every_history_is_on_the_list() -> None:
    histories = {one._meta.db_table for one in apps.get_models() if one.__name__.startswith("Historical")}
    assert histories
    assert histories <= {one.table for one in protected.sealed()}, (
        "name its application in cases.record.protected"
    )


@on_postgresql
def test_every_protected_table_has_its_trigger() -> None:
    missing = triggers.unguarded(tables=[one.table for one in protected.guarded()])
    assert not missing, f"add to the operations of the migration: triggers.Protect({missing[0]!r}, key=...)"
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [triggers.NAME])
        found = {row[0] for row in cursor.fetchall()}
    assert found == {one.table for one in protected.guarded()}, "what refuses is on the list, and is sealed"


@on_postgresql
def test_what_is_final_is_neither_changed_nor_deleted(fill: Callable[[], None]) -> None:
    fill()
    for table in protected.guarded():
        row: Any = table.final_rows().order_by("pk").first()
        assert row is not None, f"legal_record.fill leaves {table.table} empty"
        for name, act in _ways(table, row):
            assert _refused(act) == (
                f"{table.table}, row {row.pk}: this is on record for good "
                f"and can be neither changed nor deleted ({name})."
            )
        assert table.model._base_manager.filter(pk=row.pk).exists()


def _ways(table: Protected, row: Any) -> list[tuple[str, Callable[[], object]]]:
    """To change and to delete a row: through the ORM one by one, in bulk, and in SQL."""
    query, key, text = table.model._base_manager.filter(pk=row.pk), table.model._meta.pk.column, _text(table)
    setattr(row, text, "x")
    return [
        ("UPDATE", lambda: row.save(force_update=True)),
        ("UPDATE", lambda: query.update(**{text: "x"})),
        ("UPDATE", lambda: run(f'UPDATE "{table.table}" SET "{text}" = %s WHERE "{key}" = %s', "x", row.pk)),
        ("DELETE", lambda: query._raw_delete("default")),
        ("DELETE", lambda: run(f'DELETE FROM "{table.table}" WHERE "{key}" = %s', row.pk)),
    ]


@on_postgresql
def test_a_session_that_calls_itself_a_replica_is_refused_too(fill: Callable[[], None]) -> None:
    fill()
    run("SET LOCAL session_replication_role = replica")
    for table in protected.guarded():
        assert "on record for good" in _refused(partial(run, f'DELETE FROM "{table.table}"'))


def test_a_message_changes_until_it_is_sent(make_request: MakeRequest) -> None:
    make_request(sent_on=SENT)
    first, second = Message.objects.order_by("pk")
    second.delete()
    Message.objects.filter(pk=first.pk).update(state=Message.State.FAILED, last_error="550")
    delivery.retry(message=first, at=JANUARY)
    assert delivery.deliver(now=lambda: JANUARY) == delivery.Delivered(sent=1, postponed=0, failed=0)


def test_a_notice_changes_until_everybody_has_its_letter(make_request: MakeRequest) -> None:
    make_request(sent_on=SENT)
    notice = Notice.objects.get()
    open_one = Notice.objects.create(
        code="STEP_OVERDUE", request=notice.request, about_on=SENT, issued_on=SENT, issued_at=JANUARY
    )
    outbox.address(notice=open_one, to=[], context={"a": "b"}, at=JANUARY)
    outbox.settle(notice=open_one, at=JANUARY)
    open_one.refresh_from_db()
    assert (open_one.context, open_one.addressed_at) == ({"a": "b"}, JANUARY)


def test_a_run_that_comes_late_leaves_a_settled_notice_as_it_is(make_request: MakeRequest) -> None:
    """Two sweeps read the same notice before one of them settles it."""
    make_request(sent_on=SENT)
    settled = Notice.objects.get()
    late = Notice.objects.get()
    outbox.address(notice=late, to=[], context={"a": "b"}, at=JANUARY)
    outbox.settle(notice=late, at=JANUARY)
    now = Notice.objects.get()
    assert (now.context, now.addressed_at) == (settled.context, settled.addressed_at)


def test_a_document_changes_until_it_is_sent(
    make_request: MakeRequest, answer: Answer, officer: User
) -> None:
    request = make_request(sent_on=SENT)
    waiting = legal_record.document(request=request, officer=officer)
    waiting.name = "other.pdf"
    waiting.save()
    waiting.submission = answer(request, SENT, acknowledgement=True)
    waiting.save(update_fields=["submission"])
    legal_record.document(request=request, officer=officer).delete()


@on_postgresql
def test_a_scanner_that_was_away_may_give_its_verdict_and_nothing_else(fill: Callable[[], None]) -> None:
    fill()
    document = Document.objects.get()
    document.scan = "CLEAN"
    document.save(update_fields=["scan"])
    assert "cases_document" in _refused(lambda: run("UPDATE cases_document SET scan = 'UNKNOWN', name = 'x'"))
    assert "cases_document" in _refused(lambda: run("DELETE FROM cases_document"))


@on_postgresql
def test_one_line_of_a_migration_protects_a_table_and_takes_it_back(fill: Callable[[], None]) -> None:
    fill()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    protect = triggers.Protect("cases_assessment")
    with connection.schema_editor() as editor:
        protect.database_backwards("cases", editor, None, None)
    assert triggers.unguarded(tables=["cases_assessment", "cases_submission"]) == ["cases_assessment"]
    assert run("UPDATE cases_assessment SET reasons = 'x'") == Assessment.objects.count()
    with connection.schema_editor() as editor:
        protect.database_forwards("cases", editor, None, None)
    assert triggers.unguarded(tables=["cases_assessment"]) == []


def test_on_another_database_the_line_does_nothing() -> None:
    class Editor:
        class connection:  # noqa: N801  (as Django names it)
            vendor = "sqlite"

    triggers.Protect("cases_assessment", final=Final("a", "b")).database_forwards(
        "cases", Editor(), None, None
    )  # type: ignore[arg-type]


@on_postgresql
@pytest.mark.parametrize(
    "sleep",
    [
        pytest.param("ALTER TABLE cases_submission DISABLE TRIGGER append_only", id="disabled"),
        pytest.param(
            "ALTER TABLE cases_submission ENABLE REPLICA TRIGGER append_only", id="for replicas only"
        ),
        pytest.param("DROP TRIGGER append_only ON cases_submission", id="dropped"),
        pytest.param(
            "CREATE OR REPLACE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql "
            "AS 'BEGIN RETURN NEW; END'",
            id="hollow",
        ),
    ],
)
def test_a_trigger_that_no_longer_refuses_is_named(sleep: str) -> None:
    run(sleep)
    assert "cases_submission" in triggers.unguarded(tables=[one.table for one in protected.guarded()])


@pytest.fixture
def role() -> str:
    """A role of this test, as a superuser makes it."""
    name = f"desk_app_{uuid.uuid4().hex[:8]}"
    run(f"CREATE ROLE {name}")
    return name


def test_the_statements_of_the_documentation_are_those_of_the_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = (ROOT / "docs" / "record.md").read_text()
    block = re.search(r"```sql\n-- Grants.*?\n(.*?)```", text, re.DOTALL)
    assert block
    call_command("grant_desk_role", "desk_app", "--show")
    assert capsys.readouterr().out == block[1]


@on_postgresql
@pytest.mark.parametrize("name", ["nobody_of_this_name", "desk; DROP TABLE x", 'a"b', ""])
def test_what_is_no_role_is_refused_in_one_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("grant_desk_role", name)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("grant_desk_role: ")


@on_postgresql
@pytest.mark.parametrize(
    ("given_besides", "named"),
    [
        ("ALTER ROLE {role} SUPERUSER", "is a superuser"),
        ("GRANT {owner} TO {role}", "owns tables"),
        ("GRANT UPDATE ON cases_submission TO PUBLIC", "may change what is final"),
        ("GRANT TRUNCATE ON cases_party TO PUBLIC", "may empty tables"),
    ],
)
def test_a_role_that_can_do_too_much_by_another_way_is_named(
    role: str, given_besides: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    owner = connection.settings_dict["USER"]
    run(given_besides.format(role=role, owner=owner))
    with pytest.raises(SystemExit) as ended:
        call_command("grant_desk_role", role)
    assert ended.value.code == 1
    assert named in capsys.readouterr().out


@on_postgresql
def test_the_applications_role_does_the_work_and_cannot_alter_the_record(
    fill: Callable[[], None], role: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("grant_desk_role", role)
    assert capsys.readouterr().out == f"{role} may do the work of the desk, and cannot rewrite the record.\n"
    run(f"SET LOCAL ROLE {role}")
    fill()  # requests, answers, sweep, delivery and sealing, all as that role
    run("SET CONSTRAINTS ALL IMMEDIATE")  # else statements are refused for what is pending, and prove nothing
    refused = r"permission denied|must be owner|on record for good"
    for table in protected.guarded():
        name = table.table
        for sql in (
            f'UPDATE "{name}" SET "{_text(table)}" = \'x\'',
            f'DELETE FROM "{name}"',
            f'TRUNCATE "{name}" CASCADE',
            f'ALTER TABLE "{name}" DISABLE TRIGGER append_only',
            f'DROP TRIGGER append_only ON "{name}"',
            f'CREATE TRIGGER own BEFORE UPDATE ON "{name}" EXECUTE FUNCTION refuse_rewriting()',
            f'DROP TABLE "{name}" CASCADE',
        ):
            with pytest.raises(DatabaseError, match=refused), transaction.atomic():
                run(sql)
    for sql in (
        "CREATE OR REPLACE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql "
        "AS 'BEGIN RETURN NEW; END'",
        "DROP FUNCTION refuse_rewriting() CASCADE",
        "SET session_replication_role = replica",
        "DELETE FROM cases_chainhead",
        "DELETE FROM notifications_notice",
        "CREATE TABLE of_its_own ()",
    ):
        with pytest.raises(DatabaseError, match=refused), transaction.atomic():
            run(sql)


@on_postgresql
def test_the_applications_role_serves_the_pages(
    client: Client, role: str, officer: User, focal_point: User, make_request: MakeRequest, settings: Any
) -> None:
    """Signing in with its limits and sessions, reading, writing and taking back, all as that role."""
    request = make_request(sent_on=SENT)
    waiting = legal_record.document(request=request, officer=officer)
    call_command("grant_desk_role", role)
    run(f"SET LOCAL ROLE {role}")
    Authenticator.objects.filter(user=officer).delete()
    typed = {"login": officer.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), typed).status_code == 302
    TOTP.activate(officer, TOTP_SECRET)
    for page in ("secretariat:dashboard", "secretariat:requests", "secretariat:people", "profile"):
        assert client.get(reverse(page)).status_code == 200, page
    profile = {"name": "Other name", "language": "fr", "digest": "EACH"}
    assert client.post(reverse("profile"), profile).status_code == 302
    assert client.post(f"/documents/{waiting.pk}/remove/").status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302
    run("SET CONSTRAINTS ALL IMMEDIATE")
    officer.refresh_from_db()
    assert officer.name == "Other name"
    assert not Document.objects.filter(pk=waiting.pk).exists()
