"""From a template in ``templates/pdf`` and plain values to a tagged PDF."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

logger = logging.getLogger(__name__)

_STANDARD = "ua-1"
"""PDF/UA: what a screen reader needs is there, checked by the typesetter itself."""


def pdf(*, template: str, values: Mapping[str, Any], language: str, at: datetime) -> bytes:
    """The document that a template makes of these values; the same values give the same bytes.

    The values go in as one JSON text, which the template reads as data: whatever
    somebody typed comes out as it was typed and is never part of the source. They
    hold ``title``, which names the document. ``at`` is the instant that it bears.

    Letters that no font here has stand as boxes; such a document is tagged, and does
    not claim the standard, which forbids them. Raises: typst.TypstError for a fault in the template.
    """
    source = _folder() / f"{template}.typ"
    data = json.dumps({**values, "lang": language, "at": at.strftime("%Y-%m-%d")}, ensure_ascii=False)
    try:
        return _compiled(source, data, at, pdf_standards=[_STANDARD])
    except typst.TypstError as error:
        if not str(error).startswith("PDF/UA"):
            raise
        logger.info("a PDF holds letters that no font has")
        return _compiled(source, data, at)


def _compiled(source: Path, data: str, at: datetime, **options: Any) -> bytes:
    made: bytes = typst.compile(
        str(source),
        root=str(_folder()),
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": data},
        timestamp=int(at.timestamp()),
        **options,
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    """Looked for once in a process: to look for them takes three times as long as to set a letter."""
    return typst.Fonts()


def _folder() -> Path:
    """Where the templates are, and all that a template can read."""
    return Path(settings.BASE_DIR) / "templates" / "pdf"
