"""The pages of trends and of the map: what they show, what they weigh, and what can be taken away."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cases import charts, world_shapes
from cases.exports import writers
from cases.exports.table import Head, Table
from cases.models import Party
from cases.services import reference_data
from cases.web.secretariat import world_map
from compliance.accounts.models import User
from tests.conftest import Answer, MakeMatter, MakeRequest, at

TODAY = date(2026, 12, 1)
_FORBIDDEN = re.compile(r"<style|<script|\sstyle=|\son[a-z]+=", re.IGNORECASE)
MOST_BYTES = 60_000
"""The page of the map, compressed; with style sheets and script it stays under 200 KB."""


@pytest.fixture(autouse=True)
def _today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def parties(db: None) -> None:
    reference_data.load(at=at(TODAY))


def _drawings(text: str) -> str:
    return "".join(re.findall(r"<svg.*?</svg>", text, re.DOTALL))


@pytest.fixture
def answered(make_request: MakeRequest, answer: Answer) -> None:
    made = make_request(sent_on=date(2026, 3, 2))
    answer(made, date(2026, 3, 22), information="COMPLETE", text="All of it.")
    make_request(sent_on=date(2026, 3, 2))
    make_request(sent_on=date(2026, 11, 20))


@pytest.mark.usefixtures("answered")
def test_the_trends_in_words_and_as_pictures_without_style_or_script(client: Client, officer: User) -> None:
    client.force_login(officer)
    page = client.get(reverse("secretariat:trends"))
    text = page.content.decode()
    assert "1 of 2 (50\u00a0%)" in text
    assert "1 still running" in text
    drawn = _drawings(text)
    assert drawn.count('role="img"') == 2
    assert "serie-0" in drawn
    assert not _FORBIDDEN.search(drawn)
    assert len(gzip.compress(page.content)) < MOST_BYTES
    months = page.context["months"]
    assert [line.label for line in months][-1] == "March 2026", "months before the first request are left out"


@pytest.mark.usefixtures("answered")
def test_the_number_of_a_month_and_of_a_region_is_that_of_its_list(client: Client, officer: User) -> None:
    client.force_login(officer)
    context = client.get(reverse("secretariat:trends")).context
    lines = [line for line in (*context["months"], *context["regions"]) if line.group.requests]
    assert sum(line.group.requests for line in lines) == 6
    for line in lines:
        assert len(client.get(line.url).context["rows"]) == line.group.requests, line.label


def test_trends_of_an_empty_desk_teach(client: Client, officer: User) -> None:
    client.force_login(officer)
    text = client.get(reverse("secretariat:trends")).content.decode()
    assert "No request was sent in these two years" in text


@pytest.mark.parametrize("query", [{"rule_set": "NONE"}, {"region": "MOON"}])
def test_trends_of_what_there_is_not(client: Client, officer: User, query: dict[str, str]) -> None:
    client.force_login(officer)
    assert client.get(reverse("secretariat:trends"), query).status_code == 404
    assert client.get(reverse("secretariat:trends_download"), query).status_code == 404


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize(("table", "first"), [("months", "2025-01"), ("regions", "Africa")])
def test_both_files_hold_the_same_table(client: Client, officer: User, table: str, first: str) -> None:
    client.force_login(officer)
    url = reverse("secretariat:trends_download")
    written = client.get(url, {"table": table, "kind": "csv"})
    assert written["Content-Disposition"] == f'attachment; filename="trends-{table}-2026-12-01.csv"'
    lines = list(csv.reader(io.StringIO(written.getvalue().decode("utf-8-sig"))))
    lines = lines[lines.index([]) + 1 :]
    assert lines[1][0] == first
    assert len({len(line) for line in lines}) == 1
    book = load_workbook(io.BytesIO(client.get(url, {"table": table, "kind": "xlsx"}).getvalue()))
    sheet = [["" if cell is None else str(cell) for cell in row] for row in book.active.values]
    assert [[cell.removesuffix(".0") for cell in row] for row in sheet] == [
        [cell.removesuffix(".0") for cell in row] for row in lines
    ]


@pytest.mark.parametrize("query", [{"table": "years"}, {"kind": "pdf"}])
def test_no_other_file(client: Client, officer: User, query: dict[str, str]) -> None:
    client.force_login(officer)
    assert client.get(reverse("secretariat:trends_download"), query).status_code == 404


def _file(kind: str, cell: Any) -> bytes:
    table = Table(name="x", title="X", heads=[Head("head", "Head")], lines=[[cell]])
    return b"".join(writers.written(kind=kind, table=table))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "  =1"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_text_is_a_formula(kind: str, text: str) -> None:
    file = _file(kind, text)
    if kind == "csv":
        cell: Any = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))[1][0]
    else:
        found = load_workbook(io.BytesIO(file)).active["A2"]
        assert found.data_type == "s"
        cell = found.value
    assert cell.startswith("'")


def test_a_negative_number_stays_a_number() -> None:
    assert b"-3" in _file("csv", -3)


def test_a_chart_escapes_its_words() -> None:
    drawn = charts.lines(
        name="x", title="<b>", description="&", labels=["<i>", "b"], series=[charts.Series("<s>", [1, 2])]
    )
    assert "<b>" not in drawn
    assert "<i>" not in drawn
    assert "&lt;i&gt;" in drawn


def test_each_series_has_a_mark_of_its_own_shape() -> None:
    assert len({charts.marker(index, 0, 0) for index in range(3)}) == 3


@pytest.mark.usefixtures("parties")
def test_every_party_has_a_shape_or_is_named(client: Client, officer: User, party: Party) -> None:
    client.force_login(officer)
    named = client.get(reverse("secretariat:world_map")).context["without_shape"]
    shapes = world_shapes.shapes()
    assert party.name in named
    for one in Party.objects.all():
        assert (one.iso2 in shapes) is not (one.name in named), one.iso2
    assert len(shapes) > 180


def test_every_shape_is_a_closed_path_inside_the_map() -> None:
    for code, path in world_shapes.shapes().items():
        assert re.fullmatch(r"(M\d+ \d+[la][-0-9 a]+z)+", path), code
        for x, y in re.findall(r"M(\d+) (\d+)", path):
            assert int(x) <= world_shapes.WIDTH, code
            assert int(y) <= world_shapes.HEIGHT, code


@pytest.fixture
def made_up_land(monkeypatch: pytest.MonkeyPatch, party: Party) -> str:
    """A shape for a made-up Party, so that nothing is told of a real one; gives its name."""
    shapes = world_shapes.shapes() | {party.iso2: "M1 1l9 0 0 9z"}
    monkeypatch.setattr(world_shapes, "shapes", lambda: shapes)
    return party.name


@pytest.mark.parametrize("show", list(world_map.Show))
def test_the_map_and_its_table_say_the_same(
    client: Client,
    officer: User,
    make_request: MakeRequest,
    make_matter: MakeMatter,
    other_party: Party,
    made_up_land: str,
    show: str,
) -> None:
    for sent_on in (date(2026, 6, 1), date(2026, 11, 20)):
        make_request(sent_on=sent_on)
        make_request(sent_on=sent_on, party=other_party)
    make_matter()
    make_matter(party=other_party, brought=date(2026, 11, 1))
    client.force_login(officer)
    page = client.get(reverse("secretariat:world_map"), {"show": show})
    drawn = _drawings(page.content.decode())
    assert [land.name.split(":")[0] for land in page.context["lands"]] == [made_up_land]
    assert drawn.count("<a ") == 1, "only what has something to show takes the focus"
    assert not _FORBIDDEN.search(drawn)
    lines = page.context["lines"]
    assert [line.name for line in lines] == [made_up_land, other_party.name], "by name, in no ranking"
    for line in lines:
        assert [figure.count for _label, figure in line.figures] == [1, 2, 1]
        for label, figure in line.figures:
            assert len(client.get(figure.url).context["rows"]) == figure.count, (line.name, label)
    assert "imply no opinion" in page.content.decode()


@pytest.mark.usefixtures("parties")
def test_the_map_is_light(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert len(gzip.compress(client.get(reverse("secretariat:world_map")).content)) < MOST_BYTES


def test_the_map_of_an_empty_desk_teaches(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert "Nothing is open" in client.get(reverse("secretariat:world_map")).content.decode()
    assert client.get(reverse("secretariat:world_map"), {"show": "reproach"}).status_code == 404


@pytest.mark.parametrize(
    ("count", "shade"), [(0, 0), (1, 1), (2, 2), (4, 2), (5, 3), (9, 3), (10, 4), (99, 4)]
)
def test_shades(count: int, shade: int) -> None:
    assert world_map._shade(count) == shade
