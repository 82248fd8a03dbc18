"""What pages are asked about: for each kind of object, one in every state, with what is sent to it."""

from __future__ import annotations

import uuid
from typing import Any

from cases.models import PersonalNotice
from compliance.rules import loader
from tests.security import cast, imports, letters_said, matrix_api, meetings, register, targets_exports
from tests.security.people import ALDER, BIRCH, TODAY
from tests.security.target import Target
from tests.security.world import World

NONE = 999_999_999


Targets = dict[str, dict[str, Target]]
"""By the kind of object, then by its label."""


def of(world: World) -> Targets:
    """Every kind of object that an address of the site can be about."""
    return {
        "request": _requests(world),
        "noted request": _requests(world, text="Read it."),
        "submission": _submissions(world),
        "receipt": _receipts(world),
        "draft of an answer": _drafts(world),
        "letter": _received(world),
        "calendar": _calendars(world),
        "matter": _matters(world),
        **_of_matters(world),
        **register.targets(world),
        **meetings.targets(world),
        "invitation": _invitations(world),
        "membership": _memberships(world),
        "team": _teams(world),
        "message": _messages(world),
        "pause": _pauses(world),
        "letter of a matter": {
            label: Target(one) for label, one in letters_said.matter_letters(world, NONE).items()
        },
        "wording": {label: Target(**one) for label, one in letters_said.wordings().items()},
        "token": _tokens(world),
        "document": _documents(world),
        "upload": _uploads(world),
        "view": _views(world),
        "note": _notes(world),
        "task": _tasks(world),
        "reference kind": _reference_kinds(world),
        "reference entry": _reference_entries(world),
        "incoming mail": _mails(world),
        "personal notice": _personal_notices(world),
        **_new(world),
        **_links(world),
        **targets_exports.of(world),
        **_of_programs(world),
        **imports.targets(world),
    }


def _of_programs(world: World) -> Targets:
    """One object of each kind: a session opens none of them."""
    found = matrix_api.kwargs(world)
    return {f"api {kind}": {"": Target(next(iter(found[kind].values())))} for kind in found if kind}


def _requests(world: World, **more: str) -> dict[str, Target]:
    """With a form that every page of a request finds what it needs in."""
    labels = ("own", "brought", "draft", "withdrawn", "closed", "other", "other draft")
    references = {label: world.requests[label].reference for label in labels} | {"missing": "IR-1999-0001"}
    officer = world.people.users[cast.SUPERVISOR].pk
    return {label: Target({"reference": found}, _body(officer) | more) for label, found in references.items()}


def _body(officer: int) -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()),
        "subject": "Permits",
        "questions": "Which?",
        "rule_set_code": loader.DEFAULT,
        "reason": "It was answered.",
        "received_on": "2027-06-11",
        "information": "NONE",
        "justification": "A flood.",
        "officer": officer,
        "assigned_to": officer,
        "title": "Read it.",
    }


def _submissions(world: World) -> dict[str, Target]:
    """ "elsewhere" is a submission of another request than the one named."""
    pairs = {label: (label, label) for label in ("own", "closed", "withdrawn", "other")}
    pairs["elsewhere"] = ("own", "other")
    found = {label: _assessed(world, request, submission) for label, (request, submission) in pairs.items()}
    missing = {"reference": world.requests["own"].reference, "submission": NONE}
    return found | {"missing": Target(missing, found["own"].body)}


def _assessed(world: World, request: str, submission: str) -> Target:
    """With the form as it was shown: it names the assessment that there is."""
    record = world.submissions[submission]
    seen = record.assessments.values_list("pk", flat=True).last()
    return Target(
        {"reference": world.requests[request].reference, "submission": record.pk},
        {"verdict": "ADEQUATE", "reasons": "All is there.", "seen": str(seen or "")},
    )


def _receipts(world: World) -> dict[str, Target]:
    pairs = {label: (label, label) for label in ("own", "closed", "withdrawn", "other")}
    pairs |= {"elsewhere": ("own", "other"), "elsewhere own": ("other", "own")}
    found = {
        label: Target({"reference": world.requests[a].reference, "key": world.submissions[b].key})
        for label, (a, b) in pairs.items()
    }
    return found | {"missing": Target({"reference": world.requests["own"].reference, "key": uuid.uuid4()})}


def _drafts(world: World) -> dict[str, Target]:
    """Asked to go as it was last seen; "brought" has none."""
    labels = ("own", "withdrawn", "other", "brought", "draft", "other draft")
    references = {label: world.requests[label].reference for label in labels} | {"missing": "IR-1999-0001"}
    return {label: Target({"reference": found}, {"seen": "1"}) for label, found in references.items()}


def _received(world: World) -> dict[str, Target]:
    """Letters under their own request; "elsewhere" is one of Birch under a request of Alder."""
    found = {
        label: _letter(world, label.split()[0], label)
        for label in ("own received", "own to officer", "own", "other received", "other to officer")
    }
    return found | {
        "elsewhere": _letter(world, "own", "other received"),
        "elsewhere own": _letter(world, "brought", "own received"),
        "missing": Target({"reference": world.requests["own"].reference, "message": NONE}),
    }


def _letter(world: World, request: str, message: str) -> Target:
    return Target({"reference": world.requests[request].reference, "message": world.messages[message].pk})


def _calendars(world: World) -> dict[str, Target]:
    """Links that work no longer; one that works is of one person, whoever asks: see test_scope_of_the_party."""
    return {label: Target({"secret": secret}) for label, secret in world.secrets.items()} | {
        "made up": Target({"secret": "x" * 43})
    }


def _matters(world: World) -> dict[str, Target]:
    body = {"because": "NO_RESPONSE", "grounds": "No response.", "confirmed": "1"}
    references = {label: matter.reference for label, matter in world.matters.items()} | {
        "missing": "CM-1999-0001"
    }
    return {label: Target({"reference": found}, body) for label, found in references.items()}


def _of_matters(world: World) -> Targets:
    """Acts on matters, on what hangs on them, and what the Committee does; each with what it is sent."""
    of, report = world.of_matters, f"report:{world.of_matters['report brought']}"
    references = {label: matter.reference for label, matter in world.matters.items()}
    references["missing"] = "CM-1999-0001"
    spoke = {"on": TODAY.date().isoformat(), "by_whom": "The Chair", "text": "Spoke."}
    excluded = {"member": world.people.users[cast.MEMBER].pk, "reason": "Of the Party."}
    told = {"key": str(uuid.uuid4()), "kind": "FACTS", "text": "Ten.", "complete": ""}
    plan = {"text": "A law.", "assessed_by": "", "wanted_by": ""}
    own, brought = references["own"], references["brought"]
    return {
        "matter act": {
            **{
                label: Target({"reference": one, "act": "inform"}, spoke) for label, one in references.items()
            },
            "unknown act": Target({"reference": own, "act": "undo"}),
        },
        "matter item": {
            "brought": Target({"reference": brought, "act": "plan", "item": of["measure brought"]}, plan),
            "elsewhere": Target({"reference": own, "act": "plan", "item": of["measure brought"]}, plan),
            "missing": Target({"reference": brought, "act": "plan", "item": NONE}, plan),
            "unknown act": Target({"reference": brought, "act": "undo", "item": of["measure brought"]}, plan),
        },
        "release": {
            label: Target({"reference": one}, {"items": [report], "confirmed": "1"})
            for label, one in references.items()
        },
        "matter report": {label: Target({"reference": one}, told) for label, one in references.items()},
        "consultation": {
            "own": Target({"consultation": of["consultation own"]}, {"text": "Bring it."}),
            "missing": Target({"consultation": NONE}, {"text": "Bring it."}),
        },
        "contact": {label: Target({"reference": one}, spoke) for label, one in references.items()},
        "exclusion": {label: Target({"reference": one}, excluded) for label, one in references.items()},
        "recusal": {
            "brought": Target({"reference": brought, "recusal": of["recusal brought"]}),
            "missing": Target({"reference": brought, "recusal": NONE}),
        },
    }


def _invitations(world: World) -> dict[str, Target]:
    keys = {label: found.pk for label, found in world.people.invitations.items()} | {"missing": NONE}
    return {label: Target({"invitation": key}) for label, key in keys.items()}


def _memberships(world: World) -> dict[str, Target]:
    keys = {
        "focal point": world.membership(cast.OTHER).pk,
        "staff": world.membership(cast.NO_FACTOR).pk,
        "member": world.membership(cast.MEMBER).pk,
        "ended": world.membership(cast.ENDED).pk,
        "missing": NONE,
    }
    return {label: Target({"membership": key}) for label, key in keys.items()}


def _teams(world: World) -> dict[str, Target]:
    keys = {label: team.pk for label, team in world.teams.items()} | {"missing": NONE}
    return {label: Target({"team": key}, {"name": "Plants"}) for label, key in keys.items()}


def _messages(world: World) -> dict[str, Target]:
    keys = {label: world.messages[label].pk for label in ("own", "other")} | {"missing": NONE}
    return {label: Target({"message": key}) for label, key in keys.items()}


def _mails(world: World) -> dict[str, Target]:
    """With what says that it is no answer, and which request it is about."""
    body = {"reason": "A question.", "reference": world.requests["own"].reference}
    keys = {label: found.pk for label, found in world.mails.items()} | {"missing": NONE}
    return {label: Target({"mail": key}, body) for label, key in keys.items()}


def _personal_notices(world: World) -> dict[str, Target]:
    """The first notice of each of these about a request of its own; the officer's is of mail that came."""
    found = {
        "of own": _first_notice(world, cast.OWN, request=world.requests["own"]),
        "of other": _first_notice(world, cast.OTHER, request=world.requests["other"]),
        "of the officer": _first_notice(world, cast.OFFICER, kind="MAIL_CAME"),
        # Of somebody who was a focal point of Alder until their membership ended.
        "of who left": _first_notice(world, cast.ENDED),
        "missing": NONE,
    }
    return {label: Target({"notice": key}) for label, key in found.items()}


def _first_notice(world: World, member: str, **about: Any) -> int:
    notices = PersonalNotice.objects.filter(user=world.people.users[member], **about)
    return int(notices.order_by("pk").values_list("pk", flat=True)[0])


def _pauses(world: World) -> dict[str, Target]:
    keys = {label: found.pk for label, found in world.pauses.items()} | {"missing": NONE}
    return {label: Target({"pause": key}) for label, key in keys.items()}


def _tokens(world: World) -> dict[str, Target]:
    keys = {label: found.pk for label, found in world.tokens.items()} | {"missing": NONE}
    return {label: Target({"token": key}) for label, key in keys.items()}


def _documents(world: World) -> dict[str, Target]:
    labels = (
        "own sent",
        "own waiting",
        "brought sent",
        "closed sent",
        "staff waiting",
        "other sent",
        "other brought sent",
        "other waiting",
        *register.DOWNLOADS,
    )
    keys = {label: world.documents[label].pk for label in labels} | {"missing": uuid.uuid4()}
    return {label: Target({"document": key}) for label, key in keys.items()}


def _uploads(world: World) -> dict[str, Target]:
    """The lists of what waits, asked for under the key under which something does."""
    key = str(world.documents["own waiting"].form_key)
    labels = ("own", "brought", "draft", "withdrawn", "closed", "other", "other draft")
    references = {label: world.requests[label].reference for label in labels} | {"missing": "IR-1999-0001"}
    references |= {f"report {label}": world.matters[label].reference for label in ("own", "brought")}
    references["report missing"] = "CM-1999-0001"
    return {label: Target({}, {"request": found, "key": key}) for label, found in references.items()}


def _views(world: World) -> dict[str, Target]:
    """Of the supervisor."""
    keys = {label: found.pk for label, found in world.views.items()} | {"missing": NONE}
    return {label: Target({"view": key}, {"name": "Overdue"}) for label, key in keys.items()}


def _notes(world: World) -> dict[str, Target]:
    """Each names the supervisor."""
    keys = {label: world.notes[label].pk for label in ("own", "other", "draft")} | {"missing": NONE}
    return {label: Target({"note": key}) for label, key in keys.items()}


def _tasks(world: World) -> dict[str, Target]:
    keys = {label: world.tasks[label].pk for label in ("own", "other", "done")} | {"missing": NONE}
    return {label: Target({"task": key}) for label, key in keys.items()}


_REFERENCE = {
    "parties": {
        "iso2": "XQ",
        "name_en": "Quince",
        "name_fr": "Coing",
        "name_es": "Membrillo",
        "name_source": "A list",
        "region": "ASIA",
        "region_source": "A list",
        "language": "en",
    },
    "focal-points": {"name": "Nora", "email": "nora@party.example", "language": "en"},
    "meetings": {
        "code": "SC99",
        "body": "SC",
        "starts_on": "2028-03-01",
        "precision": "day",
        "source": "A notification",
    },
    "templates": {
        "name": "Seizures",
        "rule_set_code": loader.DEFAULT,
        "subject_en": "Seizures",
        "questions_en": "Which?",
    },
}


def _reference_kinds(world: World) -> dict[str, Target]:
    """With a form that adds an entry."""
    party = {"party": world.people.parties[ALDER].pk}
    known = {
        kind.replace("-", " "): Target({"kind": kind}, body | party) for kind, body in _REFERENCE.items()
    }
    return known | {"missing": Target({"kind": "species"}, {})}


def _reference_entries(world: World) -> dict[str, Target]:
    """With a form that corrects, and that merges; "elsewhere" is the key of another kind."""
    merge = {"reason": "The same.", "confirmed": "1"}
    alder, second = world.people.parties[ALDER], world.second_contact
    found = {
        "party": ("parties", alder.pk, {"kept": world.people.parties[BIRCH].pk}),
        "focal point": ("focal-points", second.pk, {"kept": world.first_contact.pk}),
        "meeting": ("meetings", world.meeting.pk, {}),
        "template": ("templates", world.template.pk, {}),
        "elsewhere": ("templates", NONE - 1, {}),
        "missing": ("species", alder.pk, {}),
    }
    return {
        label: Target({"kind": kind, "record": key}, _REFERENCE.get(kind, {}) | merge | kept)
        for label, (kind, key, kept) in found.items()
    }


def _new(world: World) -> Targets:
    """What is made, not looked at."""
    party = world.people.parties[ALDER].pk
    words = {"subject": "Permits", "questions": "Which?", "rule_set_code": loader.DEFAULT}
    invited = {"role": "FOCAL_POINT", "name": "Nora", "email": "nora@party.example", "language": "en"}
    return {
        "new request": {"": Target({}, {"party": party, **words})},
        "new comparison": {"": Target({}, {"on": "2027-06-11"})},
        "new matter": {"": Target({}, {"party": party, "title": "Permits", "attention": "PRESS"})},
        "new invitation": {"": Target({}, {**invited, "party": party})},
        "new token": {"": Target({}, {"name": "A program", "expires_on": "2027-09-01"})},
        "new team": {"": Target({}, {"name": "Plants"})},
        "new pause": {
            "": Target({}, {"scope": "PARTY", "party": party, "reason": "The address is in doubt."})
        },
        "new colleague": {"": Target({}, invited)},
        "new view": {"": Target({}, {"name": "Overdue", "query": "work=overdue"})},
        "new columns": {"": Target({}, {"column": "officer", "query": "work=overdue"})},
        "new act on several": {"": Target({}, _together(world))},
        "profile": {"": Target({}, {"name": "Nora", "language": "en", "digest": "EACH"})},
    }


def _together(world: World) -> dict[str, Any]:
    """Withdrawn, all of them as far as they can be."""
    chosen = [request.pk for request in world.requests.values()]
    return {"act": "withdraw", "chosen": chosen, "confirmed": "1", "reason": "They were answered."}


def _links(world: World) -> Targets:
    """What comes in letters about accounts."""
    return {
        "link": {
            "open": Target({"secret": world.people.secret}),
            "made up": Target({"secret": "x" * 43}),
        },
        "address key": {"made up": Target({"key": "x:y:z"})},
        "password key": {"made up": Target({"uidb36": "1", "key": "set-password"})},
        "security key": {"missing": Target({"pk": NONE})},
        "mail": {"missing": Target({"name": "1-00000000"})},
    }
