"""What hangs on the letters of the scan: their HTML, their PDFs, and a wording that staff keep; each planted."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from notifications.letters import BY_KEY
from notifications.models import LetterPdf, Message, Wording
from tests.security import cast
from tests.security.people import TODAY

if TYPE_CHECKING:
    from tests.security.world import World

KEPT = BY_KEY["measure_withdrawn.party"]
"""Of a letter that nobody in the scan receives, in Spanish."""
KEEPERS = frozenset({cast.SUPERVISOR, cast.ADMINISTRATOR})


def forms(world: World, message: Message, label: str, may_read: frozenset[str]) -> dict[str, Any]:
    """The HTML of a letter and the PDF that goes with it, for those who may read its text."""
    content = world.canaries.plant(f"pdf {label}", cast.SECRETARIAT | may_read).encode()
    attached = LetterPdf.objects.create(
        notice=message.notice,
        name="letter.pdf",
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
    return {"html": world.canaries.plant(f"html {label}", cast.SECRETARIAT | may_read), "pdf": attached}


def about_a_matter(world: World) -> None:
    """A letter about Alder's matter that was sent to it, and one of Birch's."""
    for label, may_read in (("own", cast.ALDER), ("other", cast.BIRCH)):
        about = Message.objects.filter(notice__matter=world.matters[label], recipient="PARTY")
        sent, name = about.order_by("pk")[0], f"of matter {label}"
        Message.objects.filter(pk=sent.pk).update(
            state=Message.State.SENT,
            sent_at=TODAY,
            frozen_at=TODAY,
            **forms(world, sent, name, may_read),
        )
        world.messages[name] = sent


def matter_letters(world: World, missing: int) -> dict[str, dict[str, Any]]:
    """Addresses by label; "elsewhere" is Birch's letter under Alder's matter."""
    own, other = (world.matters[label].reference for label in ("own", "other"))
    keys = {label: world.messages[f"of matter {label}"].pk for label in ("own", "other")}
    pairs = {
        "own": (own, keys["own"]),
        "other": (other, keys["other"]),
        "elsewhere": (own, keys["other"]),
        "missing": (own, missing),
    }
    return {label: {"reference": reference, "message": key} for label, (reference, key) in pairs.items()}


def keep_wording(world: World) -> None:
    """One version, whose words are those of the people who keep it."""
    Wording.objects.create(
        code=KEPT.code,
        recipient=KEPT.recipient.value,
        language="es",
        version=1,
        subject="{reference}",
        body=world.canaries.plant("wording", KEEPERS),
        why="Shorter",
        at=TODAY,
        by=world.people.users[cast.SUPERVISOR],
    )


def wordings() -> dict[str, dict[str, Any]]:
    """Addresses and forms, by label."""
    words = {"subject": "{reference}: {measure} {about_on}", "why": "Shorter"}
    body = "{title}\n\n{reasons}\n\n{notification}\n\n{party_url}"
    kept = {"letter": KEPT.key, "language": "es"}
    return {
        "kept": {"kwargs": kept, "body": words | {"body": body, "seen": 1}},
        "shipped": {"kwargs": {**kept, "language": "fr"}, "body": words | {"body": body, "seen": 0}},
        "informal": {
            "kwargs": {"letter": "step_due_soon.party", "language": "en"},
            "body": words | {"body": body, "seen": 0},
        },
        "missing": {"kwargs": {**kept, "letter": "nothing.party"}, "body": words},
        "no language": {"kwargs": {**kept, "language": "de"}, "body": words},
    }
