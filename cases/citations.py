"""Where the dates come from, as a letter cites it in its reader's language."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

KNOWN = (
    gettext_noop("Resolution Conf. 11.3, paragraph 3 c), in SC78 Doc. 37, Annex (good practice)"),
    gettext_noop("Resolution Conf. 11.3 (Rev. CoP19), paragraph 23 a)"),
    gettext_noop("Resolution Conf. 11.3 (Rev. CoP19), paragraph 23 b)"),
    gettext_noop("Resolution Conf. 11.3, paragraph 23 a), as proposed in SC78 Doc. 37, Annex"),
    gettext_noop("Resolution Conf. 11.3, paragraph 23 b), as proposed in SC78 Doc. 37, Annex"),
    gettext_noop("Resolution Conf. 11.3, paragraph 23 a), as proposed in SC78 Doc. 37, paragraph 32"),
    gettext_noop("Resolution Conf. 11.3, paragraph 23 b), as proposed in SC78 Doc. 37, paragraph 32"),
)
"""The sources that the rule sets name, marked for the catalogues; a test holds the two together."""


def cited(source: str) -> str:
    """A source of a rule set in the active language; one that the catalogue does not know, as it is."""
    return gettext(source) if source else ""
