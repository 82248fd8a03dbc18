"""What pages show of the published texts can be said in every language."""

from __future__ import annotations

from datetime import date

from django.utils import translation

from cases import rule_set_words
from cases.web import steps
from compliance.rules import loader, timeline


def test_every_word_of_a_published_text_is_known_to_the_catalogues() -> None:
    shown = set()
    for one in loader.all_rule_sets():
        shown |= {one.title, one.note, one.source, one.referral_source}
        shown |= {step.source for step in one.steps}
    assert shown - {""} == set(rule_set_words.KNOWN)


def test_a_text_without_a_translation_is_shown_as_published() -> None:
    with translation.override("fr"):
        assert rule_set_words.in_words("Another text") == "Another text"
        assert rule_set_words.in_words("") == ""


def test_the_source_in_an_explanation_is_translated_too(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(steps, "_translated", lambda text: text.replace("paragraph", "paragraphe"))
    rule_set = loader.get(code=loader.DEFAULT)
    found = timeline.timeline(rule_set=rule_set, sent_on=date(2026, 1, 15), facts=(), on=date(2026, 1, 20))
    [reply, *_others] = steps.step_views(steps=found, today=date(2026, 1, 20))
    assert "Resolution Conf. 11.3, paragraphe 23 a)" in reply.explanation
