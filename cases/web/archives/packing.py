"""What goes into the ZIP of a case, in an order that is always the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.exports.lists import Taking
from cases.exports.zipping import Entry, Remark
from cases.models import Document
from cases.models.document import Scan
from cases.services.uploads import names
from cases.web.archives import record
from notifications import mailing
from notifications.models import Message

_PART = 64 * 1024
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys('<>:"/\\|?*', "_"))
"""What one system or another does not take in the name of a file."""
Members = Iterable[tuple[str, Iterable[Mapping[str, Any]]]]


@dataclass(slots=True)
class Packing:
    """One archive as it is put together: who takes it, and what is to be said of it at the end."""

    taking: Taking
    about: dict[str, Any]
    remarks: list[Remark] = field(default_factory=list)

    def chronology(self, folder: str, pdf: bytes) -> Entry:
        return Entry(f"{folder}/chronology.pdf", _("Chronology"), self.taking.at, [pdf])

    def record(self, folder: str, members: Members) -> Entry:
        content = record.written(about=self.about, members=members)
        return Entry(f"{folder}/record.json", _("The record for machines"), self.taking.at, content)

    def documents(self, folder: str, where: Q) -> Iterator[Entry]:
        """The documents as they were received, in the order of their days; never one that was found infected."""
        sent = Q(submission__isnull=False) | Q(report__isnull=False)
        visible = Document.objects.visible_to(self.taking.actor).filter(where & sent)
        received_on = Coalesce("submission__received_on", "report__received_on")
        ordered = visible.select_related("request", "matter").order_by(received_on, "uploaded_at", "pk")
        for number, one in enumerate(ordered, start=1):
            if self._is_to_give(one):
                path = f"{folder}/documents/{number:02}-{file_name(one.name)}"
                yield Entry(path, one.name, one.uploaded_at, self._bytes(one))

    def letters(self, folder: str, messages: Iterable[Message]) -> Iterator[Entry]:
        """Each letter whose text is frozen, as mail."""
        waiting = 0
        for number, one in enumerate(messages, start=1):
            if one.frozen_at is None:
                waiting += 1
                continue
            what = f"{one.notice.code}-{one.recipient}-{one.language}".lower().replace("_", "-")
            content = mailing.of(message=one, connection=None).message().as_bytes()
            yield Entry(f"{folder}/letters/{number:03}-{what}.eml", one.subject, one.frozen_at, [content])
        if waiting:
            words = ngettext("%(count)d letter", "%(count)d letters", waiting) % {"count": waiting}
            self.remarks.append(Remark(f"{folder}: {words}", _("The text is not written yet.")))

    def _is_to_give(self, document: Document) -> bool:
        """Whether it goes in; a remark says why not."""
        case = document.request or document.matter
        named = f"{case.reference if case else ''}: {document.name} (SHA-256 {document.sha256})"
        if document.scan == Scan.INFECTED:
            self.remarks.append(Remark(named, _("Left out: a virus scanner found it infected.")))
            return False
        if not document.file.storage.exists(str(document.file.name)):
            self.remarks.append(Remark(named, _("Left out: the file is missing on the server.")))
            return False
        return True

    def _bytes(self, document: Document) -> Iterator[bytes]:
        digest = hashlib.sha256()
        with document.file.storage.open(str(document.file.name), "rb") as file:
            while part := file.read(_PART):
                digest.update(part)
                yield part
        if digest.hexdigest() != document.sha256:
            words = _("These are not the bytes that were received: they have another SHA-256.")
            self.remarks.append(Remark(f"{document.name} (SHA-256 {document.sha256})", words))


def file_name(name: str) -> str:
    """The name of a document as every system takes it; a number before it makes it the only one."""
    return names.clean(name=name).translate(_NOT_IN_A_NAME)[-120:]
