"""Lists a page at a time, walked by key: what is added meanwhile neither doubles nor hides a row."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from django.core.exceptions import ValidationError as InvalidValue
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

_NO_PAGE = "invalid_cursor"


class ByKey(CursorPagination):
    """``?cursor=`` is opaque and comes from ``next`` and ``previous``; the order is the list's own."""

    page_size = 25
    max_page_size = 100
    page_size_query_param = "page_size"
    offset_cutoff = 1000

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.position_field = queryset.model._meta.get_field(self._name(view.order[0]))
        found: list[Any] = super().paginate_queryset(queryset, request, view=view)
        return found

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        order: tuple[str, ...] = view.order
        return order

    def get_page_size(self, request: Request) -> int:
        """Raises: ValidationError for what is no whole number from 1 to ``max_page_size``."""
        given = request.query_params.get(self.page_size_query_param)
        if given is None:
            return self.page_size
        if not (given.isascii() and given.isdigit() and 1 <= int(given[:6]) <= self.max_page_size):
            text = _("A page has from 1 to %(most)d entries.") % {"most": self.max_page_size}
            raise ValidationError({self.page_size_query_param: text})
        return int(given)

    def decode_cursor(self, request: Request) -> Any:
        """Raises: ValidationError for a cursor that this list never gave."""
        try:
            cursor = super().decode_cursor(request)
            if cursor and cursor.position is not None:
                self.position_field.to_python(cursor.position)
        except Exception as error:
            if not isinstance(error, ValueError | InvalidValue) and type(error).__name__ != "NotFound":
                raise
            text = _("This is no cursor of the list: begin without one.")
            raise ValidationError({self.cursor_query_param: text}, code=_NO_PAGE) from error
        return cursor

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        parts = {"next": link, "previous": link, "results": schema}
        return {"type": "object", "required": list(parts), "properties": OrderedDict(parts)}

    @staticmethod
    def _name(ordering: str) -> str:
        name = ordering.removeprefix("-")
        return "id" if name == "pk" else name
