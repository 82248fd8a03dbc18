"""The daily work on the page of a request: notes, tasks, its history, any past day, and what begins from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import InformationRequest, InternalNote, Mention, Party, RequestTemplate, Task
from cases.services import assessments, desk_tasks, notes, requests
from compliance.accounts.models import User
from compliance.rules import loader
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at

TODAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _today(set_clock: Callable[[datetime], None]) -> None:
    set_clock(at(TODAY))


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def url(name: str, *about: Any) -> str:
    return reverse(f"secretariat:{name}", args=[getattr(one, "reference", one) for one in about])


def text_of(page: Any) -> str:
    return str(page.content.decode())


def queries_of(desk: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(address).status_code == 200
    return len(queries)


# Notes and tasks


def test_a_note_is_written_and_says_who_is_told(
    desk: Client, make_request: MakeRequest, supervisor: User
) -> None:
    record = make_request()
    said = desk.post(url("notes", record), {"text": "Look. @Supervisor"}, follow=True)
    assert "Told: Supervisor." in text_of(said)
    assert "(not seen yet)" in text_of(said)
    said = desk.post(url("notes", record), {"text": "To nobody."}, follow=True)
    assert "Nobody is told of it." in text_of(said)
    said = desk.post(url("notes", record), {"text": "Chosen.", "tell": [supervisor.pk]}, follow=True)
    assert Mention.objects.count() == 2
    kept = desk.post(url("notes", record), {"text": " ", "tell": [supervisor.pk]})
    assert "Write the note." in text_of(kept)
    assert InternalNote.objects.count() == 3


def test_no_get_marks_a_mention_as_seen_and_its_own_button_does(
    client: Client, make_request: MakeRequest, officer: User, supervisor: User
) -> None:
    record = make_request()
    note = notes.write(actor=actor_of(officer), request=record, text="@Supervisor", at=at(TODAY))
    client.force_login(supervisor)
    for address in (url("my_work"), url("request", record), url("notes", record)):
        assert "@Supervisor" in text_of(client.get(address))
    assert client.get(url("note_seen", note.pk)).status_code == 405
    assert Mention.objects.get().seen_at is None
    assert "you are named" in text_of(client.get(url("request", record)))
    opened = client.post(url("note_seen", note.pk))
    assert opened["Location"] == f"{url('request', record)}#note-{note.pk}"
    assert Mention.objects.get().seen_at == at(TODAY)
    assert "No note waits for you" in text_of(client.get(url("my_work")))


def test_whom_a_note_does_not_name_cannot_say_that_they_saw_it(
    desk: Client, make_request: MakeRequest, officer: User, supervisor: User
) -> None:
    note = notes.write(actor=actor_of(officer), request=make_request(), text="@Supervisor", at=at(TODAY))
    assert desk.post(url("note_seen", note.pk)).status_code == 404


def test_a_task_from_asking_to_done_and_back(desk: Client, make_request: MakeRequest, officer: User) -> None:
    record = make_request()
    form = {"title": "Compare the permits", "assigned_to": officer.pk, "wanted_by": "2026-12-04"}
    page = desk.post(url("tasks", record), form, follow=True)
    assert "Wanted by" in text_of(page)
    assert "Friday 4 December 2026" in text_of(page)
    task = Task.objects.get()
    mine = desk.get(url("my_work"))
    assert [line.task for line in mine.context["tasks"]] == [task]
    for word in ("deadline", "due on", "overdue"):
        assert word not in text_of(mine).lower()
    done = desk.post(url("task_done", task.pk), {"stay": "1"})
    assert done["Location"] == url("my_work")
    assert "Nothing to do for a colleague" in text_of(desk.get(url("my_work")))
    assert "Not done after all" in text_of(desk.get(url("request", record)))
    desk.post(url("task_reopen", task.pk))
    assert Task.objects.get().done_at is None
    kept = desk.post(url("tasks", record), form | {"wanted_by": "2026-11-30"})
    assert "This day is past" in kept.context["form"].errors["wanted_by"][0]
    assert kept.context["form"]["title"].value() == "Compare the permits"


def test_my_work_is_walked_by_key_with_a_constant_number_of_queries(
    desk: Client, make_request: MakeRequest, officer: User, supervisor: User
) -> None:
    record = make_request()
    desk.get(url("my_work"))
    taken = []
    for many in (1, 30):
        for n in range(many):
            wanted = TODAY + timedelta(days=n) if n % 3 else None
            desk_tasks.ask(
                actor=actor_of(supervisor),
                request=record,
                title=f"Task {many} {n}",
                assigned_to=officer,
                wanted_by=wanted,
                at=at(TODAY),
            )
            notes.write(actor=actor_of(supervisor), request=record, text=f"@Officer {many} {n}", at=at(TODAY))
        taken.append(queries_of(desk, url("my_work")))
    assert taken[0] == taken[1]
    first = desk.get(url("my_work"))
    assert len(first.context["tasks"]) == 25
    second = desk.get(first.context["next_tasks"])
    shown = [line.task.pk for page in (first, second) for line in page.context["tasks"]]
    assert len(shown) == len(set(shown)) == 31
    assert text_of(desk.get(url("my_work"), {"tasks": "x", "notes": "y"})).count("<h1") == 1


# The officer


def test_the_officer_is_changed_on_the_page(
    desk: Client, make_request: MakeRequest, supervisor: User
) -> None:
    record = make_request(sent_on=TODAY)
    desk.post(url("assign", record), {"officer": supervisor.pk})
    assert "Supervisor" in text_of(desk.get(url("request", record)))
    refused = desk.post(url("assign", record), {"officer": supervisor.pk})
    assert "has this request already" in refused.context["form"].errors["officer"][0]


# History


def test_the_history_says_what_changed_in_words(
    desk: Client, make_request: MakeRequest, make_matter: MakeMatter, officer: User, supervisor: User
) -> None:
    record, matter = make_request(), make_matter()
    desk.post(
        url("edit", record),
        {"subject": "Import permits", "questions": "Which?", "rule_set_code": "SC78-DOC-37-BODY"},
    )
    desk.post(url("file", record), {"matter": matter.pk})
    desk.post(url("assign", record), {"officer": supervisor.pk})
    desk.post(url("send", record))
    entries = desk.get(url("history", record)).context["entries"]
    said = {one.label: (one.before, one.after) for entry in entries for one in entry.differences if entry.who}
    assert said["Subject"] == ("Export permits", "Import permits")
    assert said["Rule set"] == tuple(
        loader.get(code=code).title for code in (loader.DEFAULT, "SC78-DOC-37-BODY")
    )
    assert said["Compliance matter"] == ("", f"{matter.reference} {matter.title}")
    assert said["Case officer"] == ("Officer", "Supervisor")
    assert said["Stage"] == ("Draft", "Sent")
    assert said["Date of the request"] == ("", "Tuesday 1 December 2026")
    assert {entry.who for entry in entries if entry.differences} == {"Officer"}
    assert entries[-1].what == "Draft opened"


def test_the_history_takes_as_many_queries_for_much_as_for_little(
    desk: Client, make_request: MakeRequest, answer: Answer, officer: User
) -> None:
    record = make_request(sent_on=date(2026, 10, 1))
    desk.get(url("history", record))
    taken = []
    for many in (1, 9):
        for n in range(many):
            given = answer(record, date(2026, 10, 2) + timedelta(days=n), information="COMPLETE", text=f"{n}")
            assessments.assess(
                actor=actor_of(officer),
                submission=given,
                verdict="INADEQUATE",
                reasons=f"{many} {n}",
                shared_with_party=True,
                at=at(TODAY),
            )
            task = desk_tasks.ask(
                actor=actor_of(officer),
                request=record,
                title=f"{many} {n}",
                assigned_to=officer,
                at=at(TODAY),
            )
            desk_tasks.done(actor=actor_of(officer), task=task, at=at(TODAY))
        taken.append(queries_of(desk, url("history", record)))
    assert taken[0] == taken[1]
    assert "Answer recorded: received on 2 October 2026" in text_of(desk.get(url("history", record)))


# As known on


def test_the_page_of_a_past_day_shows_what_was_recorded_by_then(
    desk: Client, make_request: MakeRequest, answer: Answer, officer: User
) -> None:
    record = make_request(sent_on=date(2026, 10, 1))
    answer(record, date(2026, 10, 20), approximate_date=date(2027, 1, 15))
    notes.write(actor=actor_of(officer), request=record, text="Zebra", at=at(TODAY))
    then = desk.get(url("request", record), {"known_on": "2026-10-19"})
    assert "As known on 19 October 2026" in text_of(then)
    assert f'href="{url("request", record)}"' in text_of(then)
    assert then.context["next_step"].status_words == "Due in 13 days"
    assert "Approximate date given" not in text_of(then)
    assert "Zebra" not in text_of(then)
    assert 'method="post" action="/secretariat/' not in text_of(then), "nothing can be done on a past day"
    assert "Approximate date given" in text_of(desk.get(url("request", record), {"known_on": "2026-10-20"}))


def test_as_known_on_today_is_the_page_of_today(
    desk: Client, make_request: MakeRequest, answer: Answer
) -> None:
    record = make_request(sent_on=date(2026, 10, 1))
    answer(record, date(2026, 10, 20), information="COMPLETE", text="All.")
    today = desk.get(url("request", record)).context
    known = desk.get(url("request", record), {"known_on": TODAY.isoformat()}).context
    for name in ("steps", "next_step", "letters", "seen_by", "qualifies", "tasks", "notes", "meeting_note"):
        assert known[name] == today[name], name
    assert [entry.what for entry in known["chronology"]] == [entry.what for entry in today["chronology"]]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param("2026-12-02", "2 December 2026 is in the future", id="tomorrow"),
        pytest.param("2026-09-30", "its draft was opened on 1 October 2026", id="before the draft"),
        pytest.param("30 February", "Enter a valid date", id="no day"),
        pytest.param("", "Choose a day", id="empty"),
        pytest.param("9999-12-31", "is in the future", id="last day"),
        pytest.param("0001-01-01", "Nothing was known", id="first day"),
    ],
)
def test_a_day_that_cannot_be_shown_is_refused_in_words(
    desk: Client, make_request: MakeRequest, day: str, words: str
) -> None:
    record = make_request(sent_on=date(2026, 10, 1))
    page = desk.get(url("request", record), {"known_on": day})
    assert page.status_code == 200
    assert words in page.context["known_on_form"].errors["known_on"][0]
    assert page.context["actions"], "the page of today, with what was asked beside its field"


def test_the_page_takes_as_many_queries_for_much_as_for_little(
    desk: Client, make_request: MakeRequest, answer: Answer, officer: User, supervisor: User
) -> None:
    record = make_request(sent_on=date(2026, 10, 1))
    addresses = (url("request", record), f"{url('request', record)}?known_on=2026-12-01")
    desk.get(addresses[0])
    taken: list[list[int]] = []
    for many in (1, 12):
        for n in range(many):
            answer(record, date(2026, 10, 2) + timedelta(days=n), acknowledgement=True)
            words = f"@Supervisor {many} {n}"
            notes.write(actor=actor_of(officer), request=record, text=words, at=at(TODAY))
            desk_tasks.ask(
                actor=actor_of(officer), request=record, title=words, assigned_to=officer, at=at(TODAY)
            )
        taken.append([queries_of(desk, address) for address in addresses])
    assert taken[0] == taken[1]
    assert max(taken[0]) <= 32, taken


# What begins from a request, and from a template


def test_a_follow_up_is_linked_both_ways(desk: Client, make_request: MakeRequest) -> None:
    first = make_request(sent_on=date(2026, 10, 1))
    form = desk.get(reverse("secretariat:open"), {"follows": first.reference}).context["form"]
    assert (form["party"].value(), form["subject"].value()) == (first.party.pk, first.subject)
    typed = {
        "party": first.party.pk,
        "subject": "The rest",
        "questions": "And?",
        "rule_set_code": loader.DEFAULT,
        "follows": form["follows"].value(),
    }
    desk.post(reverse("secretariat:open"), typed)
    second = InformationRequest.objects.get(follows=first)
    assert desk.get(url("request", second)).context["takes_up"] == first
    assert desk.get(url("request", first)).context["taken_up_by"] == [second]


def test_a_follow_up_goes_to_the_same_party_and_takes_up_what_was_sent(
    desk: Client, make_request: MakeRequest, other_party: Party
) -> None:
    first, draft = make_request(sent_on=date(2026, 10, 1)), make_request()
    typed = {"party": other_party.pk, "subject": "S", "questions": "Q", "rule_set_code": loader.DEFAULT}
    page = desk.post(reverse("secretariat:open"), typed | {"follows": first.reference})
    assert "Party of the request that it takes up" in page.context["form"].errors["party"][0]
    page = desk.post(
        reverse("secretariat:open"), typed | {"follows": draft.reference, "party": draft.party.pk}
    )
    assert "this one is a draft" in page.context["form"].errors["follows"][0]
    page = desk.post(reverse("secretariat:open"), typed | {"follows": "IR-1999-0001"})
    assert "There is no request" in page.context["form"].errors["follows"][0]


def test_a_duplicate_has_the_same_words_for_the_same_party_or_another(
    desk: Client, make_request: MakeRequest
) -> None:
    first = make_request(sent_on=date(2026, 10, 1), rule_set_code="SC78-DOC-37-BODY")
    form = desk.get(reverse("secretariat:open"), {"like": first.reference}).context["form"]
    values = [form[name].value() for name in ("subject", "questions", "rule_set_code", "follows")]
    assert values == [first.subject, first.questions, "SC78-DOC-37-BODY", None]


@pytest.mark.parametrize(
    ("language", "subject", "said"),
    [
        pytest.param("fr", "Permis", "in French, the Party", id="in its language"),
        pytest.param("es", "Permits", "has no words in Spanish", id="falls back to English, and says so"),
    ],
)
def test_a_template_fills_the_page_in_the_partys_language(
    desk: Client, party: Party, language: str, subject: str, said: str
) -> None:
    party.language = language
    party.save()
    template = RequestTemplate.objects.create(
        name="Permits",
        subject_en="Permits",
        questions_en="Which?",
        subject_fr="Permis",
        questions_fr="Lesquels ?",
        rule_set_code="SC78-DOC-37-BODY",
    )
    page = desk.get(reverse("secretariat:open"), {"template": template.pk, "party": party.iso2})
    assert page.context["form"]["subject"].value() == subject
    assert page.context["form"]["rule_set_code"].value() == "SC78-DOC-37-BODY"
    assert said in page.context["begun"].note
    template.retired_on = TODAY
    template.save()
    page = desk.get(reverse("secretariat:open"), {"template": template.pk})
    assert not page.context["begun"].templates
    assert not page.context["form"]["subject"].value()


# Sending what was shown


def test_what_somebody_changed_meanwhile_is_not_sent(
    client: Client, make_request: MakeRequest, officer: User, supervisor: User
) -> None:
    record = make_request()
    client.force_login(officer)
    seen = client.get(url("send", record)).context["seen"]
    client.force_login(supervisor)
    theirs = {"subject": "Theirs", "questions": "Which?", "rule_set_code": loader.DEFAULT}
    client.post(url("edit", record), theirs)
    client.force_login(officer)
    page = client.post(url("send", record), {"seen": seen}, follow=True)
    assert page.redirect_chain[0][0] == url("send", record)
    assert "changed meanwhile by Supervisor" in text_of(page)
    record.refresh_from_db()
    assert (record.stage, record.subject) == ("DRAFT", "Theirs")
    client.post(url("send", record), {"seen": page.context["seen"]})
    record.refresh_from_db()
    assert record.stage == "SENT"


def test_the_day_that_was_shown_is_the_day_that_counts(
    client: Client, officer: User, make_request: MakeRequest, set_clock: Callable[[datetime], None]
) -> None:
    record = make_request()
    midnight = datetime(2026, 12, 1, 23, tzinfo=UTC)  # at the seat
    set_clock(midnight - timedelta(minutes=5))
    client.force_login(officer)
    seen = client.get(url("send", record)).context["seen"]
    set_clock(midnight + timedelta(minutes=5))
    page = client.post(url("send", record), {"seen": seen}, follow=True)
    assert "would count from 2 December 2026" in text_of(page)
    record.refresh_from_db()
    assert record.stage == "DRAFT"


def test_an_edit_shows_what_it_would_replace(desk: Client, make_request: MakeRequest, officer: User) -> None:
    record = make_request()
    seen = desk.get(url("edit", record)).context["form"]["seen"].value()
    requests.edit_draft(
        actor=actor_of(officer),
        request=record,
        subject="Theirs",
        questions="Their question?",
        rule_set_code=loader.DEFAULT,
    )
    mine = {"subject": "Mine", "questions": "My question?", "rule_set_code": loader.DEFAULT}
    page = desk.post(url("edit", record), mine | {"seen": seen})
    assert "The draft was changed meanwhile" in page.context["form"].non_field_errors()[0]
    assert "Their question?" in text_of(page)
    assert page.context["form"]["questions"].value() == "My question?"


# Previews and reasons


def test_the_party_sees_in_the_preview_what_it_sees_and_can_do_nothing(
    desk: Client, make_request: MakeRequest, answer: Answer, officer: User, focal_point: User
) -> None:
    record = make_request(sent_on=date(2026, 10, 1))
    given = answer(record, date(2026, 10, 5), information="COMPLETE", text="All of it.")
    for reasons, shared in (("Zebra", False), ("Giraffe", True)):
        assessments.assess(
            actor=actor_of(officer),
            submission=given,
            verdict="INADEQUATE",
            reasons=reasons,
            shared_with_party=shared,
            at=at(TODAY),
        )
    notes.write(actor=actor_of(officer), request=record, text="Okapi", at=at(TODAY))
    shown = desk.get(url("as_party", record)).context["shown"]
    assert "Giraffe" in shown
    assert "All of it." in shown
    for hidden in ("Zebra", "Okapi"):
        assert hidden not in shown
        desk.force_login(focal_point)
        assert hidden not in text_of(desk.get(reverse("party:request", args=[record.reference])))
        desk.force_login(officer)
    for acting in ("<form", "<button", "<a ", "href=", "<script", "hx-", "csrf"):
        assert acting not in shown, acting


def test_what_is_typed_stays_text_in_the_preview(desk: Client, make_request: MakeRequest) -> None:
    record = make_request(
        sent_on=date(2026, 10, 1), questions="<script>alert(1)</script> &lt;b&gt; <a href='/x'>"
    )
    shown = desk.get(url("as_party", record)).context["shown"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;b&amp;gt; &lt;a href=" in shown
    assert "<script" not in shown


def test_the_committee_sees_what_was_brought_to_it_and_of_the_rest_nothing(
    desk: Client, make_request: MakeRequest, make_matter: MakeMatter
) -> None:
    brought = make_request(sent_on=date(2026, 10, 1), matter=make_matter(brought=date(2026, 11, 1)))
    kept = make_request(sent_on=date(2026, 10, 1), matter=make_matter())
    assert brought.subject in desk.get(url("as_committee", brought)).context["shown"]
    for record in (kept, make_request(sent_on=date(2026, 10, 1))):
        page = desk.get(url("as_committee", record))
        assert page.context["shown"] is None
        assert "The Committee sees nothing of this request" in text_of(page)
    assert "The Party sees nothing" in text_of(desk.get(url("as_party", make_request())))
