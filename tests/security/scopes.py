"""What each reader sees, stated by hand: labels of the records of ``world``; nothing where a reader is not named."""

from __future__ import annotations

from tests.security import cast
from tests.security.people import ALDER, BIRCH, CEDAR

READERS = (
    cast.OWN,
    cast.OTHER,
    cast.MEMBER,
    cast.OFFICER,
    cast.STRANGER,
    cast.DISABLED,
    cast.ENDED,
)
NOTHING: frozenset[str] = frozenset()

DRAFTS = frozenset({"draft", "draft filed", "draft brought", "other draft"})
SENT = {
    cast.OWN: frozenset({"own", "own filed", "brought", "withdrawn", "closed"}),
    cast.OTHER: frozenset({"other", "other brought"}),
    cast.MEMBER: frozenset({"brought", "withdrawn", "other brought"}),
}
SENT[cast.OFFICER] = SENT[cast.OWN] | SENT[cast.OTHER] | {"unaddressed"}
REQUESTS = SENT | {cast.OFFICER: SENT[cast.OFFICER] | DRAFTS}
SUBMISSIONS = {
    cast.OWN: frozenset({"own", "brought", "withdrawn", "closed"}),
    cast.OTHER: frozenset({"other", "other brought"}),
}
SUBMISSIONS[cast.OFFICER] = SUBMISSIONS[cast.OWN] | SUBMISSIONS[cast.OTHER]
SUBMISSIONS[cast.MEMBER] = frozenset({"other brought"})
"""What was released."""
ASSESSED = {
    cast.OWN: frozenset({"brought", "closed"}),
    cast.OTHER: frozenset({"other"}),
    cast.OFFICER: frozenset({"brought", "closed", "other"}),
}
DOCUMENTS = {
    cast.MEMBER: frozenset({"other brought sent", "report other brought"}),
    cast.OWN: frozenset(
        {
            *("own sent", "brought sent", "withdrawn sent", "closed sent", "own waiting"),
            *("report own", "report brought", "report waiting"),
        }
    ),
    cast.OTHER: frozenset({"other sent", "other brought sent", "other waiting", "report other brought"}),
    cast.OFFICER: frozenset(
        {
            *(
                "own sent",
                "brought sent",
                "withdrawn sent",
                "closed sent",
                "other sent",
                "other brought sent",
            ),
            *("staff waiting", "staff waiting other"),
            *("report own", "report brought", "report other brought"),
        }
    ),
}
MATTERS = {
    cast.OWN: frozenset({"own", "brought"}),
    cast.OTHER: frozenset({"other", "other brought"}),
    cast.MEMBER: frozenset({"brought", "other brought", "public"}),
    cast.OFFICER: frozenset({"own", "brought", "other", "other brought", "public"}),
}
EVENTS = {cast.MEMBER: MATTERS[cast.MEMBER], cast.OFFICER: MATTERS[cast.OFFICER]}
PARTIES = {
    cast.OWN: frozenset({ALDER}),
    cast.OTHER: frozenset({BIRCH}),
    cast.MEMBER: frozenset({ALDER, BIRCH}),
    cast.OFFICER: frozenset({ALDER, BIRCH, CEDAR}),
}
REPORTS = frozenset({cast.MEMBER, cast.OFFICER})
"""Who reads the reports that were issued to meetings."""
VIEWS = {cast.OFFICER: frozenset({"shared"})}
"""Of the list of requests: the supervisor's, as a colleague sees them."""
FOUND = {
    cast.OWN: {
        *("subject own", "questions own", "text own", "justification own", "document own sent"),
        *("subject brought", "text brought", "text withdrawn", "text closed", "questions own filed"),
        "subject withdrawn",
    },
    cast.OTHER: {
        *("subject other", "text other", "document other sent", "text other brought"),
        "subject other brought",
    },
}
FOUND[cast.OFFICER] = {
    *FOUND[cast.OWN],
    *FOUND[cast.OTHER],
    *("subject draft", "questions draft", "subject other draft", "note"),
}
"""By which planted words a request is found."""
CONTACTS = {
    cast.OWN: frozenset({ALDER}),
    cast.OTHER: frozenset({BIRCH}),
    cast.OFFICER: frozenset({ALDER, BIRCH}),
}
DRAFTS_OF_ANSWERS = {cast.OWN: frozenset({"own", "withdrawn"}), cast.OTHER: frozenset({"other"})}
LETTERS = {cast.OWN: frozenset({"own received"}), cast.OTHER: frozenset({"other received"})}
MAIL = {
    cast.OWN: frozenset({"own"}),
    cast.OTHER: frozenset({"other"}),
    cast.OFFICER: frozenset({"own", "other", "stranger", "lost"}),
}
IMPORTS = {cast.OFFICER: frozenset({"checked", "faulty"})}
"""The Secretariat's alone; that an officer imports nothing is for the pages to say."""
