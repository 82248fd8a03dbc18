"""Finding requests by words: what a reader may read, they may find, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchVectorExact, SearchVectorField
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from cases.access import Actor
from cases.models import InformationRequest, SearchEntry

LANGUAGES = ("simple", "english", "french", "spanish")
"""How the stored column ``vector`` was made (migration 0006): the words as they are, and three languages."""
_MOST_CHARACTERS = 500
_NO_WORD = re.compile(r"[\W_]+")
_NO_OPERATOR = re.compile(r'[^\w"\s-]|_|(?<=\w)-')
_REFERENCE = re.compile(r"[A-Z]{2}-[0-9-]*")


def fold(text: str) -> str:
    """Words in small letters without accents, one space between them: "L'Espèce_2.pdf" is "l espece 2 pdf"."""
    return _NO_WORD.sub(" ", _without_accents(text)).strip()


def found(*, actor: Actor, text: str) -> QuerySet[InformationRequest]:
    """The requests that an actor sees and may find by these words, or by the beginning of a reference.

    A request is found where one thing of it holds all the words: the request
    itself, an answer, a document's name, or, for the Secretariat, a note. On
    PostgreSQL words match in any of three languages, ``"in quotation marks"`` is a phrase,
    ``or`` and ``-without`` mean what they say; elsewhere each word is looked
    for as it is. In no order; a text without words finds nothing.
    """
    text = text.strip()[:_MOST_CHARACTERS]
    by_words = Q(pk__in=_entries(actor=actor, text=text).values("request"))
    is_reference = _REFERENCE.fullmatch(text.upper())
    condition = by_words | Q(reference__startswith=text.upper()) if is_reference else by_words
    return InformationRequest.objects.visible_to(actor).filter(condition)


def _entries(*, actor: Actor, text: str) -> QuerySet[SearchEntry]:
    entries: QuerySet[SearchEntry] = SearchEntry.objects.visible_to(actor)
    if not fold(text):
        return entries.none()
    if connection.vendor == "postgresql":
        return entries.filter(_matches(text))
    return entries.filter(*(Q(words__contains=word) for word in fold(text).split()))


def _matches(text: str) -> SearchVectorExact:
    """Written so that the index on ``vector`` is used; the database alone knows that column."""
    asked = _NO_OPERATOR.sub(" ", _without_accents(text))
    queries = [SearchQuery(asked, config=one, search_type="websearch") for one in LANGUAGES]
    vector = RawSQL("vector", [], output_field=SearchVectorField())
    return SearchVectorExact(vector, reduce(or_, queries))


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if unicodedata.category(one) != "Mn")
