"""What a notice says to its reader, and where it leads: written when it is read, from the case as it is then."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import Audience
from cases.models import ComplianceMatter, InformationRequest, PersonalNotice
from cases.models.deadline import Step
from cases.services.refusals import in_full
from compliance.rules.notices import NoticeCode
from notifications.letters import ActCode
from notifications.models import Notice

_KINDS = {
    PersonalNotice.Kind.ASSIGNED: gettext_lazy("%(name)s gave you this request"),
    PersonalNotice.Kind.MENTIONED: gettext_lazy("%(name)s named you in a note"),
    PersonalNotice.Kind.ASKED: gettext_lazy("%(name)s asked you to do something"),
    PersonalNotice.Kind.MAIL_CAME: gettext_lazy("Mail came: no answer until somebody records it as one"),
    PersonalNotice.Kind.CAME_BACK: gettext_lazy("A letter came back: see whether the address is right"),
    PersonalNotice.Kind.DRAFT_CONTINUED: gettext_lazy("%(name)s continued the answer that you began"),
    PersonalNotice.Kind.BROUGHT: gettext_lazy("This matter was brought to the Committee"),
    PersonalNotice.Kind.RELEASED: gettext_lazy("The Secretariat released documents to the Committee"),
}
_TO_THE_SECRETARIAT: dict[str, Any] = {
    NoticeCode.STEP_OVERDUE: gettext_lazy("%(step)s is overdue: the date was %(date)s"),
    NoticeCode.APPROXIMATE_DATE_PASSED: gettext_lazy("The date that the Party gave has passed: %(date)s"),
    NoticeCode.QUALIFIES_23D: gettext_lazy("It qualifies under paragraph 23 d): the decision is yours"),
    NoticeCode.COMMITTEE_DEADLINE_OVERDUE: gettext_lazy("A deadline of the Committee has passed: %(date)s"),
    ActCode.SUBMISSION_RECEIVED: gettext_lazy("%(party)s has answered"),
    ActCode.MATTER_REPORT_RECEIVED: gettext_lazy("A report of %(party)s was received"),
}
_TO_THE_CHAIR: dict[str, Any] = {ActCode.CHAIR_CONSULTED: gettext_lazy("The Secretariat consults you")}
_LETTERS: dict[Audience, dict[str, Any]] = {
    Audience.SECRETARIAT: _TO_THE_SECRETARIAT,
    Audience.COMMITTEE: _TO_THE_CHAIR,
}
_REQUEST_PAGES = {Audience.SECRETARIAT: "secretariat:request", Audience.PARTY: "party:request"}
_MATTER_PAGES = {
    Audience.SECRETARIAT: "secretariat:matter",
    Audience.PARTY: "party:matter",
    Audience.COMMITTEE: "committee:matter",
}


def sentence(*, notice: PersonalNotice, audience: Audience) -> str:
    """What happened, in the reader's language. The notice carries its case, whose act it was, and its letter."""
    about = case_of(notice)
    values = {"party": about.party.name, "name": notice.by.name if notice.by else _("Somebody")}
    if notice.notice is None:
        return str(_KINDS[PersonalNotice.Kind(notice.kind)]) % values
    return _of_letter(notice.notice, values, audience)


def about(*, notice: PersonalNotice, audience: Audience) -> str:
    """Which case it is, in one line; the Party knows who it is itself."""
    case = case_of(notice)
    title = case.subject if isinstance(case, InformationRequest) else case.title
    values = {"reference": case.reference, "party": case.party.name, "title": title}
    if audience is Audience.PARTY:
        return _("%(reference)s: %(title)s") % values
    return _("%(reference)s, %(party)s: %(title)s") % values


def address(*, notice: PersonalNotice, audience: Audience) -> str:
    """The page that it leads to, on the reader's own desk."""
    case, letter = case_of(notice), notice.notice
    if notice.kind == PersonalNotice.Kind.MAIL_CAME:
        return reverse("secretariat:mail", args=[notice.source])
    if notice.kind == PersonalNotice.Kind.DRAFT_CONTINUED:
        return reverse("party:answer", args=[case.reference])
    if letter and letter.code == ActCode.CHAIR_CONSULTED:
        return reverse("committee:consultation", args=[letter.act])
    return page_of_case(notice=notice, audience=audience)


def page_of_case(*, notice: PersonalNotice, audience: Audience) -> str:
    """The page of the case itself, whatever happened."""
    case = case_of(notice)
    pages = _REQUEST_PAGES if isinstance(case, InformationRequest) else _MATTER_PAGES
    return reverse(pages[audience], args=[case.reference])


def case_of(notice: PersonalNotice) -> InformationRequest | ComplianceMatter:
    """The request or the matter; a constraint says that it is one of them."""
    found: Any = notice.request or notice.matter
    case: InformationRequest | ComplianceMatter = found
    return case


def _of_letter(letter: Notice, values: dict[str, str], audience: Audience) -> str:
    """The Secretariat is told what there is to do; a Party which letter went to it, by its name and date."""
    step = str(Step(letter.step).label) if letter.step else ""
    values = {**values, "step": step, "date": in_full(letter.about_on), "what": letter.get_code_display()}
    words = _LETTERS.get(audience, {}).get(letter.code)
    if words is not None:
        return str(words) % values
    if step:
        return _("%(what)s: %(step)s, %(date)s") % values
    return _("%(what)s, %(date)s") % values
