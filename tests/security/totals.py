"""What the database holds, table by table, as a count and a checksum."""

from __future__ import annotations

import hashlib

from django.db import connection

OF_A_SESSION = {
    "django_session": "the page was read at this instant, and what is shown once was shown",
    "desk_cache": "how often somebody has asked, for the limits on guessing",
}
"""The tables that reading may write to, each with the reason: what they hold is about the reader's visit alone."""


def checksums() -> dict[str, str]:
    """The number of rows and a hash of all of them, for every table but those of the visit."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - set(OF_A_SESSION)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(repr([_plain(value) for value in row]) for row in cursor.fetchall())
            found[table] = f"{len(rows)}:{hashlib.sha256(chr(10).join(rows).encode()).hexdigest()}"
    return found


def _plain(value: object) -> object:
    """What a file holds, and not where in memory it lies."""
    return bytes(value) if isinstance(value, memoryview) else value
