"""Fills the database of a benchmark: a few requests made by the services, and as many copies as are asked for.

The due dates of the copies are those that the rules gave the originals; only
the copying is one statement for each table.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Model

from cases.faults.stories import Story
from cases.models import Deadline, InformationRequest, Party, SearchEntry, Submission
from cases.models.party import MADE_UP_CODES, Region
from cases.services import deadlines, search
from compliance import clock
from compliance.accounts.models import Membership, Role, User
from compliance.rules.types import Fact, FactKind

_OFFICERS = 20


def people(*, day: date) -> list[User]:
    """Case officers, and a supervisor."""
    began = datetime.combine(day - timedelta(days=900), time(9), tzinfo=clock.SEAT)
    roles = [*[Role.OFFICER] * _OFFICERS, Role.SUPERVISOR]
    found = []
    for number, role in enumerate(roles):
        user = User.objects.create_user(email=f"staff{number}@desk.example", name=f"Staff {number}")
        Membership.objects.create(user=user, role=role, started_at=began)
        found.append(user)
    return found


def parties() -> list[Party]:
    """All made-up Parties."""
    return [
        Party.objects.create(
            iso2=iso2,
            **{f"name_{language}": f"Party {iso2}" for language in ("en", "fr", "es")},
            region=list(Region)[number % len(Region)],
            mailbox=f"ma-{iso2.lower()}@party.example",
        )
        for number, iso2 in enumerate(MADE_UP_CODES)
    ]


def original(story: Story, *, party: Party, officer: User) -> InformationRequest:
    """One request with its answers, its due dates written by the service that writes all of them."""
    at = datetime.combine(story.sent_on, time(9), tzinfo=clock.SEAT)
    number = InformationRequest.objects.count()
    request = InformationRequest.objects.create(
        reference=f"ORIGINAL-{number}",
        party=party,
        officer=officer,
        subject=f"Permits of consignment {number}",
        questions="Which permits were issued, and on what findings?",
        rule_set_code=story.rule_set_code,
        stage="SENT",
        opened_at=at,
        sent_at=at,
        sent_on=story.sent_on,
    )
    for fact in story.facts:
        submission = Submission.objects.create(request=request, **_carried(fact), recorded_by=officer)
        search.write_submission(submission=submission)
    search.write_request(request=request)
    deadlines.project(request=request)
    return request


def _carried(fact: Fact) -> dict[str, Any]:
    at = datetime.combine(fact.on, time(11), tzinfo=clock.SEAT)
    information = {FactKind.INFORMATION: "COMPLETE", FactKind.PARTIAL_INFORMATION: "PARTIAL"}
    return {
        "channel": "PAPER",
        "received_on": fact.on,
        "acknowledgement": fact.kind is FactKind.ACKNOWLEDGEMENT,
        "recorded_at": at,
        "information": information.get(fact.kind, "NONE"),
        "approximate_date": fact.date_given,
        "justification": "A flood in the archive." if fact.kind is FactKind.JUSTIFICATION else "",
        "text": "See below." if fact.kind in information else "",
    }


def copy(*, originals: Sequence[InformationRequest], count: int) -> None:
    """Copies the requests in turn, with all that hangs on them, to Parties and officers in turn."""
    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE TEMPORARY TABLE bench_copies AS
            SELECT n, (SELECT max(id) FROM cases_informationrequest) + n AS id,
                (%s::bigint[])[1 + n %% %s] AS original,
                parties.ids[1 + n %% cardinality(parties.ids)] AS party,
                officers.ids[1 + n %% cardinality(officers.ids)] AS officer
            FROM generate_series(1, %s) AS n,
                (SELECT array_agg(id ORDER BY id) AS ids FROM cases_party) AS parties,
                (SELECT array_agg(user_id ORDER BY user_id) AS ids FROM accounts_membership
                    WHERE role = 'OFFICER') AS officers""",
            [[one.pk for one in originals], len(originals), count],
        )
        _insert(
            cursor,
            InformationRequest,
            "source.id = copies.original",
            id="copies.id",
            reference="'IR-' || lpad(copies.n::text, 8, '0')",
            subject="source.subject || ' ' || copies.n",
            party_id="copies.party",
            officer_id="copies.officer",
        )
        hangs_on = "source.request_id = copies.original"
        _insert(cursor, Deadline, hangs_on, request_id="copies.id")
        _insert(cursor, Submission, hangs_on, request_id="copies.id", key="gen_random_uuid()")
        about = "CASE source.kind WHEN 'REQUEST' THEN copies.id::text ELSE copies.id || '-' || source.id END"
        _insert(cursor, SearchEntry, hangs_on, request_id="copies.id", about=about)
        cursor.execute("DROP TABLE bench_copies")
        cursor.execute(
            "SELECT setval('cases_informationrequest_id_seq', max(id)) FROM cases_informationrequest"
        )


def settle() -> None:
    """Lets the database learn what it holds, as its own housekeeping would."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _insert(cursor: Any, model: type[Model], on: str, **replaced: str) -> None:
    """A copy of each row that belongs to an original, with these columns of its own."""
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    columns = [str(field.column) for field in fields if not field.primary_key or field.column in replaced]
    table, quoted = model._meta.db_table, ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(replaced.get(column, f'source."{column}"') for column in columns)
    # Names of our own models, and nothing that anybody typed.
    statement = f"INSERT INTO {table} ({quoted}) SELECT {values} FROM bench_copies AS copies "  # noqa: S608
    cursor.execute(f"{statement} JOIN {table} AS source ON {on} ORDER BY copies.n")
