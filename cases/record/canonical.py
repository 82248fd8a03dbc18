"""One value as the same bytes on every database, in every time zone, for as long as it is the same value.

JSON in ASCII with sorted keys and no spaces. Instants are in UTC with
microseconds; numbers have neither exponent nor trailing zeros (a JSON column
gives ``1.0``, ``1`` or ``1e0`` as the database likes); bytes are hexadecimal;
what has no value is ``null``.

Changing a byte of this form breaks every chain that there is.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import singledispatch


def canonical(value: object) -> bytes:
    """The bytes of what a column holds, or of mappings and sequences of that.

    Raises: TypeError for a type that has no canonical form; ValueError for an instant without a time zone.
    """
    return _write(value).encode("ascii")


def digest(value: object, *, after: str = "") -> str:
    """SHA-256 in hexadecimal over the digest before, where there is one, and the canonical bytes."""
    return hashlib.sha256(after.encode("ascii") + canonical(value)).hexdigest()


@singledispatch
def _write(value: object) -> str:
    raise TypeError(f"{type(value).__name__} has no canonical form; say what it is in cases.record.canonical")


@_write.register(str)
@_write.register(bool)
@_write.register(type(None))
def _as_json_has_it(value: str | bool | None) -> str:
    return json.dumps(value)


@_write.register
def _number(value: Decimal) -> str:
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").removesuffix(".")
    return "0" if plain == "-0" else plain


@_write.register
def _whole(value: int) -> str:
    return _number(Decimal(value))


@_write.register
def _float(value: float) -> str:
    return _number(Decimal(repr(value)))


@_write.register
def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"{value} has no time zone, so it is no instant")
    return json.dumps(value.astimezone(UTC).isoformat(timespec="microseconds"))


@_write.register(date)
@_write.register(time)
def _day(value: date | time) -> str:
    return json.dumps(value.isoformat())


@_write.register
def _duration(value: timedelta) -> str:
    return _whole(value // timedelta(microseconds=1))


@_write.register
def _identifier(value: uuid.UUID) -> str:
    return json.dumps(str(value))


@_write.register(bytes)
@_write.register(bytearray)
@_write.register(memoryview)
def _bytes(value: bytes | bytearray | memoryview) -> str:
    return json.dumps(bytes(value).hex())


@_write.register(list)
@_write.register(tuple)
def _sequence(value: list[object] | tuple[object, ...]) -> str:
    return f"[{','.join(_write(one) for one in value)}]"


@_write.register(dict)
def _mapping(value: dict[str, object]) -> str:
    return f"{{{','.join(f'{json.dumps(key)}:{_write(value[key])}' for key in sorted(value))}}}"
