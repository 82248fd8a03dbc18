"""What a measure covers, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.models import Measure


def covers(measure: Measure) -> str:
    """The trade and the species that it is about: "Commercial trade: Aves spp."; its species must be at hand."""
    species = (
        _("all species") if measure.all_species else ", ".join(one.name for one in measure.species.all())
    )
    scope = measure.get_scope_display() if measure.scope else ""
    if scope and species:
        return _("%(scope)s: %(species)s") % {"scope": scope, "species": species}
    return str(scope or species)
