"""Every form of the desk with what is good in it, so that a row of a table says only what is bad."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cases.models import FocalPoint, Party
from cases.services import people
from compliance.accounts.models import User
from compliance.rules import loader
from tests.conftest import PASSWORD, Answer, MakeMatter, MakeRequest, SetClock, actor_of, at

TODAY = date(2026, 12, 1)
SENT_ON = date(2026, 11, 1)
URLENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Form:
    """One form at its address, in the browser of whoever may send it."""

    browser: Client
    url: str
    good: dict[str, str]

    def send(self, **changes: str) -> Any:
        """Sends it as a browser does; halves of characters go out as the bytes that they are."""
        body = urlencode(self.good | changes, errors="surrogatepass")
        return self.browser.post(self.url, body, content_type=URLENCODED)


@dataclass
class Place:
    """The cast at their browsers, and makers of what they work on."""

    officer: User
    supervisor: User
    focal_point: User
    party: Party
    make_request: MakeRequest
    make_matter: MakeMatter
    answer: Answer
    browsers: dict[str, Client] = field(default_factory=dict)

    def browser(self, user: User | None = None) -> Client:
        """One browser for each person, which shows a fault of ours as a page with 500."""
        name = user.email if user else ""
        if name not in self.browsers:
            self.browsers[name] = Client(raise_request_exception=False)
            if user:
                self.browsers[name].force_login(user)
        return self.browsers[name]

    def form(self, name: str) -> Form:
        """A form by its name in ``FORMS``."""
        return FORMS[name](self)

    def invited(self) -> str:
        """Invites somebody new; the secret of the link."""
        return people.invite(
            actor=actor_of(self.officer),
            email="new@party.example",
            name="Nora",
            role="FOCAL_POINT",
            party=self.party,
            at=at(TODAY),
        )[1]


def _of_secretariat(place: Place, page: str, *address: object, **good: str) -> Form:
    return Form(place.browser(place.supervisor), reverse(f"secretariat:{page}", args=address), good)


def _words(**more: str) -> dict[str, str]:
    return {"subject": "Scales", "questions": "How many?", "rule_set_code": loader.DEFAULT} | more


def _open(place: Place) -> Form:
    return _of_secretariat(place, "open", **_words(party=str(place.party.pk), matter=""))


def _edit(place: Place) -> Form:
    return _of_secretariat(place, "edit", place.make_request().reference, **_words())


def _withdraw(place: Place) -> Form:
    return _of_secretariat(
        place, "withdraw", place.make_request(sent_on=SENT_ON).reference, reason="Settled."
    )


def _record(place: Place) -> Form:
    good = {"key": str(uuid.uuid4()), "received_on": "2026-11-20", "information": "COMPLETE"}
    good |= {"text": "Twelve.", "justification": "Flood.", "approximate_date": "2027-01-01"}
    return _of_secretariat(place, "record", place.make_request(sent_on=SENT_ON).reference, **good)


def _assess(place: Place) -> Form:
    sent = place.make_request(sent_on=SENT_ON)
    given = place.answer(sent, date(2026, 11, 5), information="COMPLETE", text="Twelve.")
    return _of_secretariat(place, "assess", sent.reference, given.pk, verdict="INADEQUATE", reasons="Of 13.")


def _matter(place: Place) -> Form:
    good = {"party": str(place.party.pk), "title": "Article XIII", "attention": "REPORTS"}
    return _of_secretariat(place, "matter_new", **good)


def _bring(place: Place) -> Form:
    good = {"because": "NO_RESPONSE", "grounds": "No response.", "meeting": "", "confirmed": "1"}
    good |= {"agenda_item": "", "document_symbol": ""}
    return _of_secretariat(place, "bring", place.make_matter(ready=SENT_ON).reference, **good)


def _invite(place: Place) -> Form:
    good = {"role": "MEMBER", "name": "Mona", "email": "mona@committee.example", "language": "en"}
    return _of_secretariat(place, "invite", party="", region="", **good)


def _answer(place: Place) -> Form:
    sent = place.make_request(sent_on=SENT_ON)
    good = {"key": str(uuid.uuid4()), "approximate_date": "2027-01-01", "justification": "Flood."}
    good |= {"information": "COMPLETE", "text": "Twelve.", "act": "send"}
    return Form(place.browser(place.focal_point), reverse("party:answer", args=[sent.reference]), good)


def _propose(place: Place) -> Form:
    good = {"name": "Cora", "email": "cora@party.example", "language": "en"}
    return Form(place.browser(place.focal_point), reverse("party:colleagues"), good)


def _profile(place: Place) -> Form:
    good = {"name": "Focal", "language": "en", "digest": "EACH"}
    return Form(place.browser(place.focal_point), reverse("profile"), good)


def _accept(place: Place) -> Form:
    good = {"name": "Nora", "password": "four good words here", "password_again": "four good words here"}
    place.browser().get(reverse("open_invitation", args=[place.invited()]))
    return Form(place.browser(), reverse("accept_invitation"), good)


def _sign_in(place: Place) -> Form:
    return Form(
        place.browser(), reverse("account_login"), {"login": place.focal_point.email, "password": PASSWORD}
    )


def _reset(place: Place) -> Form:
    return Form(place.browser(), reverse("account_reset_password"), {"email": place.focal_point.email})


def _upload(place: Place) -> Form:
    sent = place.make_request(sent_on=SENT_ON)
    good = {"request": sent.reference, "key": str(uuid.uuid4())}
    return Form(place.browser(place.focal_point), reverse("documents:upload"), good)


def _compare(place: Place) -> Form:
    return _of_secretariat(place, "compare", on="2026-12-01", party="", region="", sent_from="", sent_to="")


def _template(place: Place) -> Form:
    good = {"name": "Permits", "rule_set_code": loader.DEFAULT}
    good |= {"subject_en": "Permits", "questions_en": "Which?"}
    return _of_secretariat(place, "reference_new", "templates", **good)


def _meeting(place: Place) -> Form:
    good = {"code": "SC99", "body": "SC", "starts_on": "2028-03-01", "precision": "day", "source": "A letter"}
    return Form(
        place.browser(place.supervisor), reverse("secretariat:reference_new", args=["meetings"]), good
    )


def _merge(place: Place) -> Form:
    double = FocalPoint.objects.create(party=place.party, name="Twice", email="twice@party.example")
    kept = FocalPoint.objects.filter(party=place.party).order_by("pk")[0]
    good = {"kept": str(kept.pk), "reason": "The same.", "confirmed": "1"}
    return _of_secretariat(place, "reference_merge", "focal-points", double.pk, **good)


FORMS: dict[str, Callable[[Place], Form]] = {
    "open": _open,
    "edit": _edit,
    "withdraw": _withdraw,
    "record": _record,
    "assess": _assess,
    "matter": _matter,
    "bring": _bring,
    "invite": _invite,
    "answer": _answer,
    "propose": _propose,
    "profile": _profile,
    "accept": _accept,
    "sign in": _sign_in,
    "reset": _reset,
    "upload": _upload,
    "compare": _compare,
    "template": _template,
    "meeting": _meeting,
    "merge": _merge,
}


@pytest.fixture(name="place")
def made_place(
    settings: Any,
    set_clock: SetClock,
    party: Party,
    officer: User,
    supervisor: User,
    focal_point: User,
    make_request: MakeRequest,
    make_matter: MakeMatter,
    answer: Answer,
) -> Iterator[Place]:
    """Everybody on 1 December 2026, with a mail server that takes every letter and no attempts counted so far."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    set_clock(at(TODAY))
    cache.clear()
    yield Place(officer, supervisor, focal_point, party, make_request, make_matter, answer)
    cache.clear()


def record() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but those of sessions: what must be the same after a refusal."""
    return {
        model._meta.db_table: sorted(model._base_manager.values_list(), key=repr)
        for model in apps.get_models(include_auto_created=True)
        if model not in (Session, UserSession) and not model._meta.proxy
    }


def refused(form: Form, *, status: int = 200, **changes: str) -> Any:
    """Sends something bad: the answer has this status, and nothing is stored or changed."""
    before = record()
    answer = form.send(**changes)
    assert answer.status_code == status, answer.headers.get("Location")
    assert record() == before
    return answer


def said(page: Any, name: str) -> str:
    """What the page says beside a field, or above them all with ``__all__``; "" where nothing."""
    assert 'class="error-summary"' in page.content.decode()
    return " ".join(map(str, page.context["form"].errors.get(name, [])))
