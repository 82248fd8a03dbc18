"""What a new request begins with: a Party, a matter, a template, or an earlier request."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from cases import selectors
from cases.access import Actor
from cases.models import InformationRequest, Party, RequestTemplate

_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the page of a new request is filled with, and where the words come from."""

    initial: dict[str, Any]
    templates: list[RequestTemplate] = field(default_factory=list)
    template: RequestTemplate | None = None
    follows: InformationRequest | None = None
    like: InformationRequest | None = None
    note: str = ""


def of(*, actor: Actor, asked: QueryDict, on: date) -> Beginning:
    """What the link or the choice of a template named, as far as the actor sees it. Six queries at most."""
    follows, like = (_request(actor, asked.get(name, "")) for name in ("follows", "like"))
    matter = selectors.matter_of(actor=actor, reference=asked.get("matter", "")).first()
    source = follows or like
    templates = list(RequestTemplate.objects.visible_to(actor).offered(on=on))
    template = next((one for one in templates if str(one.pk) == asked.get("template")), None)
    party = _party(actor, asked) or (matter.party if matter else None) or (source.party if source else None)
    initial: dict[str, Any] = {"party": party}
    if matter or source:
        found = matter or (source.matter if source else None)
        initial["matter"] = found.reference if found else ""
    if like:
        initial |= {name: getattr(like, name) for name in ("subject", "questions", "rule_set_code")}
    if follows:
        initial |= {"subject": follows.subject, "rule_set_code": follows.rule_set_code}
        initial["follows"] = follows.reference
    note = ""
    if template:
        words, note = _of_template(template, party)
        initial |= words
    return Beginning(initial, templates, template, follows, like, note)


def _request(actor: Actor, reference: str) -> InformationRequest | None:
    return selectors.request_of(actor=actor, reference=reference).first() if reference else None


def _party(actor: Actor, asked: QueryDict) -> Party | None:
    """By its ISO code in a link."""
    return Party.objects.visible_to(actor).present().filter(iso2=asked.get("party", "")).first()


def _of_template(template: RequestTemplate, party: Party | None) -> tuple[dict[str, Any], str]:
    """The words in the Party's language of correspondence, or in English where the template has none in it."""
    language = party.language if party else _ENGLISH
    names = dict(settings.LANGUAGES)
    subject, questions = (getattr(template, f"{name}_{language}", "") for name in ("subject", "questions"))
    values = {"template": template.name, "language": _(str(names.get(language, language)))}
    if subject and questions:
        note = _(
            "Filled from the template “%(template)s” in %(language)s, the Party's language of correspondence."
        )
        if party is None:
            note = _("Filled from the template “%(template)s” in English: no Party is chosen yet.")
    else:
        subject, questions = template.subject_en, template.questions_en
        note = _(
            "The template “%(template)s” has no words in %(language)s, the Party's language of correspondence: "
            "it is filled in English."
        )
    words = {"subject": subject, "questions": questions, "rule_set_code": template.rule_set_code}
    return words, note % values
