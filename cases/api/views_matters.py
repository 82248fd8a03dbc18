"""Matters and what the Committee decided in them, Parties and meetings."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases import matter_file, selectors
from cases.access import Act
from cases.api import asked, filters, reading
from cases.api.description import CHANGE, CREATE
from cases.api.idempotency import once
from cases.api.resource import Resource
from cases.api.shown_matters import MatterShown, MeasureShown, MeetingShown, PartyShown, WholeMatterShown
from cases.models import ComplianceMatter, Measure, Meeting, Party
from cases.services import matters
from compliance import clock

_DESCRIBED = ("title", "attention", "provisions", "significance")


class Matters(Resource):
    """Compliance matters under Article XIII, each with its measures and the deadlines of the Committee."""

    queryset = ComplianceMatter.objects.none()
    lookup_field = "reference"
    serializer_class, whole_class = MatterShown, WholeMatterShown
    filterset_class = filters.MatterFilters

    def get_queryset(self) -> Any:
        return selectors.matters_visible(actor=self.actor)

    def whole(self, record: ComplianceMatter) -> ComplianceMatter:
        return reading.whole_matter(actor=self.actor, matter=record)

    def context(self) -> dict[str, Any]:
        return super().context() | {"on": clock.today()}

    @extend_schema(request=asked.NewMatter, responses={201: WholeMatterShown}, parameters=CREATE)
    def create(self, request: Request) -> Response:
        """Opens a matter in the Secretariat's file; whoever opens it is its case officer."""
        self.require(Act.OPEN_MATTER)
        given, at = self.read(asked.NewMatter), clock.now()

        def make() -> Response:
            matter = matters.open_matter(actor=self.actor, officer=request.user, at=at, **given)
            response = self.shown_anew(matter, status=201)
            response["Location"] = reverse("api:matter-detail", args=[matter.reference])
            return response

        return once(request, make)

    @extend_schema(request=asked.DescribedMatter, responses={200: WholeMatterShown}, parameters=CHANGE)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """What the matter is about; what is left out stays as it is."""

        def describe(matter: ComplianceMatter) -> None:
            given = self.read(asked.DescribedMatter)
            before: dict[str, Any] = {name: getattr(matter, name) for name in _DESCRIBED}
            listed = matter_file.species(actor=self.actor, matter=matter)
            related = selectors.related_matters(actor=self.actor, matter=matter)
            if "species" in given:
                given["species"] = [(one["name"], one.get("appendix") or "") for one in given["species"]]
            before |= {"species": [(one.name, one.appendix) for one in listed], "related": related}
            matters.describe(actor=self.actor, matter=matter, **before | given)

        return self.changed(Act.DESCRIBE_MATTER, describe)


class Measures(Resource):
    """Measures that the Standing Committee decided, with the steps of action plans."""

    queryset = Measure.objects.none()
    lookup_field = "pk"
    lookup_value_converter = "int"
    serializer_class = MeasureShown
    filterset_class = filters.MeasureFilters

    def get_queryset(self) -> Any:
        return matter_file.measures_visible(actor=self.actor)


class Parties(Resource):
    """Parties to the Convention, as far as the reader's desk shows them."""

    queryset = Party.objects.none()
    order = ("iso2",)
    lookup_field = "iso2"
    serializer_class = PartyShown
    filterset_class = filters.PartyFilters

    def get_queryset(self) -> Any:
        return Party.objects.visible_to(self.actor)


class Meetings(Resource):
    """Meetings of the Standing Committee and of the Conference of the Parties."""

    queryset = Meeting.objects.none()
    order = ("-starts_on", "-pk")
    lookup_field = "code"
    serializer_class = MeetingShown
    filterset_class = filters.MeetingFilters

    def get_queryset(self) -> Any:
        return Meeting.objects.visible_to(self.actor)
