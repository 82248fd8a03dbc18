"""The rows of the permission matrix for those who run the desk, their machines, and what people take of their own."""

from __future__ import annotations

from tests.security.rules import ASKED_AGAIN, EVERYBODY, NO_METHOD, Others, Row, heads, rule

OPERATIONS = (
    Row("healthz", EVERYBODY, NO_METHOD, others=Others.REFUSED),
    # Nothing has swept in the record of the matrix, so the desk is not ready, and says so to whoever asks.
    Row("readyz", rule("503"), NO_METHOD, others=Others.REFUSED),
    # Without a token in the settings there is no such page; tests/cases/web/test_probes.py gives one.
    Row("metrics", rule("404"), NO_METHOD, others=Others.REFUSED),
    Row("secretariat:operations", heads("200")),
    Row("own_data", ASKED_AGAIN),
)
