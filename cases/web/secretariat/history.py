"""What was changed of a request, by whom and when, field by field, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import audit
from cases.access import Actor, Audience
from cases.audit import Change
from cases.models import Assessment, ComplianceMatter, Document, InformationRequest, Submission, Task
from cases.web import dates
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat import requests
from compliance.accounts.models import User
from compliance.rules import loader
from compliance.rules.types import RuleError

_LEFT_OUT = frozenset(
    {"id", "reference", "request", "party", "key", "form_key", "file", "sha256", "size", "content_type"}
)
"""What no change of a row is about: what names it, and what never changes."""
_BORN = {
    InformationRequest: gettext_lazy("Draft opened"),
    Task: gettext_lazy("Task asked for"),
    Submission: gettext_lazy("Answer recorded"),
    Assessment: gettext_lazy("Assessment recorded"),
    Document: gettext_lazy("Document attached"),
}
_CHANGED = {
    InformationRequest: gettext_lazy("Request changed"),
    Task: gettext_lazy("Task changed"),
    Submission: gettext_lazy("Answer changed"),
    Assessment: gettext_lazy("Assessment changed"),
    Document: gettext_lazy("Document changed"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, before and after; ``worked_out`` where the desk derives it from the record."""

    label: str
    before: str
    after: str
    worked_out: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One change, with what it was about ("" for the request itself)."""

    what: str
    about: str
    who: str
    at: datetime
    differences: list[Difference]


@desk(Audience.SECRETARIAT)
def history(request: HttpRequest, reference: str) -> HttpResponse:
    """Every change of a request and of what belongs to it, the newest first."""
    actor = actor_of(request)
    record = requests.find(actor, reference)
    changes = audit.of_request(actor=actor, request=record)
    context = {
        "record": record,
        "entries": list(_entries(changes.found, _Names(actor, changes.found))),
        "more": changes.more,
        "most": audit.MOST,
    }
    return render(request, "secretariat/history.html", context)


def _entries(changes: Iterable[Change], names: _Names) -> Iterator[Entry]:
    """A line for each change that says something; a row saved as it was says nothing."""
    for change in changes:
        row, kind = change.after, change.after.instance_type
        differences = list(_differences(change, names)) if change.before else []
        if change.before and not differences:
            continue
        yield Entry(
            what=str(_CHANGED[kind] if change.before else _BORN[kind]),
            about=_about(row, kind),
            who=row.history_user.name if row.history_user else _("The desk itself"),
            at=row.history_date,
            differences=differences,
        )


def _about(row: Any, kind: type[models.Model]) -> str:
    if kind is Task:
        return str(row.title)
    if kind is Document:
        return str(row.name)
    if kind is Submission:
        return _("received on %(day)s") % {"day": dates.plain(row.received_on)}
    return str(row.get_verdict_display()) if kind is Assessment else ""


def _differences(change: Change, names: _Names) -> Iterator[Difference]:
    for field in change.after.tracked_fields:
        before, after = (getattr(row, field.attname) for row in (change.before, change.after))
        if field.name in _LEFT_OUT or before == after:
            continue
        yield Difference(
            label=_capital(str(field.verbose_name)),
            before=names.written(field, before),
            after=names.written(field, after),
            worked_out=not field.editable,
        )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class _Names:
    """Values in words; what keys name is looked up for a whole page at once, in four queries at most."""

    def __init__(self, actor: Actor, changes: Iterable[Change]) -> None:
        wanted: dict[type[models.Model], set[Any]] = {}
        for change in changes:
            for row in (change.after, change.before):
                for field in row.tracked_fields if row else ():
                    if field.related_model and (key := getattr(row, field.attname)):
                        wanted.setdefault(field.related_model, set()).add(key)
        self._found = {
            model: {one.pk: str(self._call(one)) for one in self._rows(model, actor).filter(pk__in=keys)}
            for model, keys in wanted.items()
            if model in (User, ComplianceMatter, InformationRequest, Submission)
        }

    @staticmethod
    def _rows(model: type[models.Model], actor: Actor) -> models.QuerySet[Any]:
        """People are named to whoever reads the history; the rest as far as the actor sees it."""
        manager: Any = model._default_manager
        found: models.QuerySet[Any] = manager.all() if model is User else manager.visible_to(actor)
        return found

    @staticmethod
    def _call(one: Any) -> str:
        if isinstance(one, ComplianceMatter):
            return f"{one.reference} {one.title}"
        if isinstance(one, Submission):
            return _("Answer received on %(day)s") % {"day": dates.plain(one.received_on)}
        return str(one)

    def written(self, field: Any, value: Any) -> str:
        """A value as its reader would say it: names, labels, days in full; "" for nothing."""
        if value in (None, ""):
            return ""
        if field.related_model:
            return self._found.get(field.related_model, {}).get(value, _("no longer on record"))
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if field.name == "rule_set_code":
            return _rule_set(value)
        return _plainly(value)


def _plainly(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return dates.instant(value)
    return dates.in_full(value) if isinstance(value, date) else str(value)


def _rule_set(code: str) -> str:
    try:
        return loader.get(code=code).title
    except RuleError:
        return code
