"""Notices on every desk, and mail that came on the desk of the Secretariat: what a browser shows and sends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Document, IncomingMail, PersonalNotice
from cases.services import notes
from compliance.accounts.models import User
from tests.cases.test_incoming_mail import PDF, address_of, receive, written
from tests.conftest import MakeRequest, SetClock, actor_of, at

pytestmark = pytest.mark.django_db

SENT, TODAY = date(2026, 11, 30), date(2026, 12, 7)


@pytest.fixture(autouse=True)
def inbound(settings: Any, set_clock: SetClock) -> None:
    settings.INBOUND_ADDRESS = "desk@in.example.org"
    set_clock(at(TODAY, 12))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_count_is_on_every_page_for_one_query_and_goes_as_notices_are_opened(
    focal_point: User, make_request: MakeRequest
) -> None:
    make_request(sent_on=SENT)
    make_request(sent_on=SENT, subject="Timber")
    client = signed_in(focal_point)
    assert 'data-notices="2"' in client.get(reverse("party:home")).content.decode()
    page = client.get(reverse("notices")).content.decode()
    assert page.count("Request sent, 30 November 2026") >= 2
    newest = PersonalNotice.objects.latest("pk")
    opened = client.post(reverse("notice_open", args=[newest.pk]))
    assert opened["Location"] == reverse("party:request", args=[newest.request.reference])
    assert 'data-notices="1"' in client.get(reverse("party:home")).content.decode()

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("party:home"))
    counting = [one for one in queries.captured_queries if "cases_personalnotice" in one["sql"]]
    assert len(counting) == 1


def test_all_is_marked_as_read_up_to_what_was_shown(focal_point: User, make_request: MakeRequest) -> None:
    make_request(sent_on=SENT)
    client, shown = signed_in(focal_point), PersonalNotice.objects.latest("pk").pk
    make_request(sent_on=SENT, subject="Timber")
    client.post(reverse("notices_read_all"), {"until": shown})
    assert PersonalNotice.objects.visible_to(actor_of(focal_point)).unread().count() == 1
    for nonsense in ("", "x", "9" * 30, "-1", "²"):
        assert client.post(reverse("notices_read_all"), {"until": nonsense}).status_code == 302
    assert "Timber" in client.get(reverse("notices") + "?unread=").content.decode()


def test_a_page_that_looks_by_itself_is_answered_only_with_news_and_keeps_no_session_alive(
    officer: User, supervisor: User, make_request: MakeRequest, set_clock: SetClock, settings: Any
) -> None:
    request, client = make_request(sent_on=SENT), signed_in(officer)
    session = client.session
    session["signed_in_at"] = session["last_seen_at"] = at(TODAY, 12).timestamp()
    session.save()
    url = reverse("notices_count")
    assert client.get(url, {"shown": "0"}).status_code == 204
    notes.write(actor=actor_of(supervisor), request=request, text="@Officer", at=at(TODAY, 12))
    told = client.get(url, {"shown": "0"})
    assert told.status_code == 200
    assert 'data-notices="1"' in told.content.decode()
    for minutes in range(5, settings.SESSION_IDLE_SECONDS // 60, 5):
        set_clock(at(TODAY, 12) + timedelta(minutes=minutes))
        assert client.get(url, {"shown": "1"}).status_code == 204
    set_clock(at(TODAY, 12) + timedelta(seconds=settings.SESSION_IDLE_SECONDS + 1))
    assert client.get(url, {"shown": "1"}).status_code == 302, "nobody was there, so the session is over"


@pytest.mark.django_db(transaction=True)
def test_a_mail_becomes_a_record_by_the_form_for_what_came_on_paper(
    officer: User, make_request: MakeRequest
) -> None:
    request = make_request(sent_on=SENT)
    mail = written(to=address_of(request), text="The register is attached.")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="register.pdf")
    mail.add_attachment(b"MZ", maintype="application", subtype="x-msdownload", filename="run.exe")
    kept, client = receive(mail, to=address_of(request)), signed_in(officer)
    assert "Re: permits" in client.get(reverse("secretariat:mail_tray")).content.decode()

    led = client.post(reverse("secretariat:mail_prepare", args=[kept.pk]))
    form = client.get(led["Location"]).content.decode()
    assert str(kept.form_key) in form
    assert "The register is attached." in form
    assert "register.pdf" in form
    assert "run.exe" in form, "and why it was not taken"
    assert 'value="2026-12-07"' in form
    body = {
        "key": kept.form_key,
        "received_on": "2026-12-07",
        "information": "COMPLETE",
        "text": "The register is attached.",
    }
    client.post(reverse("secretariat:record", args=[request.reference]), body)
    kept.refresh_from_db()
    assert kept.state == IncomingMail.State.RECORDED
    assert kept.submission.received_on == TODAY
    assert Document.objects.get().submission == kept.submission
    page = client.get(reverse("secretariat:request", args=[request.reference])).content.decode()
    assert "Recorded as an answer, received on 7 December 2026." in page


def test_a_mail_is_saved_and_never_shown_and_the_party_reads_that_it_came(
    officer: User, focal_point: User, make_request: MakeRequest
) -> None:
    request = make_request(sent_on=SENT)
    content = written(to=address_of(request), text="Words of the mail.")
    kept = receive(content, to=address_of(request))
    answer = signed_in(officer).get(reverse("secretariat:mail_raw", args=[kept.pk]))
    assert b"".join(answer.streaming_content) == content.as_bytes()
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    IncomingMail.objects.update(scan="INFECTED")
    refused = signed_in(officer).get(reverse("secretariat:mail_raw", args=[kept.pk]))
    assert refused.status_code == 403

    page = signed_in(focal_point).get(reverse("party:request", args=[request.reference])).content.decode()
    assert "Re: permits" in page
    assert "no answer until the Secretariat has recorded it" in page
    assert "Words of the mail." not in page


def test_what_is_typed_of_a_mail_stays_where_it_is_refused(officer: User) -> None:
    kept, client = receive(written()), signed_in(officer)
    page = client.post(reverse("secretariat:mail_file", args=[kept.pk]), {"reference": "IR-1"})
    assert 'value="IR-1"' in page.content.decode()
    assert "There is no request with this reference" in page.content.decode()
    page = client.post(reverse("secretariat:mail_aside", args=[kept.pk]), {"reason": ""})
    assert "Say why this mail is not an answer" in page.content.decode()


def test_a_letter_opened_on_the_desk_is_seen_on_the_case(
    officer: User, focal_point: User, make_request: MakeRequest
) -> None:
    request = make_request(sent_on=SENT)
    notice = PersonalNotice.objects.get(user=focal_point)
    signed_in(focal_point).post(reverse("notice_open", args=[notice.pk]))
    page = signed_in(officer).get(reverse("secretariat:request", args=[request.reference])).content.decode()
    assert "Opened on the desk by Focal, 7 December 2026, 13:00" in page
    before = {"known_on": "2026-12-01"}
    page = signed_in(officer).get(reverse("secretariat:request", args=[request.reference]), before)
    assert "Opened on the desk" not in page.content.decode()


def test_staff_choose_how_they_are_told_and_others_are_not_asked(officer: User, focal_point: User) -> None:
    client = signed_in(officer)
    assert "On the desk only, without mail" in client.get(reverse("profile")).content.decode()
    client.post(reverse("profile"), {"name": "Officer", "language": "en", "digest": "DAILY"})
    officer.refresh_from_db()
    assert officer.digest == "DAILY"
    client = signed_in(focal_point)
    assert 'name="digest"' not in client.get(reverse("profile")).content.decode()
    client.post(reverse("profile"), {"name": "Focal", "language": "fr", "digest": "DESK"})
    focal_point.refresh_from_db()
    assert (focal_point.language, focal_point.digest) == ("fr", "EACH")
