"""Of the scan: documents with reports in matters, members' own notes, and the public register, which is off."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Measure
from cases.services import documents, measures, member_notes
from tests.cases import sample_files
from tests.security import cast
from tests.security.people import TODAY
from tests.security.rules import (
    COMMITTEE,
    NO_METHOD,
    NO_PARTY,
    NOBODYS,
    Others,
    Row,
    chair,
    committee,
    document,
    parties,
    rule,
)

if TYPE_CHECKING:
    from tests.security.targets import Targets
    from tests.security.world import World

PUBLISHED = "No. 2027/044"
_FOR_A_MEMBER, _KEPT_BY_A_MEMBER = chair("200", "404"), chair("-> committee:matter", "404")
_OFF = rule("404")

ROWS = (
    *(
        Row(
            name,
            {
                "own, brought": parties("200"),
                "other brought": parties("404", "200"),
                "elsewhere, missing": NO_PARTY,
            },
            NO_METHOD,
            "receipt of a report",
            others=Others.REFUSED,
        )
        for name in ("party:matter_receipt", "party:matter_receipt_pdf")
    ),
    Row(
        "committee:note_new",
        {"brought, other brought, public": COMMITTEE, "own, other, missing": committee("404")},
        {
            "brought, other brought, public": committee("-> committee:matter"),
            "own, other, missing": committee("404"),
        },
        "new own note",
        others=Others.REFUSED,
    ),
    *(
        Row(
            name,
            # The Chair has no part in what a member noted.
            {"brought": _FOR_A_MEMBER, "elsewhere, missing": committee("404")},
            {"brought": _KEPT_BY_A_MEMBER, "elsewhere, missing": committee("404")},
            "own note",
            others=Others.REFUSED,
        )
        for name in ("committee:note", "committee:note_delete")
    ),
    Row("register:front", _OFF),
    *(Row(f"register:{name}", _OFF, about="register") for name in ("list", "csv", "json", "feed")),
    Row("register:entry", _OFF, about="register entry"),
)
UPLOADS = {
    "report own": document("200", "404", "200"),
    "report brought": {**document("200", "404", "200"), **dict.fromkeys(cast.COMMITTEE, "200")},
    "report missing": NOBODYS,
}
"""More of the row "documents:upload": the lists of what waits for a report."""
DOWNLOADS = {
    "report own": document("200", "404", "200"),
    "report waiting": document("200"),
    "report other brought": {**document("404", "200", "200"), **dict.fromkeys(cast.COMMITTEE, "200")},
}
"""More of the row "documents:download"."""
REMOVALS = {
    "report own": document("422", "404", "422", "403"),
    "report waiting": document("200"),
    "report other brought": {
        **document("404", "422", "422", "403"),
        **dict.fromkeys(cast.COMMITTEE, "403"),
    },
}
"""More of the row "documents:remove"."""


def attach(world: World, label: str, member: str, key: uuid.UUID, may_read: frozenset[str]) -> None:
    """A document for the report with this key, its name and its content planted."""
    name = world.canaries.plant(f"document {label}", may_read)
    content = sample_files.pdf(world.canaries.plant(f"content {label}", may_read))
    world.documents[label] = documents.attach_to_report(
        actor=world.people.actor(member),
        matter=world.matters[label.removeprefix("report ").replace("waiting", "own")],
        form_key=key,
        upload=SimpleUploadedFile(f"{name}.pdf", content),
        at=TODAY,
    )


def add(world: World) -> None:
    """An upload that nobody sent, a member's note, and a measure that was announced."""
    attach(world, "report waiting", cast.OWN, uuid.uuid4(), cast.ALDER)
    note = member_notes.write(
        actor=world.people.actor(cast.MEMBER),
        matter=world.matters["brought"],
        text=world.canaries.plant("own note of a member", frozenset({cast.MEMBER})),
        at=TODAY,
    )
    world.of_matters["own note"] = note.pk
    measures.announce(
        actor=world.people.actor(cast.OFFICER),
        measure=Measure.objects.get(pk=world.of_matters["measure other brought"]),
        notification=PUBLISHED,
        starts_on=None,
        at=TODAY,
    )


def targets(world: World) -> Targets:
    """What the rows of this module are about."""
    from tests.security.targets import NONE, Target

    references = {label: one.reference for label, one in world.matters.items()} | {"missing": "CM-1999-0001"}
    keys = {label: world.matters[label].reports.get().key for label in ("own", "brought", "other brought")}
    of, text = world.of_matters, {"text": "Mine."}
    return {
        "receipt of a report": {
            **{label: Target({"reference": references[label], "key": key}) for label, key in keys.items()},
            "elsewhere": Target({"reference": references["own"], "key": keys["other brought"]}),
            "missing": Target({"reference": references["own"], "key": uuid.uuid4()}),
        },
        "new own note": {label: Target({"reference": one}, text) for label, one in references.items()},
        "own note": {
            "brought": Target({"reference": references["brought"], "note": of["own note"]}, text),
            "elsewhere": Target({"reference": references["other brought"], "note": of["own note"]}, text),
            "missing": Target({"reference": references["brought"], "note": NONE}, text),
        },
        "register": {"": Target({"language": "en"})},
        "register entry": {"": Target({"language": "en", "entry": of["measure other brought"]})},
    }
