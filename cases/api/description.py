"""How the API describes itself: what every operation has in common, said once."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from cases.api.problems import MEDIA_TYPE
from compliance.rules.stage_table import STAGE_WORDS

_ALWAYS = {
    "400": "It cannot be read, or a parameter is not one of these.",
    "401": "Without a token, or with one that does not work.",
    "403": "Your role, or this token, does not do this.",
    "404": "It is not there, or not for you to see.",
    "406": "Answers are JSON.",
    "429": "More often than one person may ask; Retry-After says when to ask again.",
}
_ON_CHANGES = {
    "409": "Not at this stage, or another was faster.",
    "412": "It has changed since the version that If-Match names.",
    "413": "Too large.",
    "415": "Another kind of body than this operation takes.",
    "422": "Refused: each fault with its field, its rule and its paragraph.",
    "428": "If-Match is missing.",
}
MATTER_STAGES = [(stage.value, words) for stage, words in STAGE_WORDS.items()]
"""As the field of the model has them, for the name that they are given in the description."""
FIELDS = OpenApiParameter(
    "fields",
    OpenApiTypes.STR,
    description="Names of fields with commas between them: only these are answered.",
)
KNOWN_ON = OpenApiParameter(
    "known_on",
    OpenApiTypes.DATE,
    description="A past day: the request as the Secretariat knew it at its end. For the Secretariat.",
)
CHANGE = [
    OpenApiParameter(
        "If-Match",
        OpenApiTypes.STR,
        OpenApiParameter.HEADER,
        required=True,
        description="The ETag of the version that you have read.",
    )
]
CREATE = [
    OpenApiParameter(
        "Idempotency-Key",
        OpenApiTypes.STR,
        OpenApiParameter.HEADER,
        description="A name of your own for this creation: sent again within a day, it is answered the same.",
    )
]


class Fault(serializers.Serializer):
    """One thing that is refused."""

    detail = serializers.CharField(help_text="In the reader's language: the rule, and what to do instead.")
    field = serializers.CharField(allow_null=True, help_text="Where, such as species.0.name.")
    rule = serializers.CharField(help_text="A stable code.")
    paragraph = serializers.CharField(help_text="Of Resolution Conf. 11.3, where the rule is one of its.")


class Problem(Fault):
    """Problem details (RFC 9457). The members of a fault are those of the first one."""

    type = serializers.CharField(help_text="urn:compliance-desk:problem: and the rule.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    errors = Fault(many=True)


class Described(AutoSchema):
    """An operation with the refusals that any of its kind can meet."""

    def get_override_parameters(self) -> list[Any]:
        given = list(super().get_override_parameters())
        is_shown = self.method == "GET" and hasattr(self.view, "filterset_class")
        return [*given, FIELDS] if is_shown and getattr(self.view, "action", "") != "content" else given

    def get_tags(self) -> list[str]:
        return [str(self._tokenize_path()[0])]

    def _get_serializer_name(self, serializer: Any, direction: str, bypass_extensions: bool = False) -> str:
        name: str = super()._get_serializer_name(serializer, direction, bypass_extensions)
        return name.replace("Shown", "")

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        found: dict[str, Any] = super()._get_response_bodies(direction)
        problem = self.resolve_serializer(Problem, "response").ref
        refusals = _ALWAYS if self.method == "GET" else _ALWAYS | _ON_CHANGES
        for status, words in refusals.items():
            found[status] = {"description": words, "content": {MEDIA_TYPE: {"schema": problem}}}
        if getattr(self.view, "action", "") == "retrieve":
            found["304"] = {"description": "You have this version: If-None-Match names it."}
        return found


class TokenScheme(OpenApiAuthenticationExtension):
    """A token, made on one's account page."""

    target_class = "cases.api.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "A token from your account page."}
