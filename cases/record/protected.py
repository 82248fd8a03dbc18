"""What is protected: the one list, read by the chain, by ``verify_record`` and by the triggers' tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from simple_history.models import HistoricalChanges

from cases.models.incoming_mail import HANDLED_LATER
from cases.record.finality import Final

_HISTORY_OF = ("cases", "accounts")

_RECORD: tuple[tuple[str, Final], ...] = (
    ("cases.Submission", Final()),  # a submission is inserted submitted
    ("cases.Assessment", Final()),
    # a virus scanner that was away gives its verdict after the document was sent
    ("cases.Document", Final("submission_id", apart=("scan",), or_column="report_id")),
    ("cases.MatterAct", Final()),
    ("cases.MatterReport", Final()),
    ("cases.CommitteeContact", Final()),
    ("cases.MovedDate", Final()),
    ("cases.Release", Final()),
    ("cases.MeetingReport", Final()),
    # what came is on record once it was read; what is made of it comes later
    ("cases.IncomingMail", Final("sorted_at", apart=HANDLED_LATER)),
    ("notifications.Notice", Final("addressed_at")),
    ("notifications.Message", Final("state", "SENT")),
    ("notifications.LetterPdf", Final()),
    ("notifications.Wording", Final()),
    # from the start, as each has its letter; that somebody has dealt with it is said later
    ("notifications.DeliveryEvent", Final("message_id", apart=("settled_at", "settled_by_id"))),
)
_CHAIN = ("cases.ChainShape", "cases.ChainLink")


@dataclass(frozen=True, slots=True)
class Protected:
    """A table, and from when on its rows are final."""

    model: type[Model]
    final: Final

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> dict[str, str]:
        """The columns that are on record, by name, with the attribute that each is read by."""
        fields = self.model._meta.concrete_fields
        return {str(one.column): one.attname for one in fields if one.column not in self.final.apart}

    def final_rows(self) -> QuerySet[Any]:
        """Every row that is final, whoever may see it: the record has no readers to scope to."""
        return self.model._base_manager.filter(self.final.as_q())


@cache
def sealed() -> tuple[Protected, ...]:
    """The tables that the chain covers: all history, and the legal record itself."""
    return (*_history(), *(Protected(apps.get_model(label), final) for label, final in _RECORD))


@cache
def guarded() -> tuple[Protected, ...]:
    """The tables that have a trigger: what the chain covers, and the chain."""
    return (*sealed(), *(Protected(apps.get_model(label), Final()) for label in _CHAIN))


def _history() -> Iterator[Protected]:
    """Found and not listed, so that no history of these applications can be forgotten."""
    for app_label in _HISTORY_OF:
        for model in apps.get_app_config(app_label).get_models():
            if issubclass(model, HistoricalChanges):
                yield Protected(model, Final())
