"""What is released to the Committee as its members see it; the preview of a release is drawn by the same."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from cases.models import Document, MatterReport, Recommendation, Release, Submission
from cases.web import dates
from cases.web.steps import carried_by

Item = Submission | Document | MatterReport | Recommendation


@dataclass(frozen=True, slots=True)
class ReleasedView:
    """One item: what it is, of which day, its words, and the document where it is one."""

    heading: str
    on: date
    texts: list[tuple[str, str]] = field(default_factory=list)
    document: Document | None = None
    released_on: date | None = None
    note: str = ""


def of_release(release: Release) -> ReleasedView:
    """What members see of a release."""
    item = release.submission or release.document or release.report or release.recommendation
    assert item is not None  # noqa: S101  # the named constraint: exactly one item
    return replace(of_item(item), released_on=release.released_on, note=release.note)


def of_item(item: Item) -> ReleasedView:
    """What members see of an item once it is released."""
    if isinstance(item, Submission):
        return _submission(item)
    if isinstance(item, Document):
        heading = _("Document of the Party: %(name)s") % {"name": item.name}
        sent_with = item.submission or item.report
        on = sent_with.received_on if sent_with else item.uploaded_at.date()
        return ReleasedView(heading, on, document=item)
    if isinstance(item, MatterReport):
        heading = _("The Party's own statement: %(kind)s") % {"kind": item.get_kind_display()}
        return ReleasedView(heading, item.received_on, [("", item.text)])
    heading = _("Draft recommendation: %(kind)s") % {"kind": item.get_kind_display()}
    return ReleasedView(heading, item.drafted_on, [("", item.text)])


def _submission(item: Submission) -> ReleasedView:
    heading = _("Answer of the Party to %(reference)s: %(carried)s") % {
        "reference": item.request.reference,
        "carried": "; ".join(carried_by(item)),
    }
    given = [(_("Justification"), item.justification), (_("Information"), item.text)]
    if item.approximate_date:
        given.insert(0, (_("Approximate date"), dates.plain(item.approximate_date)))
    return ReleasedView(heading, item.received_on, [one for one in given if one[1]])
