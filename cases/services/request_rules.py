"""What must hold of an information request, whoever writes it down: a form, a service or an import."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cases.models import ComplianceMatter, InformationRequest
from cases.services import reference, refusals
from cases.services.refusals import Refused
from compliance.rules import loader
from compliance.rules.types import RuleError

NAMED = frozenset({"reference"})
"""What a service gives and nobody types."""


def faults(
    *, request: InformationRequest, unasked: frozenset[str] = NAMED, constraints: bool = True
) -> Iterator[Refused]:
    """Everything that is wrong with a request, the rules of the procedure first.

    ``unasked`` are the fields that the caller has seen to; without ``constraints``
    it asks the named constraints itself.
    """
    try:
        loader.get(code=request.rule_set_code)
    except RuleError as error:
        yield Refused(str(error), field="rule_set_code")
    yield from _of_matter(request)
    yield from _of_earlier(request)
    yield from reference.merged(request.party)
    yield from refusals.faults(request, exclude=set(unasked), constraints=constraints)


def require_reason(reason: str) -> None:
    """Raises: Refused for a withdrawal without a reason."""
    if not reason.strip():
        raise Refused(_("Give the reason: it goes into the record and to the Party."), field="reason")


def _of_matter(request: InformationRequest) -> Iterator[Refused]:
    matter = request.matter
    if matter and matter.origin != ComplianceMatter.Origin.SECRETARIAT:
        yield Refused(
            _("This is the public record; choose a matter of the Secretariat's file."), field="matter"
        )
    elif matter and matter.party_id != request.party_id:
        yield Refused(
            _("The matter concerns another Party: choose one of %(party)s.") % {"party": request.party},
            field="matter",
        )


def _of_earlier(request: InformationRequest) -> Iterator[Refused]:
    earlier = request.follows
    if earlier and earlier.party_id != request.party_id:
        yield Refused(
            _("A follow-up goes to the Party of the request that it takes up: %(party)s.")
            % {"party": earlier.party},
            field="party",
        )
    if earlier and earlier.stage == InformationRequest.Stage.DRAFT:
        yield Refused(
            _("A follow-up takes up a request that was sent; this one is a draft."), field="follows"
        )
