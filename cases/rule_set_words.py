"""The words of the published texts for the catalogues: what their files say, said again where translators find it.

The files are published and never edited, so the words of another language cannot
stand in them. A test holds that nothing a page shows of them is missing here.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

KNOWN = (
    # Titles
    gettext_noop("Resolution Conf. 11.3, paragraph 23, as proposed in SC78 Doc. 37, Annex"),
    gettext_noop("Resolution Conf. 11.3, paragraph 23, as proposed in SC78 Doc. 37, paragraph 32"),
    gettext_noop("Resolution Conf. 11.3 (Rev. CoP19), paragraph 23"),
    gettext_noop("Resolution Conf. 11.3, paragraph 3 c): inquiries on the validity of documents"),
    # Notes
    gettext_noop("Justification at three months, the information within six. The default for new requests."),
    gettext_noop(
        "As the Annex, but an approximate date may not be later than three months after the request: "
        "the body of the document has these words in 23 a) and its Annex has not."
    ),
    gettext_noop(
        "A reply at one month and, where the information has not come, a justification at six months."
    ),
    gettext_noop(
        "An answer within two weeks, or notice that more time is needed. Our choice: that notice says until when, "
        "so it is recorded as an approximate date."
    ),
    # Sources of the texts
    gettext_noop("SC78 Doc. 37, Annex, paragraph 23 a) and b); paragraphs 32 and 35 c)"),
    gettext_noop("SC78 Doc. 37, paragraph 32, paragraph 23 a) and b) as quoted there"),
    gettext_noop(
        "SC78 Doc. 37, paragraph 32 and Annex, paragraph 23 a) and b): the words in force, "
        "struck through where amended"
    ),
    gettext_noop("SC78 Doc. 37, Annex, paragraph 3 c), good practice"),
    # Sources of the steps
    gettext_noop("Resolution Conf. 11.3, paragraph 23 a), as proposed in SC78 Doc. 37, Annex"),
    gettext_noop("Resolution Conf. 11.3, paragraph 23 b), as proposed in SC78 Doc. 37, Annex"),
    gettext_noop("Resolution Conf. 11.3, paragraph 23 a), as proposed in SC78 Doc. 37, paragraph 32"),
    gettext_noop("Resolution Conf. 11.3, paragraph 23 b), as proposed in SC78 Doc. 37, paragraph 32"),
    gettext_noop("Resolution Conf. 11.3 (Rev. CoP19), paragraph 23 a)"),
    gettext_noop("Resolution Conf. 11.3 (Rev. CoP19), paragraph 23 b)"),
    gettext_noop("Resolution Conf. 11.3, paragraph 3 c), in SC78 Doc. 37, Annex (good practice)"),
    # Sources of the referral
    gettext_noop("Resolution Conf. 11.3, paragraph 23 d), in SC78 Doc. 37, Annex"),
    gettext_noop("Resolution Conf. 11.3 (Rev. CoP19), paragraph 23 d)"),
)


def in_words(text: str) -> str:
    """A title, note or source of a published text in the reader's language; as published where it has no other."""
    return _(text) if text else ""
