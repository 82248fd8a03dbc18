"""Lists as files, whole cases and webhooks: what their pages are asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.security.target import Target

if TYPE_CHECKING:
    from tests.security.world import World

_NONE = 999_999_999
_FORM = {"name": "Trade", "url": "https://example.org/hook", "events": ["request.sent"]}


def of(world: World) -> dict[str, dict[str, Target]]:
    """By the kind of object, then by its label."""
    requests = {label: world.requests[label].reference for label in ("own", "draft", "other")}
    matters = {label: world.matters[label].reference for label in ("own", "other", "public")}
    return {
        "list file": {
            "everybodys": Target({"listed": "meetings", "form": "csv"}),
            "of the Secretariat": Target({"listed": "tasks", "form": "json"}),
            "no list": Target({"listed": "species", "form": "csv"}),
            "no form": Target({"listed": "meetings", "form": "pdf"}),
        },
        "portfolio": {
            "zip": Target({"form": "zip"}),
            "xlsx": Target({"form": "xlsx"}),
            "no form": Target({"form": "csv"}),
        },
        "archived request": {
            **{label: Target({"reference": one}) for label, one in requests.items()},
            "missing": Target({"reference": "IR-1999-0001"}),
        },
        "archived matter": {
            **{label: Target({"reference": one}) for label, one in matters.items()},
            "missing": Target({"reference": "CM-1999-0001"}),
        },
        "new webhook": {"": Target({}, _FORM)},
        "webhook": {
            "kept": Target({"endpoint": world.webhook.pk}, _FORM),
            "missing": Target({"endpoint": _NONE}, _FORM),
        },
        "act on a webhook": {
            **{
                act: Target({"endpoint": world.webhook.pk, "act": act})
                for act in ("test", "rotate", "forget", "off", "on")
            },
            "unknown act": Target({"endpoint": world.webhook.pk, "act": "undo"}),
            "missing": Target({"endpoint": _NONE, "act": "test"}),
        },
    }
