"""What the demonstration has of reference data and of comparing: two templates, and one kept run over its requests."""

from __future__ import annotations

from datetime import datetime

from cases.models import RequestTemplate
from cases.services import comparing
from cases.services.comparing import Scope
from compliance import clock

TEMPLATES = (
    {
        "name": "Permits issued for one species",
        "subject_en": "Export permits issued in the last two years",
        "questions_en": "1. Which export permits were issued for the species, and to whom?\n"
        "2. On what finding of the Scientific Authority did each rest?",
        "subject_fr": "Permis d’exportation délivrés au cours des deux dernières années",
        "questions_fr": "1. Quels permis d’exportation ont été délivrés pour cette espèce, et à qui ?\n"
        "2. Sur quel avis de l’autorité scientifique chacun reposait-il ?",
        "subject_es": "Permisos de exportación expedidos en los dos últimos años",
        "questions_es": "1. ¿Qué permisos de exportación se expidieron para la especie, y a quién?\n"
        "2. ¿En qué dictamen de la Autoridad Científica se basó cada uno?",
    },
    {
        "name": "Follow-up of a seizure",
        "subject_en": "Action taken after the seizure",
        "questions_en": "1. What became of the specimens?\n2. Was anybody prosecuted, and with what outcome?",
    },
)


def add(*, at: datetime) -> None:
    """Made up like everything of the demonstration."""
    for words in TEMPLATES:
        RequestTemplate.objects.get_or_create(name=words["name"], defaults=words)
    comparing.kept(on=clock.legal_day(at=at), scope=Scope(), at=at)
