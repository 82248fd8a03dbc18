"""The permission matrix: for each address, method, member of the cast and state of the object, the answer expected.

Stated by hand and computed from nothing of the site's code. An address without a
row fails the suite, and so does a row without an address.

``python -m tests.security.matrix`` prints it as Markdown, with its size.
"""

from __future__ import annotations

import sys

from tests.security import cast, imports, matrix_letters, register
from tests.security.cast import METHODS
from tests.security.matrix_accounts import ACCOUNT, API_TOKENS, SECOND_FACTOR
from tests.security.matrix_api import BY_SESSION
from tests.security.matrix_exports import EXPORTS, WEBHOOKS
from tests.security.matrix_meetings import MEETINGS
from tests.security.matrix_notices import NOTICES_AND_MAIL
from tests.security.matrix_operations import OPERATIONS
from tests.security.rules import (
    ANY_DESK,
    BOTH_PARTIES,
    CASE_STAFF,
    COMMITTEE,
    DRAFTS,
    EVERYBODY,
    FACTOR,
    LACKING,
    NO_METHOD,
    NO_PARTY,
    NOBODYS,
    NOT_FOUND,
    SENT,
    STAFF,
    STAFF_405,
    TO_MATTER,
    TO_REQUEST,
    Others,
    Row,
    any_desk,
    case_staff,
    chair,
    committee,
    document,
    heads,
    labels_of,
    named_in_a_note,
    one_of_staff,
    parties,
    rule,
    signed_in,
    staff,
)

FRONT = (
    Row(
        "home",
        signed_in(
            "403",
            (cast.SECRETARIAT, "-> secretariat:dashboard"),
            (cast.PARTIES, "-> party:home"),
            (cast.COMMITTEE, "-> committee:home"),
            (LACKING, FACTOR),
        ),
    ),
    Row("inbox:inbox", EVERYBODY, NO_METHOD, demonstration=True, others=Others.REFUSED),
    Row("inbox:mail", rule("404"), NO_METHOD, "mail", demonstration=True, others=Others.REFUSED),
    Row("demonstration", EVERYBODY, NO_METHOD, demonstration=True, others=Others.REFUSED),
)

SECRETARIAT = (
    Row("secretariat:dashboard", STAFF),
    Row("secretariat:requests", STAFF),
    Row("secretariat:together", staff("-> secretariat:requests"), CASE_STAFF, about="new act on several"),
    Row("secretariat:export_csv", STAFF),
    Row("secretariat:export_xlsx", STAFF),
    Row("secretariat:views", STAFF, staff("-> secretariat:requests"), about="new view"),
    Row("secretariat:columns", staff("-> secretariat:requests"), about="new columns"),
    *(
        Row(
            name,
            # A colleague's view is opened by whom it is shared with, and changed by its owner alone.
            {"shared": one_of_staff("200", "403"), "private": one_of_staff("200"), "missing": NOT_FOUND},
            {
                "shared": one_of_staff("-> secretariat:views", "403"),
                "private": one_of_staff("-> secretariat:views"),
                "missing": NOT_FOUND,
            },
            about="view",
        )
        for name in ("secretariat:view", "secretariat:view_delete")
    ),
    Row("secretariat:dates", STAFF),
    Row("secretariat:open", CASE_STAFF, TO_REQUEST, about="new request"),
    Row("secretariat:dates_if_sent", STAFF),
    Row(
        "secretariat:request", {f"{SENT}, {DRAFTS}, withdrawn": STAFF, "missing": NOT_FOUND}, about="request"
    ),
    Row(
        "secretariat:edit",
        {DRAFTS: CASE_STAFF, f"{SENT}, withdrawn": TO_REQUEST, "missing": NOT_FOUND},
        {DRAFTS: TO_REQUEST, f"{SENT}, withdrawn": CASE_STAFF, "missing": NOT_FOUND},
        about="request",
    ),
    Row(
        "secretariat:send",
        {DRAFTS: CASE_STAFF, f"{SENT}, withdrawn": TO_REQUEST, "missing": NOT_FOUND},
        {f"{DRAFTS}, {SENT}, withdrawn": TO_REQUEST, "missing": NOT_FOUND},
        about="request",
    ),
    Row(
        "secretariat:file",
        {f"{DRAFTS}, {SENT}": CASE_STAFF, "withdrawn": TO_REQUEST, "missing": NOT_FOUND},
        {
            f"{DRAFTS}, own, closed": TO_REQUEST,
            # What the Committee was shown stays with its matter; a matter under way may be left.
            "brought, withdrawn": CASE_STAFF,
            "other": TO_REQUEST,
            "missing": NOT_FOUND,
        },
        about="request",
    ),
    Row(
        "secretariat:withdraw",
        {SENT: CASE_STAFF, f"{DRAFTS}, withdrawn": TO_REQUEST, "missing": NOT_FOUND},
        {SENT: TO_REQUEST, f"{DRAFTS}, withdrawn": CASE_STAFF, "missing": NOT_FOUND},
        about="request",
    ),
    Row(
        "secretariat:record",
        {SENT: CASE_STAFF, f"{DRAFTS}, withdrawn": TO_REQUEST, "missing": NOT_FOUND},
        {SENT: TO_REQUEST, f"{DRAFTS}, withdrawn": CASE_STAFF, "missing": NOT_FOUND},
        about="request",
    ),
    Row(
        "secretariat:assess",
        {"own, closed, other": CASE_STAFF, "withdrawn": TO_REQUEST, "elsewhere, missing": NOT_FOUND},
        # Only complete information is assessed, and nothing of what was withdrawn.
        {"closed, other": TO_REQUEST, "own, withdrawn": CASE_STAFF, "elsewhere, missing": NOT_FOUND},
        about="submission",
    ),
    Row(
        "secretariat:assign",
        {f"{DRAFTS}, {SENT}": CASE_STAFF, "withdrawn": TO_REQUEST, "missing": NOT_FOUND},
        {f"{DRAFTS}, {SENT}": TO_REQUEST, "withdrawn": CASE_STAFF, "missing": NOT_FOUND},
        about="request",
    ),
    *(
        Row(name, {f"{SENT}, {DRAFTS}, withdrawn": STAFF, "missing": NOT_FOUND}, about="request")
        for name in ("secretariat:history", "secretariat:as_party", "secretariat:as_committee")
    ),
    *(
        Row(
            name,
            {f"{SENT}, {DRAFTS}, withdrawn": STAFF, "missing": NOT_FOUND},
            {f"{SENT}, {DRAFTS}, withdrawn": TO_REQUEST, "missing": NOT_FOUND},
            about="noted request",
        )
        for name in ("secretariat:notes", "secretariat:tasks")
    ),
    Row(
        "secretariat:note_seen",
        NO_METHOD,
        # Whom a note does not name is told that there is none.
        {"own, other, draft": named_in_a_note("-> secretariat:request"), "missing": NOT_FOUND},
        "note",
        others=Others.REFUSED,
    ),
    *(
        Row(
            name,
            NO_METHOD,
            {"own, other, done": TO_REQUEST, "missing": NOT_FOUND},
            "task",
            others=Others.REFUSED,
        )
        for name in ("secretariat:task_done", "secretariat:task_reopen")
    ),
    Row("secretariat:my_work", STAFF),
    Row("secretariat:matters", STAFF),
    Row("secretariat:matter_new", CASE_STAFF, TO_MATTER, about="new matter"),
    Row(
        "secretariat:matter",
        {"own, brought, other, other brought, public": STAFF, "missing": NOT_FOUND},
        about="matter",
    ),
    Row(
        "secretariat:bring",
        {"own, other": CASE_STAFF, "brought, other brought, public": TO_MATTER, "missing": NOT_FOUND},
        {"own, other": TO_MATTER, "brought, other brought, public": CASE_STAFF, "missing": NOT_FOUND},
        about="matter",
    ),
    Row(
        "secretariat:matter_act",
        {
            "own, brought, other, other brought": CASE_STAFF,
            "public": TO_MATTER,
            "missing, unknown act": NOT_FOUND,
        },
        {
            "own, brought, other, other brought": TO_MATTER,
            "public": CASE_STAFF,
            "missing, unknown act": NOT_FOUND,
        },
        about="matter act",
    ),
    Row(
        "secretariat:matter_item_act",
        {"brought": CASE_STAFF, "elsewhere, missing, unknown act": NOT_FOUND},
        {"brought": TO_MATTER, "elsewhere, missing, unknown act": NOT_FOUND},
        about="matter item",
    ),
    Row(
        "secretariat:matter_release",
        {"brought, other brought": CASE_STAFF, "own, other, public": TO_MATTER, "missing": NOT_FOUND},
        # The report that is sent belongs to the matter that was brought: no other releases it.
        {"brought": TO_MATTER, "own, other, other brought, public": CASE_STAFF, "missing": NOT_FOUND},
        about="release",
    ),
    Row("secretariat:people", STAFF),
    Row("secretariat:invite", STAFF, staff("-> secretariat:people"), about="new invitation"),
    *(
        Row(
            name,
            STAFF_405,
            {
                "focal point, proposed by Alder, proposed by Birch": staff("-> secretariat:people"),
                "staff, member": heads("-> secretariat:people"),
                "missing": NOT_FOUND,
            },
            "invitation",
            others=Others.REFUSED_INSIDE,
        )
        for name in ("secretariat:invitation_again", "secretariat:invitation_revoke")
    ),
    Row(
        "secretariat:membership_end",
        {"focal point": STAFF, "staff, member": heads("200"), "ended, missing": NOT_FOUND},
        {
            "focal point": staff("-> secretariat:people"),
            "staff, member": heads("-> secretariat:people"),
            "ended, missing": NOT_FOUND,
        },
        about="membership",
    ),
    Row(
        "secretariat:reset_factors",
        {"focal point, staff, member": heads("200"), "ended": NOT_FOUND, "missing": NOT_FOUND},
        {"focal point, staff, member": heads("-> secretariat:people"), "ended, missing": NOT_FOUND},
        "membership",
    ),
    Row("secretariat:teams", STAFF, heads("-> secretariat:teams"), about="new team"),
    Row(
        "secretariat:team",
        {"full, empty": heads("200"), "missing": NOT_FOUND},
        {"full, empty": heads("-> secretariat:teams"), "missing": NOT_FOUND},
        about="team",
    ),
    Row(
        "secretariat:team_delete",
        STAFF_405,
        {"full, empty": heads("-> secretariat:teams"), "missing": NOT_FOUND},
        "team",
        others=Others.REFUSED_INSIDE,
    ),
    Row(
        "secretariat:put_into_team",
        # Teams are the Secretariat's own: nobody of another desk is in one.
        {"staff": heads("200"), "focal point, member, ended, missing": NOT_FOUND},
        {"staff": heads("-> secretariat:people"), "focal point, member, ended, missing": NOT_FOUND},
        about="membership",
    ),
    Row("secretariat:trends", STAFF),
    Row("secretariat:trends_download", STAFF),
    Row("secretariat:world_map", STAFF),
    Row(
        "secretariat:what_if", {f"{SENT}, {DRAFTS}, withdrawn": STAFF, "missing": NOT_FOUND}, about="request"
    ),
    Row("secretariat:compare", STAFF, staff("-> secretariat:compare"), about="new comparison"),
    # For the page that waits alone; by itself it leads there.
    Row("secretariat:compare_progress", staff("-> secretariat:compare")),
    Row("secretariat:reference", STAFF),
    Row(
        "secretariat:reference_list",
        {"parties, focal points, meetings, templates": STAFF, "missing": NOT_FOUND},
        about="reference kind",
    ),
    Row(
        "secretariat:reference_new",
        # Administrators read templates and change none.
        {"parties, focal points, meetings": STAFF, "templates": CASE_STAFF, "missing": NOT_FOUND},
        {
            "parties, focal points, meetings": staff("-> secretariat:reference_list"),
            "templates": case_staff("-> secretariat:reference_list"),
            "missing": NOT_FOUND,
        },
        "reference kind",
    ),
    Row(
        "secretariat:reference_edit",
        {"party, focal point, meeting": STAFF, "template": CASE_STAFF, "elsewhere, missing": NOT_FOUND},
        {
            "party, focal point, meeting": staff("-> secretariat:reference_list"),
            "template": case_staff("-> secretariat:reference_list"),
            "elsewhere, missing": NOT_FOUND,
        },
        "reference entry",
    ),
    Row(
        "secretariat:reference_history",
        {"party, focal point, meeting, template": STAFF, "elsewhere, missing": NOT_FOUND},
        about="reference entry",
    ),
    Row(
        "secretariat:reference_merge",
        # Meetings and templates are not merged.
        {"party, focal point": heads("200"), "meeting, template, elsewhere, missing": NOT_FOUND},
        {
            "party, focal point": heads("-> secretariat:reference_history"),
            "meeting, template, elsewhere, missing": NOT_FOUND,
        },
        "reference entry",
    ),
    Row("secretariat:messages", STAFF),
    Row("secretariat:letter", {"own, other": STAFF, "missing": NOT_FOUND}, about="message"),
    Row(
        "secretariat:retry",
        NO_METHOD,
        {"own, other": staff("-> secretariat:messages"), "missing": NOT_FOUND},
        "message",
        others=Others.REFUSED,
    ),
    Row(
        "secretariat:letter_settle",
        NO_METHOD,
        {"own, other": staff("-> secretariat:messages"), "missing": NOT_FOUND},
        "message",
        others=Others.REFUSED,
    ),
    Row("secretariat:retry_all", NO_METHOD, staff("-> secretariat:messages"), others=Others.REFUSED),
    Row("secretariat:pauses", STAFF, heads("-> secretariat:pauses"), about="new pause"),
    Row(
        "secretariat:pause_end",
        NO_METHOD,
        {"party": heads("-> secretariat:pauses"), "missing": NOT_FOUND},
        "pause",
        others=Others.REFUSED,
    ),
)

PARTY = (
    Row("party:home", BOTH_PARTIES, NO_METHOD, others=Others.REFUSED),
    Row("party:colleagues", BOTH_PARTIES, parties(*["-> party:colleagues"] * 2), about="new colleague"),
    Row(
        "party:request",
        {
            "own, brought, withdrawn, closed": parties("200"),
            "other": parties("404", "200"),
            f"{DRAFTS}, missing": NO_PARTY,
        },
        NO_METHOD,
        "request",
        others=Others.REFUSED,
    ),
    Row(
        "party:answer",
        {
            "own, brought, closed": parties("200"),
            "withdrawn": parties("409"),
            "other": parties("404", "200"),
            f"{DRAFTS}, missing": NO_PARTY,
        },
        {
            "own, brought, closed": parties("-> party:receipt"),
            "withdrawn": parties("409"),
            "other": parties("404", "-> party:receipt"),
            f"{DRAFTS}, missing": NO_PARTY,
        },
        "request",
        others=Others.REFUSED,
    ),
    Row(
        "party:receipt",
        {
            "own, closed, withdrawn": parties("200"),
            "other": parties("404", "200"),
            "elsewhere, missing": NO_PARTY,
            "elsewhere own": NO_PARTY,
        },
        NO_METHOD,
        "receipt",
        others=Others.REFUSED,
    ),
)

ANSWERING = (
    Row("party:past", BOTH_PARTIES, NO_METHOD, others=Others.REFUSED),
    Row(
        "party:file",
        {
            "own, brought, withdrawn, closed": parties("200"),
            "other": parties("404", "200"),
            f"{DRAFTS}, missing": NO_PARTY,
        },
        NO_METHOD,
        "request",
        others=Others.REFUSED,
    ),
    Row(
        "party:receipt_pdf",
        {
            "own, closed, withdrawn": parties("200"),
            "other": parties("404", "200"),
            "elsewhere, missing": NO_PARTY,
            "elsewhere own": NO_PARTY,
        },
        NO_METHOD,
        "receipt",
        others=Others.REFUSED,
    ),
    Row(
        "party:letter",
        {
            "own received": parties("200"),
            "other received": parties("404", "200"),
            # What is still on its way or was given up, and what went to the Secretariat, is no letter of a Party.
            "own, own to officer, other to officer, elsewhere, elsewhere own, missing": NO_PARTY,
        },
        NO_METHOD,
        "letter",
        others=Others.REFUSED,
    ),
    Row(
        "party:draft",
        NO_METHOD,
        {
            "brought, closed": parties("200"),
            # An answer is being written already: nothing is saved over it.
            "own, withdrawn": parties("409"),
            "other": parties("404", "409"),
            f"{DRAFTS}, missing": NO_PARTY,
        },
        "request",
        others=Others.REFUSED,
    ),
    Row(
        "party:discard",
        {
            "own, withdrawn": parties("200"),
            "brought": parties("-> party:request"),
            "other": parties("404", "200"),
            f"{DRAFTS}, missing": NO_PARTY,
        },
        {
            "own, withdrawn, brought": parties("-> party:request"),
            "other": parties("404", "-> party:request"),
            f"{DRAFTS}, missing": NO_PARTY,
        },
        "draft of an answer",
        others=Others.REFUSED,
    ),
)

CALENDAR = (
    Row("calendar", ANY_DESK, any_desk("-> calendar"), others=Others.REFUSED),
    # The chair has ended the link, and the others of whom it is asked never made one.
    Row(
        "calendar_end",
        any_desk("-> calendar", "200"),
        any_desk("-> calendar"),
        others=Others.REFUSED,
    ),
    Row(
        "calendar_feed",
        {"ended, of who left, made up": rule("404")},
        NO_METHOD,
        "calendar",
        others=Others.REFUSED,
    ),
)

PARTY_MATTERS = (
    Row(
        "party:matter",
        {
            "own, brought": parties("200"),
            "other, other brought": parties("404", "200"),
            "public, missing": NO_PARTY,
        },
        NO_METHOD,
        "matter",
        others=Others.REFUSED,
    ),
    Row(
        "party:matter_report",
        {
            "own, brought": parties("200"),
            "other, other brought": parties("404", "200"),
            "public, missing": NO_PARTY,
        },
        {
            "own, brought": parties("-> party:matter_receipt"),
            "other, other brought": parties("404", "-> party:matter_receipt"),
            "public, missing": NO_PARTY,
        },
        "matter report",
        others=Others.REFUSED,
    ),
)

BEFORE_THE_COMMITTEE = (
    Row("committee:home", COMMITTEE, NO_METHOD, others=Others.REFUSED),
    Row(
        "committee:matter",
        {"brought, other brought, public": COMMITTEE, "own, other, missing": committee("404")},
        NO_METHOD,
        "matter",
        others=Others.REFUSED,
    ),
)

IN_THE_COMMITTEE = (
    Row(
        "committee:consultation",
        {"own": chair("404", "200"), "missing": committee("404")},
        {"own": chair("404", "-> committee:consultation"), "missing": committee("404")},
        "consultation",
        others=Others.REFUSED,
    ),
    Row(
        "committee:contact",
        {"brought, other brought, public": COMMITTEE, "own, other, missing": committee("404")},
        {
            "brought, other brought": committee("-> committee:matter"),
            "public": COMMITTEE,
            "own, other, missing": committee("404"),
        },
        "contact",
        others=Others.REFUSED,
    ),
    Row(
        "committee:exclude",
        {
            "brought, other brought, public": chair("403", "200"),
            "own, other, missing": committee("404"),
        },
        {
            "brought, other brought": chair("403", "-> committee:matter"),
            "public": chair("403", "200"),
            "own, other, missing": committee("404"),
        },
        "exclusion",
        others=Others.REFUSED,
    ),
    Row(
        "committee:readmit",
        NO_METHOD,
        {"brought": chair("403", "-> committee:matter"), "missing": chair("403", "404")},
        "recusal",
        others=Others.REFUSED,
    ),
)

DOCUMENTS = (
    Row(
        "documents:upload",
        NO_METHOD,
        {
            "own, closed": document("200", "404", "200"),
            # The Committee sees the request, and of its documents none.
            "brought, withdrawn": {**document("200", "404", "200"), **dict.fromkeys(cast.COMMITTEE, "200")},
            "other": document("404", "200", "200"),
            DRAFTS: document("404", "404", "200"),
            **register.UPLOADS,
            "missing": NOBODYS,
        },
        "upload",
        others=Others.REFUSED,
    ),
    Row(
        "documents:download",
        {
            "own sent, brought sent, closed sent": document("200", "404", "200"),
            "own waiting": document("200"),
            "staff waiting": document(officers="200"),
            "other sent": document("404", "200", "200"),
            # Released to the Committee.
            "other brought sent": {**document("404", "200", "200"), **dict.fromkeys(cast.COMMITTEE, "200")},
            "other waiting": document("404", "200"),
            **register.DOWNLOADS,
            "missing": NOBODYS,
        },
        NO_METHOD,
        "document",
        others=Others.REFUSED,
    ),
    Row(
        "documents:remove",
        NO_METHOD,
        {
            # What was sent stays: 422, with the reason. Administrators attach and remove nothing.
            "own sent, brought sent, closed sent": document("422", "404", "422", "403"),
            "own waiting": document("200"),
            "staff waiting": document("404", "404", "200", "403"),
            "other sent": document("404", "422", "422", "403"),
            # What a member reads, a member does not remove.
            "other brought sent": {
                **document("404", "422", "422", "403"),
                **dict.fromkeys(cast.COMMITTEE, "403"),
            },
            "other waiting": document("404", "200"),
            **register.REMOVALS,
            "missing": NOBODYS,
        },
        "document",
        others=Others.REFUSED,
    ),
)

ROWS = (
    *FRONT,
    *matrix_letters.ROWS,
    *ACCOUNT,
    *SECOND_FACTOR,
    *CALENDAR,
    *SECRETARIAT,
    *PARTY,
    *PARTY_MATTERS,
    *ANSWERING,
    *BEFORE_THE_COMMITTEE,
    *IN_THE_COMMITTEE,
    *MEETINGS,
    *DOCUMENTS,
    *register.ROWS,
    *NOTICES_AND_MAIL,
    *EXPORTS,
    *WEBHOOKS,
    *API_TOKENS,
    *BY_SESSION,
    *imports.ROWS,
    *OPERATIONS,
)


def _compared(row: Row) -> int:
    """The requests about a row: GET and POST for each state of the object, the rest for each answer to GET."""
    labels = {label for answers in (row.reads, row.posts) for label in labels_of(answers)} or {""}
    reads = 1 if cast.ANONYMOUS in row.reads else len({id(one) for one in row.reads.values()})
    return 2 * len(labels) + (len(METHODS) - 2) * reads


def size() -> str:
    """How large the matrix is, in one sentence."""
    answers = sum(map(_compared, ROWS)) * len(cast.CAST)
    return (
        f"{len(ROWS)} addresses x {len(cast.CAST)} members of the cast x {len(METHODS)} methods; "
        f"with the states of their objects, {answers} answers compared."
    )


if __name__ == "__main__":
    from tests.security import markdown

    sys.stdout.write("\n".join(markdown.lines()) + "\n")
