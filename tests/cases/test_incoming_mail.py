"""Mail that comes in: kept once whatever happens, put with its case, and an answer only when it is recorded."""

from __future__ import annotations

import smtplib
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from cases import mail_received
from cases.models import Deadline, Document, IncomingMail, InformationRequest, PersonalNotice
from cases.services import submissions
from cases.services.incoming import fetching, handling, keeping, parsing, sorting
from cases.services.refusals import Refused
from compliance.accounts.models import User
from compliance.mail_settings import Mailbox
from notifications import delivery, reply_address
from notifications.models import DeliveryEvent, Message
from tests.conftest import MakeRequest, actor_of, at
from tests.services import addresses, imap
from tests.services.smtp import MailServer

pytestmark = pytest.mark.django_db

SENT, CAME = date(2026, 11, 30), date(2026, 12, 7)
DESK = "desk@in.example.org"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def inbound(settings: Any) -> None:
    settings.INBOUND_ADDRESS = DESK


def written(
    *, to: str = DESK, sender: str = "ma-xa@party.example", text: str = "Here it is.", **heads: str
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"The Authority <{sender}>", to, "Re: permits"
    mail["Date"], mail["Message-ID"] = "Mon, 07 Dec 2026 09:00:00 +0000", "<reply-1@party.example>"
    for name, value in heads.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def receive(mail: EmailMessage | bytes, to: str = DESK) -> IncomingMail:
    content = mail if isinstance(mail, bytes) else mail.as_bytes()
    kept = keeping.receive(content=content, recipient=to, at=at(CAME))
    return IncomingMail.objects.get(pk=kept.pk)


def address_of(request: InformationRequest) -> str:
    """As the letters to the Party have it."""
    return reply_address.of(message=Message.objects.filter(notice__request=request, recipient="PARTY")[0])


def acknowledged() -> list[str]:
    return list(Message.objects.filter(notice__code="MAIL_NO_ANSWER").values_list("address", flat=True))


def test_a_reply_to_a_letter_is_kept_with_its_request_and_answers_nothing(
    officer: User, focal_point: User, make_request: MakeRequest, mail_server: MailServer
) -> None:
    request = make_request(sent_on=SENT)
    delivery.deliver(now=lambda: at(SENT, 12))
    to = mail_server.taken[0]["Reply-To"]
    assert to == address_of(request)
    before = list(Deadline.objects.order_by("pk").values_list("pk", "outcome"))

    mail = receive(written(to=to), to=to)
    assert (mail.request, mail.matched_by, mail.from_party) == (request, "ADDRESS", True)
    assert (mail.sender, mail.subject, mail.text) == ("ma-xa@party.example", "Re: permits", "Here it is.")
    assert mail.file.read() == written(to=to).as_bytes()
    mail.file.close()
    assert list(Deadline.objects.order_by("pk").values_list("pk", "outcome")) == before
    assert request.submissions.count() == 0
    assert PersonalNotice.objects.get(user=officer, kind="MAIL_CAME").request == request
    for reader in (officer, focal_point):
        assert mail_received.of_request(actor=actor_of(reader), request=request) == [mail]


def test_the_same_mail_again_is_one_mail_and_one_acknowledgement(make_request: MakeRequest) -> None:
    to = address_of(make_request(sent_on=SENT))
    first = receive(written(to=to), to=to)
    again = receive(b"Received: by another way\r\n" + written(to=to).as_bytes(), to=to)
    assert first.pk == again.pk
    assert acknowledged() == ["ma-xa@party.example"]
    other = receive(written(to=to, Message_ID="<reply-2@party.example>"), to=to)
    assert other.pk != first.pk
    assert len(acknowledged()) == 1, "at most one a day"


def test_a_crash_after_the_bytes_were_kept_is_made_good_by_the_next_run(
    make_request: MakeRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = address_of(make_request(sent_on=SENT))

    def stumble(**_: object) -> None:
        raise RuntimeError("stumbled")

    with monkeypatch.context() as patched:
        patched.setattr(parsing, "parse", stumble)
        mail = receive(written(to=to), to=to)
    assert mail.sorted_at is None
    assert mail.request is None
    assert sorting.sort_pending(at=at(CAME, 11)) == 1
    assert sorting.sort_pending(at=at(CAME, 12)) == 0
    mail.refresh_from_db()
    assert mail.request is not None
    assert len(acknowledged()) == 1


def test_a_reply_without_our_address_is_found_by_the_letter_that_it_replies_to(
    make_request: MakeRequest, officer: User
) -> None:
    request = make_request(sent_on=SENT)
    letter = Message.objects.earliest("pk")
    mail = receive(written(References=f"<x@y> {letter.message_id} <z@y>"))
    assert (mail.request, mail.matched_by) == (request, "THREAD")
    lost = receive(written(Message_ID="<other@x>", In_Reply_To="<nobody@nowhere>"))
    assert (lost.request, lost.matched_by) == (None, "")
    assert lost in mail_received.waiting(actor=actor_of(officer))
    assert handling.file_with(actor=actor_of(officer), mail=lost, request=request).from_party


@pytest.mark.parametrize("change", [("r1-", "r2-"), ("-", "-0"), ("+r", "+m")])
def test_an_address_that_somebody_made_up_is_of_no_case(
    make_request: MakeRequest, change: tuple[str, str]
) -> None:
    request = make_request(sent_on=SENT)
    made_up = address_of(request).replace(f"r{request.pk}-", "r1-").replace(*change)
    assert reply_address.case_of(address=made_up) == (None, None)
    assert reply_address.case_of(address=address_of(request).upper()) == (request.pk, None)


@pytest.mark.parametrize(
    ("heads", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, "AUTOMATIC"),
        ({"Precedence": "bulk"}, "LETTER"),
        ({"List_Id": "<all.party.example>"}, "LETTER"),
        ({"X_Auto_Response_Suppress": "All"}, "LETTER"),
        ({"Return_Path": "<>"}, "LETTER"),
        ({"From": "MAILER-DAEMON@party.example"}, "LETTER"),
        ({"From": "somebody@elsewhere.example"}, "LETTER"),
    ],
)
def test_no_program_and_no_stranger_is_answered(
    make_request: MakeRequest, heads: dict[str, str], kind: str
) -> None:
    to = address_of(make_request(sent_on=SENT))
    assert receive(written(to=to, **heads), to=to).kind == kind
    assert acknowledged() == []
    assert PersonalNotice.objects.filter(kind="MAIL_CAME").exists() == (kind == "LETTER")


def test_a_stranger_in_the_thread_is_for_the_secretariat_alone(
    focal_point: User, officer: User, make_request: MakeRequest
) -> None:
    request = make_request(sent_on=SENT)
    receive(written(to=address_of(request), sender="leak@elsewhere.example"), to=address_of(request))
    assert mail_received.of_request(actor=actor_of(focal_point), request=request) == []
    assert len(mail_received.of_request(actor=actor_of(officer), request=request)) == 1


def test_a_report_goes_to_its_letter_and_into_no_tray(officer: User, make_request: MakeRequest) -> None:
    make_request(sent_on=SENT)
    letter = Message.objects.earliest("pk")
    report = (
        "From: MAILER-DAEMON@x\r\nMessage-ID: <r@x>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
        "Final-Recipient: rfc822; a@b\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {letter.message_id}\r\n\r\n--b--\r\n"
    )
    assert receive(report.encode()).kind == "REPORT"
    assert DeliveryEvent.objects.get(message=letter).kind == "BOUNCED"
    assert list(mail_received.waiting(actor=actor_of(officer))) == []


@pytest.mark.django_db(transaction=True)
def test_an_officer_records_a_mail_with_its_attachments(officer: User, make_request: MakeRequest) -> None:
    request, actor = make_request(sent_on=SENT), actor_of(officer)
    mail = written(to=address_of(request))
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="permits.pdf")
    mail.add_attachment(b"MZ", maintype="application", subtype="x-msdownload", filename="run.exe")
    kept = receive(mail, to=address_of(request))
    assert [one["name"] for one in kept.attachments] == ["permits.pdf", "run.exe"]

    for _ in range(2):
        prepared = handling.prepare(actor=actor, mail=kept, at=at(CAME, 11))
    assert [one.name for one in prepared.documents] == ["permits.pdf"]
    assert [str(one) for one in prepared.refusals if "run.exe" in str(one)]
    assert Document.objects.count() == 1
    submission = submissions.record(
        actor=actor,
        request=request,
        key=kept.form_key,
        received_on=CAME,
        information="COMPLETE",
        text=kept.text,
        at=at(CAME, 12),
    )
    kept.refresh_from_db()
    assert (kept.state, kept.submission) == ("RECORDED", submission)
    assert submission.documents.get().name == "permits.pdf"
    with pytest.raises(handling.Handled):
        handling.set_aside(actor=actor, mail=kept, reason="No.", at=at(CAME, 13))


def test_what_is_no_answer_is_set_aside_with_a_reason(officer: User) -> None:
    mail = receive(written())
    with pytest.raises(Refused, match="why this mail is not an answer"):
        handling.set_aside(actor=actor_of(officer), mail=mail, reason="  ", at=at(CAME))
    done = handling.set_aside(actor=actor_of(officer), mail=mail, reason=" Spam  mail ", at=at(CAME))
    assert (done.state, done.reason, done.handled_by) == ("SET_ASIDE", "Spam mail", officer)
    assert list(mail_received.waiting(actor=actor_of(officer))) == []
    with pytest.raises(Refused, match="which request"):
        handling.prepare(actor=actor_of(officer), mail=receive(written(Message_ID="<2@x>")), at=at(CAME))


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\xff\xfe",
        b"Subject: =?utf-8?q?=ED=A0=80\r\nFrom: \xff\r\n\r\n\x00",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/mixed\r\n\r\n",
        b"Content-Type: text/plain; charset=nothing\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
        b"From: a@b\r\nDate: never\r\nMessage-ID: " + b"<" * 5000 + b"\r\n\r\n" + b"x" * 200_000,
        b"Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename*=x''%ff\r\n\r\nX: y\r\n\r\n",
    ],
)
def test_whatever_comes_is_kept_and_stops_nothing(content: bytes) -> None:
    mail = receive(content)
    assert mail.sorted_at is not None
    assert len(mail.text) <= parsing.MOST_TEXT
    assert "\x00" not in mail.text + mail.subject


def test_a_page_is_read_as_words() -> None:
    mail = written()
    mail.set_content("<p>One &amp; two</p><script>bad()</script><div>three</div>", subtype="html")
    assert parsing.parse(content=mail.as_bytes()).text == "One & two\nthree"


def test_what_is_not_for_the_desk_is_refused_and_leaves_nothing(settings: Any, tmp_path: Path) -> None:
    kept = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": kept,
    }  # a folder that no test beside this one writes to
    for content, to in ((b"x", "other@in.example.org"), (b" ", DESK), (b"x" * (keeping.MAX_BYTES + 1), DESK)):
        with pytest.raises(keeping.NotKept):
            keeping.receive(content=content, recipient=to, at=at(CAME))
    assert IncomingMail.objects.count() == 0
    assert _files() == 0


def _files() -> int:
    folder = Path(default_storage.path("incoming"))
    return sum(1 for path in folder.rglob("*") if path.is_file()) if folder.exists() else 0


def test_a_maildir_is_emptied_into_the_record(tmp_path: Path, make_request: MakeRequest) -> None:
    request = make_request(sent_on=SENT)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.x").write_bytes(written(to=f"Desk <{address_of(request)}>").as_bytes())
    assert fetching.from_maildir(folder=tmp_path, now=lambda: at(CAME)) == 1
    assert IncomingMail.objects.get().request == request
    assert [path.name for path in (tmp_path / "cur").iterdir()] == ["1.x:2,S"]


@pytest.mark.django_db(transaction=True)
def test_mail_comes_in_by_lmtp_and_is_taken_once_it_is_kept(make_request: MakeRequest) -> None:
    request, port = make_request(sent_on=SENT), addresses.free_port()
    with _lmtp(port), smtplib.LMTP("127.0.0.1", port) as server:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            server.sendmail("a@b.example", ["stranger@in.example.org"], b"x")
        server.sendmail("ma-xa@party.example", [address_of(request)], written().as_bytes())
        assert IncomingMail.objects.get().request == request


class _lmtp:  # noqa: N801  (read as a function)
    """The server of ``receive_mail --lmtp`` in a thread, on the tests' own database."""

    def __init__(self, port: int) -> None:
        from aiosmtpd.controller import Controller
        from aiosmtpd.lmtp import LMTP

        from cases.services.incoming.listening import _Taker

        class Lmtp(Controller):
            def factory(self) -> LMTP:
                return LMTP(self.handler, enable_SMTPUTF8=True)

        self.controller = Lmtp(_Taker(lambda: at(CAME)), hostname="127.0.0.1", port=port)

    def __enter__(self) -> None:
        self.controller.start()

    def __exit__(self, *_: object) -> None:
        self.controller.stop()


@pytest.mark.django_db(transaction=True)
def test_a_mailbox_is_read_by_imap_and_marked_once_the_mail_is_kept(make_request: MakeRequest) -> None:
    request = make_request(sent_on=SENT)
    content = written(to=address_of(request)).as_bytes()
    with imap.running(mails=[content, written(Message_ID="<2@x>").as_bytes()]) as server:
        mailbox = Mailbox("127.0.0.1", server.port, "desk", "secret", "INBOX", tls=False)
        assert fetching.from_imap(mailbox=mailbox, now=lambda: at(CAME)) == 2
        assert server.seen == {1, 2}
        assert fetching.from_imap(mailbox=mailbox, now=lambda: at(CAME)) == 0
        wrong = Mailbox("127.0.0.1", server.port, "desk", "wrong", "INBOX", tls=False)
        with pytest.raises(fetching.CannotFetch):
            fetching.from_imap(mailbox=wrong, now=lambda: at(CAME))
    assert IncomingMail.objects.filter(request=request).count() == 1
    assert IncomingMail.objects.count() == 2
