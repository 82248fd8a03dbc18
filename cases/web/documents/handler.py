"""Cuts an upload while it streams in: what is over a limit is not read, and not kept."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from cases.models.document import MAX_FILE_BYTES
from cases.services.uploads import limits, names
from cases.services.uploads.refusals import TooLarge

_REFUSED = "upload_refused"
LINGER_BYTES = 16 * limits.MEGABYTE
"""What is thrown away unseen after a refusal, so that a file a little too large is told so: a browser whose
sending breaks off shows no answer. Beyond it the connection ends."""
_STEP = 64 * 1024


def refused(request: HttpRequest) -> TooLarge | None:
    """Why the body of a request was not read to its end; None where it was.

    What came before the refused file is there: fields, and files that were whole.
    """
    found: TooLarge | None = getattr(request, _REFUSED, None)
    return found


class LimitedUpload(FileUploadHandler):
    """The first of the site's upload handlers; it keeps nothing and only counts.

    It stops on the first byte too many of a file, or of all files of a body
    together, and before the first file where the declared length is already too
    much. A declared length is never relied upon: a body without end is read to a
    limit and ``LINGER_BYTES`` more. Nobody who is not signed in uploads anything.
    """

    total = 0
    size = 0
    declared = 0
    body: Any = None

    def handle_raw_input(self, input_data: Any, meta: Any, content_length: int, *rest: Any) -> None:
        """Called with these in this order by the parser."""
        self.body, self.declared = input_data, content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.size = 0
        if not _signed_in(self.request):
            raise StopUpload(connection_reset=True)
        if self.declared > limits.MAX_BODY_BYTES:
            self._stop(limits.answer_too_large(name=self._name))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.size += len(raw_data)
        self.total += len(raw_data)
        if self.size > MAX_FILE_BYTES:
            self._stop(limits.file_too_large(name=self._name))
        if self.total > limits.MAX_ANSWER_BYTES:
            self._stop(limits.answer_too_large(name=self._name))
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one keep the file."""

    @property
    def _name(self) -> str:
        return names.clean(name=self.file_name or "")

    def _stop(self, why: TooLarge) -> None:
        setattr(self.request, _REFUSED, why)
        thrown_away = 0
        while thrown_away < LINGER_BYTES and (piece := self.body.read(_STEP)):
            thrown_away += len(piece)
        raise StopUpload(connection_reset=True)


def _signed_in(request: HttpRequest | None) -> bool:
    return bool(getattr(getattr(request, "user", None), "is_authenticated", False))
