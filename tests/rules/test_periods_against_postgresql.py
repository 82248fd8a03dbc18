"""Every day of a century, one, three and six months: the same as PostgreSQL's own interval arithmetic."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.rules import periods

EVERY_DAY = """
SELECT day::date,
       (day + interval '1 month')::date,
       (day + interval '3 months')::date,
       (day + interval '6 months')::date
  FROM generate_series(timestamp '1975-01-01', timestamp '2075-12-31', interval '1 day') AS series (day)
 ORDER BY day
"""


@pytest.fixture
def every_day_in_sql(request: pytest.FixtureRequest) -> list[tuple[date, date, date, date]]:
    if not request.config.pluginmanager.hasplugin("django"):
        pytest.skip("the pure rules are being tested alone, with no database")
    request.getfixturevalue("db")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(EVERY_DAY)
        return list(cursor.fetchall())


def test_every_day_of_a_century_agrees_with_postgresql(
    every_day_in_sql: list[tuple[date, date, date, date]],
) -> None:
    assert len(every_day_in_sql) == (date(2075, 12, 31) - date(1975, 1, 1)).days + 1
    ours = [
        (day, *(periods.add_months(day=day, months=months) for months in (1, 3, 6)))
        for day, *_ in every_day_in_sql
    ]
    assert [pair for pair in zip(ours, every_day_in_sql, strict=True) if pair[0] != tuple(pair[1])] == []
