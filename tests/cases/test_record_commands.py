"""The commands that seal and verify the record, and the tick that seals."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command

from cases.models import ChainHead, ChainLink, Party
from cases.record import chain
from compliance.accounts.models import User
from tests.cases import legal_record
from tests.cases.legal_record import JANUARY, as_owner, run
from tests.conftest import Answer, MakeMatter, MakeRequest
from tests.services import given

on_postgresql = pytest.mark.skipif(not given.postgresql(), reason=given.NEEDS_POSTGRESQL)
HISTORY = "cases_historicalsubmission"


@pytest.fixture
def filled(make_request: MakeRequest, make_matter: MakeMatter, answer: Answer, officer: User) -> None:
    """A record with a row of every kind, sealed."""
    legal_record.fill(make_request=make_request, make_matter=make_matter, answer=answer, officer=officer)
    chain.seal(at=JANUARY)


def _run(*arguments: str) -> tuple[int, str]:
    out, code = StringIO(), 0
    try:
        call_command(*arguments, stdout=out)
    except SystemExit as ended:
        code = int(str(ended.code))
    return code, out.getvalue()


@pytest.mark.django_db
def test_the_commands_seal_and_find_nothing_wrong(party: Party) -> None:
    code, told = _run("seal_record", "--format", "json")
    assert (code, json.loads(told)["links"]) == (0, ChainLink.objects.count())
    code, told = _run("verify_record", "--format", "json", "--head", json.loads(told)["head"])
    assert code == 0
    assert json.loads(told) == {
        "intact": True,
        "fault": None,
        "head": str(ChainHead.objects.get()),
        "links": ChainHead.objects.get().position,
        "unsealed": 0,
        "unguarded": [],
    }
    assert _run("verify_record")[1].startswith(
        f"Intact: {ChainHead.objects.get().position} rows are as they were sealed; 0 not sealed yet."
    )


@pytest.mark.django_db
def test_the_command_names_the_first_broken_row_in_one_line(filled: None) -> None:
    with as_owner(HISTORY):
        run(f"DELETE FROM {HISTORY}")
    code, told = _run("verify_record")
    assert code == 1
    assert told.count("\n") == 1
    assert told.startswith(f"BROKEN: {HISTORY}, row ")
    code, told = _run("verify_record", "--format", "json")
    assert (code, json.loads(told)["intact"], json.loads(told)["fault"]["kind"]) == (1, False, "ROW_MISSING")


@on_postgresql
@pytest.mark.django_db
def test_the_command_names_a_trigger_that_sleeps(filled: None) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE cases_submission DISABLE TRIGGER append_only")
    code, told = _run("verify_record")
    assert (code, told.count("\n")) == (1, 1)
    assert told.startswith(
        "UNGUARDED: no row is broken, but the trigger is missing or disabled on cases_submission"
    )


@pytest.mark.parametrize("argument", ["--head=12", "--head=x:y", "--after=-1", "--after=x"])
def test_a_bad_argument_is_one_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], argument: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("verify_record", argument)
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.django_db
def test_the_tick_seals_and_writes_the_head_to_the_log(
    party: Party, caplog: pytest.LogCaptureFixture
) -> None:
    from cases import tasks

    with caplog.at_level("INFO", logger="cases.record.chain"):
        tasks.seal()
        tasks.seal()
    assert [one.getMessage() for one in caplog.records] == [
        f"record sealed: {ChainHead.objects.get().position} rows, head {ChainHead.objects.get()}"
    ]
