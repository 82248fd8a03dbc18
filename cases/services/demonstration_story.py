"""What happened to the made-up Parties: one story for each state that the clock of paragraph 23 can be in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from compliance.rules import loader


@dataclass(frozen=True, slots=True)
class MadeUpParty:
    iso2: str
    name_en: str
    name_fr: str
    name_es: str
    region: str
    language: str = "en"


def _party(iso2: str, tree: tuple[str, str, str], region: str, language: str = "en") -> MadeUpParty:
    """Named after trees, and called a demonstration Party, so that nobody can take one for a State."""
    english, french, spanish = tree
    return MadeUpParty(
        iso2,
        f"Demonstration Party {english}",
        f"Partie de démonstration {french}",
        f"Parte de demostración {spanish}",
        region,
        language,
    )


PARTIES = (
    _party("XA", ("Alder", "Aulne", "Aliso"), "EUROPE"),
    _party("XB", ("Birch", "Bouleau", "Abedul"), "AFRICA", "fr"),
    _party("XC", ("Cedar", "Cèdre", "Cedro"), "ASIA"),
    _party("XD", ("Date palm", "Dattier", "Datilera"), "AFRICA"),
    _party("XE", ("Elm", "Orme", "Olmo"), "CENTRAL_SOUTH_AMERICA_CARIBBEAN", "es"),
    _party("XF", ("Fig", "Figuier", "Higuera"), "OCEANIA"),
    _party("XG", ("Ginkgo", "Ginkgo", "Ginkgo"), "ASIA"),
    _party("XH", ("Hazel", "Noisetier", "Avellano"), "EUROPE"),
)


@dataclass(frozen=True, slots=True)
class Happens:
    """What somebody does so many days ago; the details are those of the service."""

    days_ago: int
    what: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One request: when it was sent, in days before today, and what followed."""

    party: str
    subject: str
    sent: int
    questions: str
    acts: tuple[Happens, ...] = ()
    rule_set: str = loader.DEFAULT
    matter: str = ""
    draft: bool = False


_PERMITS = (
    "1. Please list the export permits issued for the species concerned since 1 January of last year.\n"
    "2. For each, please give the basis of the non-detriment finding."
)
_LAW = (
    "1. Which provisions of national law penalize trade in violation of the Convention?\n"
    "2. Which authority applies them, and how often was this done in the last two years?"
)
_STOCKS = (
    "1. Please give the present stock of specimens held by the authorities, by species and weight.\n"
    "2. Please describe how it is marked, stored and audited."
)

STORIES = (
    Story("XA", "Export permits for orchids", 5, _PERMITS),
    Story(
        "XA",
        "Origin of specimens declared as bred in captivity",
        75,
        _PERMITS,
        (Happens(50, "answer", {"approximate_in": 80}),),
    ),
    Story("XA", "Legislation on penalties", 2, _LAW, draft=True),
    Story("XB", "Audit of confiscated ivory", 24, _STOCKS),
    Story(
        "XB",
        "Introduction from the sea: certificates issued",
        84,
        _PERMITS,
        (Happens(60, "answer", {"approximate_in": 50}), Happens(20, "answer", {"approximate_in": 40})),
    ),
    Story("XC", "Re-export certificates without country of origin", 40, _PERMITS),
    Story(
        "XC",
        "Validity of a permit presented at import",
        20,
        "Please confirm whether the permit enclosed was issued by your Management Authority.",
        rule_set="CONF-11.3-3C",
    ),
    Story(
        "XD",
        "Quota for wild-taken reptiles",
        100,
        _PERMITS,
        (Happens(80, "answer", {"approximate_in": 90}),),
    ),
    Story(
        "XD",
        "Annual illegal trade report",
        130,
        _LAW,
        (Happens(45, "answer", {"information": "COMPLETE", "text": "The report is enclosed."}),),
        rule_set="CONF-11.3-REV-COP19",
    ),
    Story(
        "XE",
        "Timber exports under Appendix II",
        176,
        _PERMITS,
        (
            Happens(150, "answer", {"approximate_in": 120}),
            Happens(
                90,
                "answer",
                {
                    "justification": "The permits of two provinces are kept on paper and are being gathered.",
                    "information": "PARTIAL",
                    "text": "Permits of the first three provinces.",
                },
            ),
        ),
    ),
    Story(
        "XF",
        "Trade in live birds",
        205,
        _PERMITS,
        matter="Application of Article XIII: live birds",
    ),
    Story(
        "XG",
        "Registration of captive-breeding operations",
        60,
        _LAW,
        (Happens(40, "answer", {"information": "COMPLETE", "text": "The register, with its legal basis."}),),
    ),
    Story(
        "XG",
        "Approximate date under the body of the document",
        110,
        _STOCKS,
        (Happens(95, "answer", {"approximate_in": 107}),),
        rule_set="SC78-DOC-37-BODY",
    ),
    Story(
        "XH",
        "Management of stockpiled pangolin scales",
        150,
        _STOCKS,
        (
            Happens(128, "answer", {"information": "COMPLETE", "text": "Stocks by species, with the audit."}),
            Happens(110, "assess", {"verdict": "ADEQUATE", "reasons": "Every question is answered."}),
        ),
    ),
    Story(
        "XH",
        "Seizures at the free port",
        140,
        _LAW,
        (
            Happens(
                12, "answer", {"information": "COMPLETE", "text": "The list of seizures and their outcome."}
            ),
        ),
    ),
    Story(
        "XF",
        "Corals and giant clams: export data",
        260,
        _PERMITS,
        (
            Happens(235, "answer", {"approximate_in": 100}),
            Happens(165, "answer", {"justification": "The survey could not be made in the season planned."}),
            Happens(
                60, "answer", {"information": "COMPLETE", "text": "Export data of one of the three years."}
            ),
            Happens(
                30,
                "assess",
                {
                    "verdict": "INADEQUATE",
                    "reasons": "Two of the three years are missing, and no basis is given.",
                },
            ),
            Happens(
                8,
                "bring",
                {"grounds": "No adequate response by the final due date, after two exchanges."},
            ),
        ),
        matter="Application of Article XIII: corals and giant clams",
    ),
    Story(
        "XE",
        "Duplicate of an earlier request",
        90,
        _LAW,
        (Happens(70, "withdraw", {"reason": "The same questions were asked in another request."}),),
    ),
)
