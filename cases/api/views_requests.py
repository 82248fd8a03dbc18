"""Requests, and what is done with them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cases import known
from cases.access import Act, Audience
from cases.api import asked, filters, reading
from cases.api.description import CHANGE, CREATE, KNOWN_ON
from cases.api.fields import NO_DAY, Day
from cases.api.idempotency import once
from cases.api.resource import Resource
from cases.api.shown_requests import DocumentShown, RequestShown, SubmissionShown, WholeRequestShown
from cases.models import InformationRequest
from cases.services import documents, drafts, requests, submissions
from cases.services.uploads.refusals import NotTaken
from cases.web.documents import handler
from compliance import clock

_KNOWN_ON = "known_on"


class Requests(Resource):
    """Information requests under paragraph 23, each with its steps, what came and what was made of it."""

    queryset = InformationRequest.objects.none()
    lookup_field = "reference"
    serializer_class, whole_class = RequestShown, WholeRequestShown
    filterset_class = filters.RequestFilters
    more_parameters: ClassVar = {"retrieve": frozenset({_KNOWN_ON})}

    def get_queryset(self) -> Any:
        return reading.requests(actor=self.actor)

    def whole(self, record: InformationRequest) -> InformationRequest:
        """As it stands today, or as the Secretariat knew it at the end of a past day."""
        if _KNOWN_ON not in self.request.query_params:
            return reading.whole_request(actor=self.actor, record=record, on=clock.today())
        day = self._known_on(record)
        known_by = clock.end_of(day=day)
        then = known.request(actor=self.actor, record=record, known_by=known_by)
        return reading.whole_request(actor=self.actor, record=then, on=day, known_by=known_by)

    def _known_on(self, record: InformationRequest) -> date:
        """Raises: PermissionDenied for whoever is not of the Secretariat; ValidationError."""
        if self.actor.audience is not Audience.SECRETARIAT:
            raise PermissionDenied(_("What was known on a past day is the Secretariat's to read."))
        try:
            day = Day().to_internal_value(self.request.query_params[_KNOWN_ON])
        except ValidationError as error:
            raise ValidationError({_KNOWN_ON: str(NO_DAY)}, code="invalid") from error
        if not clock.legal_day(at=record.opened_at) <= day <= clock.today():
            text = _("Nothing is known of this request on that day: choose one from its opening until today.")
            raise ValidationError({_KNOWN_ON: text}, code="out_of_range")
        return day

    @extend_schema(parameters=[KNOWN_ON])
    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return super().retrieve(request, **kwargs)

    @extend_schema(request=asked.NewRequest, responses={201: WholeRequestShown}, parameters=CREATE)
    def create(self, request: Request) -> Response:
        """Opens a draft; whoever opens it is its case officer."""
        self.require(Act.OPEN_REQUEST)
        given, at = self.read(asked.NewRequest), clock.now()
        return once(
            request,
            lambda: self._made(requests.open_draft(actor=self.actor, officer=request.user, at=at, **given)),
        )

    @extend_schema(request=asked.EditedRequest, responses={200: WholeRequestShown}, parameters=CHANGE)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Other words for a draft; what was sent stays as it is."""

        def edit(record: InformationRequest) -> None:
            before = {name: getattr(record, name) for name in ("subject", "questions", "rule_set_code")}
            given = before | self.read(asked.EditedRequest)
            requests.edit_draft(actor=self.actor, request=record, **given)

        return self.changed(Act.EDIT_REQUEST, edit)

    @extend_schema(request=None, responses={200: WholeRequestShown}, parameters=CHANGE)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, **kwargs: Any) -> Response:
        """Sends a draft to the Party: its periods count from today at the seat (paragraph 23 a))."""
        at = clock.now()

        def send(record: InformationRequest) -> None:
            seen = drafts.as_shown(request=record, on=clock.legal_day(at=at))
            requests.send(actor=self.actor, request=record, at=at, seen=seen)

        return self.changed(Act.SEND_REQUEST, send)

    @extend_schema(request=asked.Withdrawal, responses={200: WholeRequestShown}, parameters=CHANGE)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, **kwargs: Any) -> Response:
        """Withdraws a request that is out with the Party, with a reason that the Party is told."""

        def withdraw(record: InformationRequest) -> None:
            given = self.read(asked.Withdrawal)
            requests.withdraw(actor=self.actor, request=record, at=clock.now(), **given)

        return self.changed(Act.WITHDRAW_REQUEST, withdraw)

    @extend_schema(request=asked.Answer, responses={201: SubmissionShown}, parameters=CREATE)
    @action(detail=True, methods=["post"])
    def answers(self, request: Request, **kwargs: Any) -> Response:
        """A Party's answer online (paragraph 23 a) and b)); documents that wait under its key go with it."""
        return self._received(Act.ANSWER_REQUEST, asked.Answer, submissions.answer)

    @extend_schema(request=asked.Recorded, responses={201: SubmissionShown}, parameters=CREATE)
    @action(detail=True, methods=["post"])
    def submissions(self, request: Request, **kwargs: Any) -> Response:
        """Records what arrived on paper or by mail, with the day on which it was received."""
        return self._received(Act.RECORD_SUBMISSION, asked.Recorded, submissions.record)

    @extend_schema(request={"multipart/form-data": asked.Upload}, responses={201: DocumentShown})
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def documents(self, request: Request, **kwargs: Any) -> Response:
        """Attaches a document to the answer with this key, before it is sent; the same file again is the same."""
        record = self.found()
        self.require(Act.ATTACH_DOCUMENT)
        upload = asked.Upload(data=request.data)
        is_whole = upload.is_valid()
        if cut := handler.refused(request._request):
            cut.field = "file"
            raise cut
        if not is_whole:
            raise ValidationError(upload.errors)
        given = upload.validated_data
        try:
            found = documents.attach(
                actor=self.actor,
                request=record,
                form_key=given["key"],
                upload=given["file"],
                at=clock.now(),
            )
        except NotTaken as error:
            error.field = "file"
            raise
        shown = self._shown(DocumentShown, reading.documents(actor=self.actor).get(pk=found.pk))
        return Response(
            shown, status=201, headers={"Location": reverse("api:document-detail", args=[found.pk])}
        )

    def _made(self, record: InformationRequest) -> Response:
        response = self.shown_anew(record, status=201)
        response["Location"] = reverse("api:request-detail", args=[record.reference])
        return response

    def _received(self, act: Act, body: type[asked.Carried], receive: Any) -> Response:
        record = self.found()
        self.require(act)
        given = self.read(body)

        def make() -> Response:
            sent = receive(actor=self.actor, request=record, at=clock.now(), **given)
            found = list(reading.submissions(actor=self.actor).filter(pk=sent.pk))
            shown = self._shown(SubmissionShown, reading.with_documents(actor=self.actor, found=found)[0])
            return Response(
                shown, status=201, headers={"Location": reverse("api:submission-detail", args=[sent.pk])}
            )

        return once(self.request, make)
