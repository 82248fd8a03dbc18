"""Letters, as each side may see them, and who asks."""

from __future__ import annotations

from rest_framework import serializers

from cases.api.shown import Plain, Shown
from compliance.accounts.api_token import Scope
from compliance.accounts.models import Role
from notifications.letters import NoticeKind
from notifications.models import Message


class NoticeShown(Shown):
    """One letter about a request or a matter; its text is there once it was frozen for its first attempt."""

    notice = serializers.ChoiceField(NoticeKind.choices, source="notice.code", read_only=True)
    request = serializers.CharField(
        source="notice.request.reference", default=None, read_only=True, allow_null=True
    )
    matter = serializers.CharField(
        source="notice.matter.reference", default=None, read_only=True, allow_null=True
    )
    step = serializers.CharField(source="notice.step", read_only=True)
    about_on = serializers.DateField(source="notice.about_on", read_only=True)
    issued_on = serializers.DateField(source="notice.issued_on", read_only=True)

    class Meta:
        model = Message
        fields = (
            *("id", "notice", "request", "matter", "step", "about_on", "issued_on", "recipient"),
            *("address", "language", "state", "sent_at", "subject", "body", "attempts", "last_error"),
        )
        read_only_fields = fields

    to_party = (
        *("id", "notice", "request", "step", "about_on", "issued_on", "recipient", "address"),
        *("language", "state", "sent_at", "subject", "body"),
    )


class MeShown(Plain):
    """Whose token this is, and what it is made for."""

    name = serializers.CharField(read_only=True)
    role = serializers.ChoiceField(Role.choices, read_only=True)
    party = serializers.CharField(read_only=True, allow_null=True)
    scopes = serializers.ListField(child=serializers.ChoiceField(Scope.choices), read_only=True)
    expires_at = serializers.DateTimeField(read_only=True)
