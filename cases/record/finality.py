"""From when on a row of a protected table is final."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Final:
    """From the start; ``Final("addressed_at")``: once it is set; ``Final("state", "SENT")``: once it is that.

    ``apart`` are columns that may change afterwards and are not part of the
    record. One value for the trigger and for the query, so that they cannot
    disagree.
    """

    column: str = ""
    value: str = ""
    apart: tuple[str, ...] = ()

    def as_q(self) -> Q:
        """The rows that are final. The column is named as its field's attribute is."""
        if not self.column:
            return Q()
        return Q(**{self.column: self.value}) if self.value else Q(**{f"{self.column}__isnull": False})

    def as_sql(self) -> str:
        """The condition of a trigger on the row as it was, empty for always; made from the code alone."""
        if not self.column:
            return ""
        return f"OLD.\"{self.column}\" = '{self.value}'" if self.value else f'OLD."{self.column}" IS NOT NULL'
