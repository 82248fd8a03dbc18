"""What every resource does alike: strict queries, chosen fields, versions, and one service call for each change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework import viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import access
from cases.access import Act, Actor
from cases.api import authentication, preconditions
from cases.api.fields import Asked

_READING = frozenset({"GET", "HEAD"})
_OF_A_LIST = frozenset({"cursor", "page_size", "fields"})
_OF_ONE = frozenset({"fields"})


class NeverKept(APIView):
    """What is answered to one person is kept by nobody on the way."""

    http_method_names = ("get", "head", "post", "patch", "delete")

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> Any:
        finished = super().finalize_response(request, response, *args, **kwargs)
        finished.headers.setdefault("Cache-Control", "no-store")
        return finished


class Resource(NeverKept, viewsets.GenericViewSet):
    """Records of one kind: what the actor sees of them, and the acts on them."""

    order: ClassVar[tuple[str, ...]] = ("-pk",)
    """How the list is walked: a field that is unique, or one and the key."""
    whole_class: ClassVar[Any] = None
    """How one is shown, where that is more than a line of the list."""
    more_parameters: ClassVar[dict[str, frozenset[str]]] = {}

    # Before anything is done

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Raises: ValidationError for a parameter that does nothing here: it was meant to narrow something."""
        super().initial(request, *args, **kwargs)
        known = self._parameters(request)
        faults = {
            name: _("There is no such parameter here.") for name in request.query_params if name not in known
        }
        faults |= {
            name: _("Give this once.") for name, given in request.query_params.lists() if len(given) > 1
        }
        if faults:
            raise ValidationError(dict(list(faults.items())[:20]), code="unknown_parameter")

    def _parameters(self, request: Request) -> frozenset[str]:
        if request.method not in _READING:
            return frozenset()
        if self.action != "list":
            return _OF_ONE | self.more_parameters.get(self.action, frozenset())
        offered: frozenset[str] = self.filterset_class.offered_to(self.actor)
        return _OF_A_LIST | offered

    @property
    def actor(self) -> Actor:
        return authentication.actor_of(self.request)

    def get_serializer_class(self) -> Any:
        return self.serializer_class if self.action == "list" else self.whole_class or self.serializer_class

    # Reading

    def list(self, request: Request) -> Response:
        page = self.prepared(self.paginate_queryset(self.filter_queryset(self.get_queryset())))
        shown = self._shown(self.serializer_class, page, many=True, choose=True)
        return self.get_paginated_response(shown)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        record = self.whole(self.found())
        etag = self.etag(record)
        if preconditions.is_unchanged(request, etag=etag):
            return Response(status=304, headers={"ETag": etag})
        return Response(self._shown(self.get_serializer_class(), record, choose=True), headers={"ETag": etag})

    def found(self) -> Any:
        """The one that the address names. Raises: Http404 where the actor does not see it."""
        return get_object_or_404(self.get_queryset(), **self._named())

    def _named(self) -> dict[str, Any]:
        return {self.lookup_field: self.kwargs[self.lookup_field]}

    def prepared(self, page: Sequence[Any]) -> Sequence[Any]:
        """The rows of a page with what their lines need besides; a constant number of queries."""
        return page

    def whole(self, record: Any) -> Any:
        """One record with what it is shown with."""
        return record

    def etag(self, record: Any) -> str:
        """The version of a record that was made ``whole``."""
        return preconditions.etag_of(self._shown(self.whole_class or self.serializer_class, record))

    def _shown(self, serializer: Any, found: Any, *, many: bool = False, choose: bool = False) -> Any:
        context = self.context()
        if choose and (asked := self.request.query_params.get("fields")):
            context["chosen"] = _chosen(serializer, asked)
        return serializer(found, many=many, context=context).data

    def context(self) -> dict[str, Any]:
        """What serializers are told beside the record."""
        return {"actor": self.actor}

    # Changing

    def require(self, act: Act) -> None:
        """Raises: PermissionDenied, before a body is looked at; the service asks again."""
        access.require(actor=self.actor, act=act)

    def read(self, body: type[Asked]) -> dict[str, Any]:
        """The body, read. Raises: ValidationError."""
        asked = body(data=self.request.data, context={"actor": self.actor})
        asked.is_valid(raise_exception=True)
        given: dict[str, Any] = asked.validated_data
        return given

    def changed(self, act: Act, do: Callable[[Any], Any]) -> Response:
        """Holds the record, asks whether it is the version that was read, and does one thing to it."""
        with transaction.atomic():
            record = self._held()
            self.require(act)
            preconditions.require_match(self.request, etag=self.etag(self.whole(record)))
            do(record)
        return self.shown_anew(record)

    def _held(self) -> Any:
        held: QuerySet[Any] = self.get_queryset().select_for_update(of=("self",))
        return get_object_or_404(held, **self._named())

    def shown_anew(self, record: models.Model, *, status: int = 200) -> Response:
        """A record as it is after a change."""
        record = self.whole(self.get_queryset().get(pk=record.pk))
        shown = self._shown(self.whole_class or self.serializer_class, record)
        return Response(shown, status=status, headers={"ETag": preconditions.etag_of(shown)})


def _chosen(serializer: Any, asked: str) -> frozenset[str]:
    """Raises: ValidationError for a field that there is not."""
    chosen = frozenset(name.strip() for name in asked.split(","))
    if unknown := sorted(chosen - set(serializer().fields)):
        text = _("There is no field %(name)s here.") % {"name": unknown[0][:80]}
        raise ValidationError({"fields": text}, code="unknown_field")
    return chosen
