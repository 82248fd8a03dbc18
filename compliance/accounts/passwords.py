"""What a password may not be made of: the words of this desk, of its owner, and what everybody takes."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_LISTED = (
    "cites convention convencion secretariat secretaria secretariado committee comite permanent standing "
    "party parties partie parte partes compliance conformite cumplimiento desk geneva geneve ginebra "
    "washington wildlife species especes especies trade commerce comercio officer supervisor administrator "
    "member chair focal point password passwort contrasena motdepasse welcome bienvenue bienvenido"
)
WORDS = frozenset(_LISTED.split())
"""Words of the desk that anybody would try, in its three languages and without accents; a list of our own."""
_SEPARATORS = frozenset(" -_.,")
_SHORTEST = 3
"""Letters of the shortest part of a name or of an address that counts as a word."""


class OrdinaryWords:
    """Refuses a password of which little is left without those words, and a common one that was only padded.

    A sentence may hold them: what counts is what is left. No mixture of kinds of characters is asked for.
    """

    def __init__(self, left_over: int = 8) -> None:
        self.left_over = left_over
        self._common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        """Raises: ValidationError."""
        bare = _plain(password)
        for word in sorted(WORDS | _site_words() | _words_of(user), key=len, reverse=True):
            bare = bare.replace(word, "")
        if len(bare) >= self.left_over and not self._is_common(bare):
            return
        why = _(
            "This password is mostly words that somebody who guesses would try first: common passwords, "
            "words of this desk, or your own name and address. Add words that have nothing to do with it."
        )
        raise ValidationError(why, code="password_ordinary_words")

    def get_help_text(self) -> str:
        return ngettext(
            "Without common words, words of this desk and your own name, %(count)d character must be left.",
            "Without common words, words of this desk and your own name, %(count)d characters must be left.",
            self.left_over,
        ) % {"count": self.left_over}

    def _is_common(self, bare: str) -> bool:
        """Whether it is common as it is, without its digits, or as one thing typed several times."""
        letters = re.sub(r"\d", "", bare)
        once = re.sub(r"^(.+?)\1+$", r"\1", bare)
        return bool({bare, letters, once} & self._common) or len(once) < self.left_over // 2


def _plain(text: str) -> str:
    """Small, without accents and without what merely stands between words."""
    decomposed = unicodedata.normalize("NFKD", text).lower()
    return "".join(one for one in decomposed if one not in _SEPARATORS and not unicodedata.combining(one))


def _site_words() -> frozenset[str]:
    return _parts(urlsplit(settings.SITE_URL).hostname or "")


def _words_of(user: Any) -> frozenset[str]:
    """What the name and the address of the owner are made of."""
    return _parts(f"{getattr(user, 'name', '')} {getattr(user, 'email', '')}")


def _parts(text: str) -> frozenset[str]:
    words = (_plain(part) for part in re.split(r"[\W_]+", text))
    return frozenset(word for word in words if len(word) >= _SHORTEST)
