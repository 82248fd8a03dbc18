"""From when on a row of a protected table is final."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Final:
    """From the start; ``Final("addressed_at")``: once it is set; ``Final("state", "SENT")``: once it is that.

    ``or_column`` is another column that, once it is set, makes a row final as well.
    ``apart`` are columns that may change afterwards and are not part of the
    record. One value for the trigger and for the query, so that they cannot
    disagree.
    """

    column: str = ""
    value: str = ""
    apart: tuple[str, ...] = ()
    or_column: str = ""

    def as_q(self) -> Q:
        """The rows that are final. The column is named as its field's attribute is."""
        if not self.column:
            return Q()
        if self.value:
            return Q(**{self.column: self.value})
        return reduce(or_, (Q(**{f"{one}__isnull": False}) for one in self._set))

    def as_sql(self) -> str:
        """The condition of a trigger on the row as it was, empty for always; made from the code alone."""
        if not self.column:
            return ""
        if self.value:
            return f"OLD.\"{self.column}\" = '{self.value}'"
        return " OR ".join(f'OLD."{one}" IS NOT NULL' for one in self._set)

    @property
    def _set(self) -> tuple[str, ...]:
        """The columns of which any, once it is set, makes a row final."""
        return tuple(one for one in (self.column, self.or_column) if one)
