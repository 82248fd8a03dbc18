"""Which draft somebody had before them: nothing is sent or overwritten that they did not see."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.models import InformationRequest
from cases.services.refusals import Refused, in_full
from compliance import clock, days


class ChangedMeanwhile(Refused):
    """Somebody changed the draft after this page was made."""


class AnotherDay(Refused):
    """The periods would count from another day than the one that was shown."""


def version(*, request: Any) -> str:
    """The words of a draft and its rule set as a short digest; of a row of its history as well."""
    words = json.dumps([request.subject, request.questions, request.rule_set_code])
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def as_shown(*, request: InformationRequest, on: date) -> str:
    """What a page shows before sending: the version of the draft, and the day from which its dates count."""
    return f"{on.isoformat()} {version(request=request)}"


def require_seen(*, request: InformationRequest, seen: str | None) -> None:
    """The draft is the one that was seen; ``None`` where nobody looked.

    Called with the row held. Raises: ChangedMeanwhile, naming whoever changed it.
    """
    if seen is not None and seen != version(request=request):
        raise ChangedMeanwhile(_changed_by(request))


def require_shown(*, request: InformationRequest, on: date, seen: str | None) -> None:
    """The same of what ``as_shown`` names. Raises: ChangedMeanwhile; AnotherDay."""
    if seen is None:
        return
    day, _space, version_seen = seen.partition(" ")
    require_seen(request=request, seen=version_seen)
    if day != on.isoformat():
        text = _(
            "The day has changed while this page was open: the periods would count from %(date)s. Look again."
        )
        raise AnotherDay(text % {"date": in_full(on)}, paragraph="23 a)")


def _changed_by(request: InformationRequest) -> str:
    """Who put the present words there and when, from the audit of the row."""
    now, latest = version(request=request), None
    rows = InformationRequest.history.filter(id=request.pk).select_related("history_user")
    for row in rows.order_by("-history_date", "-history_id")[:100]:
        if version(request=row) != now:
            break
        latest = row
    if latest is None:
        return _("The draft changed while this page was open. Look at it as it is now.")
    return _("The draft was changed meanwhile by %(name)s, on %(date)s. Look at it as it is now.") % {
        "name": latest.history_user.name if latest.history_user else _("somebody"),
        "date": days.written(latest.history_date.astimezone(clock.SEAT), _("j F Y, H:i")),
    }
