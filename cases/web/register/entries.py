"""An entry of the public register in words, as its page, its files and its feed show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases import measure_words
from cases.models import Measure, Party
from cases.web import dates


@dataclass(frozen=True, slots=True)
class Entry:
    """One measure that was announced; ``valid_from`` is the day of the decision where no other was given."""

    measure: Measure
    party: Party
    covers: str
    decided: str
    valid_from: date
    valid_from_words: str
    state: str
    is_in_force: bool

    @property
    def title(self) -> str:
        """The entry in a line: "Bangladesh: Recommendation to suspend trade. Commercial trade: Aves spp."."""
        what = _("%(party)s: %(measure)s") % {
            "party": self.party.name,
            "measure": self.measure.get_kind_display(),
        }
        return f"{what}. {self.covers}" if self.covers else what


def of(measure: Measure, *, today: date) -> Entry:
    """The entry of a measure of ``public_register.entries``."""
    begins: date = measure.starts_on or measure.decided_on
    decided = dates.known(measure.decided_on, precision=measure.decided_precision)
    return Entry(
        measure=measure,
        party=measure.matter.party,
        covers=measure_words.covers(measure),
        decided=_("%(meeting)s, %(day)s") % {"meeting": measure.meeting.code, "day": decided}
        if measure.meeting
        else decided,
        valid_from=begins,
        valid_from_words=dates.plain(begins) if measure.starts_on else decided,
        state=_state(measure, begins, today),
        is_in_force=measure.ends_on is None and begins <= today,
    )


def _state(measure: Measure, begins: date, today: date) -> str:
    if measure.ends_on is not None:
        return _("Withdrawn on %(day)s") % {"day": dates.plain(measure.ends_on)}
    if begins > today:
        return _("In force from %(day)s") % {"day": dates.plain(begins)}
    return _("In force")
