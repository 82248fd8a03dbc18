"""The letters of the desk: which there are, how each is worded, and wording it anew."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases import access, correspondence
from cases.access import Act, Actor, Audience
from cases.services import wordings as service
from cases.services.refusals import Refused
from cases.web import letter_files
from cases.web.door import desk
from cases.web.middleware import actor_of
from cases.web.secretariat.forms_wording import ShipAgainForm, WordingForm
from compliance import clock
from notifications import frame, rendering, wording
from notifications.composing import Composed, compose
from notifications.formats import html, pdf, text
from notifications.letters import BY_KEY, Letter, Recipient
from notifications.models import Wording
from notifications.variables import VARIABLES
from notifications.wording import Words


@dataclass(frozen=True, slots=True)
class Chosen:
    """A letter in a language, with its versions, the latest first, and the words in force."""

    letter: Letter
    language: str
    versions: list[Wording]
    words: Words

    @property
    def version(self) -> int:
        return self.versions[0].version if self.versions else 0

    @property
    def ships(self) -> bool:
        """Whether the wording that ships is in force."""
        return not self.versions or self.versions[0].ships

    @property
    def address(self) -> tuple[str, str]:
        return self.letter.key, self.language


@require_safe
@desk(Audience.SECRETARIAT)
def wordings(request: HttpRequest) -> HttpResponse:
    """The registry: every letter, to whom and when it goes, by which paragraph, and its wording in each language."""
    actor = _keeper(request)
    kept = correspondence.wordings_visible(actor=actor).in_force()
    groups = [
        (to.label, [_row(one, kept) for one in BY_KEY.values() if one.recipient is to]) for to in Recipient
    ]
    return render(request, "secretariat/wordings.html", {"groups": groups})


def _row(letter: Letter, kept: rendering.Kept) -> dict[str, Any]:
    in_languages = []
    for language, name in settings.LANGUAGES:
        version = kept.get((letter.code, letter.recipient.value, language))
        own = version.version if version and not version.ships else 0
        in_languages.append({"code": language, "name": str(name), "version": own})
    return {"letter": letter, "languages": in_languages}


@require_safe
@desk(Audience.SECRETARIAT)
def one(request: HttpRequest, letter: str, language: str) -> HttpResponse:
    """One letter in one language: the wording in force, its variables, an example, and every version."""
    chosen = _chosen(_keeper(request), letter, language)
    return render(
        request, "secretariat/wording.html", _context(chosen) | {"example": _text(_example(chosen))}
    )


@desk(Audience.SECRETARIAT)
def edit(request: HttpRequest, letter: str, language: str) -> HttpResponse:
    """Words the letter anew: looked at as text, HTML and PDF before it is kept."""
    actor, at = _keeper(request), clock.now()
    chosen = _chosen(actor, letter, language)
    initial = {"subject": chosen.words.subject, "body": chosen.words.body, "seen": chosen.version}
    form = WordingForm(request.POST or None, letter=chosen.letter, initial=initial)
    shown = None
    if request.method == "POST" and form.is_valid():
        shown = _example(chosen, form.words)
        if show := request.POST.get("show", ""):
            if show in ("html", "pdf"):
                return _as_file(shown, show, name=chosen.letter.key, at=at)
        elif _kept(request, actor=actor, chosen=chosen, form=form, at=at):
            return redirect("secretariat:wording", *chosen.address)
    context = _context(chosen) | {"form": form, "preview": _text(shown) if shown else None}
    return render(request, "secretariat/wording_edit.html", context)


def _kept(request: HttpRequest, *, actor: Actor, chosen: Chosen, form: WordingForm, at: datetime) -> bool:
    """Whether the service took it; its refusal stands beside the field."""
    given = {"why": form.cleaned_data["why"], "seen": form.cleaned_data["seen"], "at": at}
    try:
        service.keep(actor=actor, letter=chosen.letter, language=chosen.language, words=form.words, **given)
    except Refused as error:
        form.refuse(error)
        form.show_again(seen=chosen.version)
        return False
    messages.success(request, _("The wording is kept. Letters written from now on use it."))
    return True


@desk(Audience.SECRETARIAT)
def ship_again(request: HttpRequest, letter: str, language: str) -> HttpResponse:
    """Back to the wording that ships, as a version like any other."""
    actor, at = _keeper(request), clock.now()
    chosen = _chosen(actor, letter, language)
    form = ShipAgainForm(request.POST or None, initial={"seen": chosen.version})
    if request.method == "POST" and form.is_valid():
        try:
            service.ship_again(
                actor=actor, letter=chosen.letter, language=language, at=at, **form.cleaned_data
            )
        except Refused as error:
            form.refuse(error)
        else:
            messages.success(request, _("The wording that ships is in force again."))
            return redirect("secretariat:wording", *chosen.address)
    shipped = wording.shipped(chosen.letter, language)
    return render(
        request, "secretariat/wording_ships.html", _context(chosen) | {"form": form, "shipped": shipped}
    )


@require_safe
@desk(Audience.SECRETARIAT)
def compare(request: HttpRequest, letter: str, language: str) -> HttpResponse:
    """Two versions line by line; version 0 is the wording that ships now."""
    chosen = _chosen(_keeper(request), letter, language)
    before = _version(chosen, request.GET.get("before", "0"))
    after = _version(chosen, request.GET.get("after", str(chosen.version)))
    context = _context(chosen) | {
        "before": before,
        "after": after,
        "lines": list(_compared(_words_of(chosen, before), _words_of(chosen, after))),
    }
    return render(request, "secretariat/wording_compare.html", context)


@require_safe
@desk(Audience.SECRETARIAT)
def example(request: HttpRequest, letter: str, language: str, show: str) -> HttpResponse:
    """The letter in force with made-up values, as the file that it is sent as."""
    chosen = _chosen(_keeper(request), letter, language)
    if show == "pdf" and not chosen.letter.formal:
        raise Http404
    return _as_file(_example(chosen), show, name=chosen.letter.key, at=clock.now())


def _keeper(request: HttpRequest) -> Actor:
    """Raises: PermissionDenied for whoever does not keep the wording of letters."""
    actor = actor_of(request)
    access.require(actor=actor, act=Act.KEEP_WORDING)
    return actor


def _chosen(actor: Actor, key: str, language: str) -> Chosen:
    """Raises: Http404 for a letter or a language that there is not."""
    letter = BY_KEY.get(key)
    if letter is None or wording.shipped(letter, language) is None:
        raise Http404
    versions = list(correspondence.versions_of(actor=actor, letter=letter, language=language))
    kept = {(letter.code, letter.recipient.value, language): versions[0]} if versions else {}
    words, _latest = rendering.in_force(letter=letter, language=language, kept=kept)
    return Chosen(letter, language, versions, words)


def _context(chosen: Chosen) -> dict[str, Any]:
    examples = frame.examples(chosen.letter, chosen.language)
    required = wording.required(chosen.letter)
    variables = [
        {
            "variable": VARIABLES[name],
            "required": name in required,
            "example": _shown(examples[name]),
        }
        for name in chosen.letter.variables
    ]
    names = dict(settings.LANGUAGES)
    return {"chosen": chosen, "variables": variables, "language_name": str(names[chosen.language])}


def _shown(value: Any) -> str:
    """A made-up value in a cell of a table."""
    if isinstance(value, list):
        value = value[0] if isinstance(value[0], str) else ", ".join(value[0])
    return str(value).partition("\n")[0]


def _example(chosen: Chosen, words: Words | None = None) -> Composed:
    """The letter with made-up values, in these words or in those in force."""
    values = frame.examples(chosen.letter, chosen.language)
    return compose(letter=chosen.letter, words=words or chosen.words, values=values, language=chosen.language)


def _text(composed: Composed) -> dict[str, str]:
    return {"subject": composed.subject, "body": text.of(composed), "language": composed.language}


def _as_file(composed: Composed, show: str, *, name: str, at: datetime) -> HttpResponse:
    if show == "pdf":
        return letter_files.pdf(pdf.of(composed, at=at), name=f"{name}.{composed.language}.pdf")
    return letter_files.page(html.of(composed))


def _version(chosen: Chosen, asked: str) -> int:
    """Raises: Http404 for a version that there is not."""
    known = {0, *(one.version for one in chosen.versions)}
    if not asked.isascii() or not asked.isdecimal() or int(asked) not in known:
        raise Http404
    return int(asked)


def _words_of(chosen: Chosen, version: int) -> Words:
    for kept in chosen.versions:
        if kept.version == version:
            return Words(kept.subject, kept.body)
    return wording.shipped(chosen.letter, chosen.language) or chosen.words


def _compared(before: Words, after: Words) -> Iterator[tuple[str, str]]:
    """Each line with what became of it: "same", "gone" or "new"."""
    marks = {"  ": "same", "- ": "gone", "+ ": "new"}
    first, second = ([one.subject, "", *one.body.splitlines()] for one in (before, after))
    for line in difflib.ndiff(first, second):
        if line[:2] in marks:
            yield marks[line[:2]], line[2:]
