"""What came from Parties, what the Secretariat made of it, and documents."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cases import downloading
from cases.access import Act
from cases.api import asked, filters, reading
from cases.api.description import CREATE
from cases.api.idempotency import once
from cases.api.parsing import AnyAccept
from cases.api.resource import Resource
from cases.api.shown_requests import AssessmentShown, DocumentShown, SubmissionShown
from cases.models import Assessment, Document, Submission
from cases.models.document import ContentType
from cases.services import assessments, documents
from compliance import clock


class Submissions(Resource):
    """Communications from Parties: online, or recorded from paper."""

    queryset = Submission.objects.none()
    lookup_field = "pk"
    lookup_value_converter = "int"
    serializer_class = SubmissionShown
    filterset_class = filters.SubmissionFilters

    def get_queryset(self) -> Any:
        return reading.submissions(actor=self.actor)

    def prepared(self, page: Sequence[Submission]) -> Sequence[Submission]:
        return reading.with_documents(actor=self.actor, found=page)

    def whole(self, record: Submission) -> Submission:
        return self.prepared([record])[0]

    @extend_schema(request=asked.NewAssessment, responses={201: AssessmentShown}, parameters=CREATE)
    @action(detail=True, methods=["post"])
    def assessments(self, request: Request, **kwargs: Any) -> Response:
        """Assesses complete information; inadequate opens the response again with its first date (23 d))."""
        submission = self.found()
        self.require(Act.ASSESS_SUBMISSION)
        given = self.read(asked.NewAssessment)
        seen = str(given.pop("corrects") or "")

        def make() -> Response:
            made = assessments.assess(
                actor=self.actor, submission=submission, at=clock.now(), seen=seen, **given
            )
            shown = self._shown(AssessmentShown, reading.assessments(actor=self.actor).get(pk=made.pk))
            return Response(
                shown, status=201, headers={"Location": reverse("api:assessment-detail", args=[made.pk])}
            )

        return once(request, make)


class Assessments(Resource):
    """The Secretariat's view of complete information (paragraph 23 d)); a later one corrects an earlier one."""

    queryset = Assessment.objects.none()
    lookup_field = "pk"
    lookup_value_converter = "int"
    serializer_class = AssessmentShown
    filterset_class = filters.AssessmentFilters

    def get_queryset(self) -> Any:
        return reading.assessments(actor=self.actor)


class Documents(Resource):
    """Documents of answers: those that were sent, and those of one's own side that wait."""

    queryset = Document.objects.none()
    order = ("-uploaded_at", "-pk")
    lookup_field = "pk"
    lookup_value_converter = "uuid"
    serializer_class = DocumentShown
    filterset_class = filters.DocumentFilters

    def get_queryset(self) -> Any:
        return reading.documents(actor=self.actor)

    @extend_schema(responses={204: OpenApiResponse(description="It is gone.")})
    def destroy(self, request: Request, pk: uuid.UUID) -> Response:
        """Takes back a document that was not sent."""
        document = self.found()
        self.require(Act.ATTACH_DOCUMENT)
        documents.remove(actor=self.actor, document=document)
        return Response(status=204)

    @extend_schema(responses={(200, kind): OpenApiTypes.BINARY for kind in ContentType.values})
    @action(detail=True, methods=["get"], content_negotiation_class=AnyAccept)
    def content(self, request: Request, pk: uuid.UUID) -> HttpResponseBase:
        """The file itself, with its SHA-256 in the document; never one that was found infected."""
        document = self.found()
        if downloading.is_kept_back(document):
            raise PermissionDenied(_("The virus scanner found it infected: it cannot be downloaded."))
        return downloading.response(document, head_only=request.method == "HEAD")
