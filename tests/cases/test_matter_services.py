"""A matter from referral to the end of a suspension, step by step; what is refused on the way, and who sees what."""

from __future__ import annotations

import uuid
from datetime import date
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from cases.models import (
    CommitteeContact,
    ComplianceMatter,
    Consultation,
    Document,
    MatterAct,
    MatterReport,
    Measure,
    Recommendation,
    Recusal,
    Submission,
)
from cases.services import (
    consultations,
    matter_events,
    matter_reports,
    matter_stages,
    matters,
    measures,
    recommendations,
    releases,
)
from cases.services.matter_stages import NotAtThisStage
from cases.services.refusals import Refused
from compliance.accounts.models import User
from notifications.models import Message
from tests.cases import article_xiii, legal_record
from tests.cases.article_xiii import BROUGHT, DECIDED
from tests.conftest import Answer, MakeMatter, MakeRequest, actor_of, at

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 4)


def test_no_step_is_skipped_and_each_refusal_cites_its_paragraph(
    make_matter: MakeMatter, officer: User
) -> None:
    actor, matter = actor_of(officer), make_matter()
    bring = partial(
        matters.bring, actor=actor, matter=matter, because="NO_SOLUTION", grounds="None.", meeting=None
    )
    with pytest.raises(NotAtThisStage, match=r"Identification.*Take up consideration.*paragraph 23 d"):
        bring(at=at(DAY))
    with pytest.raises(NotAtThisStage, match=r"not been informed yet.*Article XIII, paragraph 1"):
        matter_stages.consider(actor=actor, matter=matter, text="", at=at(DAY))
    matter_stages.inform(actor=actor, matter=matter, text="What was found.", at=at(DAY))
    matter_stages.consider(actor=actor, matter=matter, text="", at=at(DAY))
    with pytest.raises(NotAtThisStage, match=r"not been consulted yet.*paragraph 23 c"):
        bring(at=at(DAY))
    consultations.consult(actor=actor, matter=matter, question="Your view?", at=at(DAY))
    with pytest.raises(Refused, match="three reasons"):
        bring(because="BORED", at=at(DAY))
    brought = bring(at=at(DAY), agenda_item="29.1", document_symbol="SC84 Doc. 29.1")
    assert (brought.stage, brought.brought_on, brought.agenda_item) == ("BEFORE_COMMITTEE", DAY, "29.1")
    with pytest.raises(NotAtThisStage, match="Measures decided"):
        matter_stages.monitor(actor=actor, matter=matter, text="", at=at(DAY))


def test_a_request_that_was_sent_informs_the_party_too(
    make_matter: MakeMatter, make_request: MakeRequest, officer: User
) -> None:
    matter = make_matter()
    make_request(sent_on=DAY, matter=matter)
    act = matter_stages.consider(actor=actor_of(officer), matter=matter, text="", at=at(DAY))
    assert act.led_to == "CONSIDERATION"


def test_informing_the_party_sends_it_a_letter_once(make_matter: MakeMatter, officer: User) -> None:
    matter = make_matter()
    inform = partial(matter_stages.inform, actor=actor_of(officer), matter=matter, text="Found.", at=at(DAY))
    assert inform().pk == inform().pk
    letters = Message.objects.filter(notice__code="MATTER_INFORMED")
    assert {one.address for one in letters} == {"ma-xa@party.example", "focal-xa@party.example"}
    assert letters.count() == 2
    with pytest.raises(Refused, match="Write it in words"):
        inform(text="  ")


def test_the_chair_is_consulted_before_the_matter_is_brought_and_answers(
    make_matter: MakeMatter, officer: User, chair: User, member: User
) -> None:
    matter = make_matter(ready=DAY)
    consultation = Consultation.objects.get()
    assert Message.objects.get(notice__code="CHAIR_CONSULTED").address == chair.email
    answer = partial(consultations.answer, consultation=consultation, answered_on=None, at=at(DAY))
    with pytest.raises(PermissionDenied):
        answer(actor=actor_of(member), text="Yes.")
    answered = answer(actor=actor_of(chair), text="Bring it.")
    assert (answered.answer, answered.answered_on) == ("Bring it.", DAY)
    with pytest.raises(consultations.AnsweredAlready):
        answer(actor=actor_of(officer), text="Do not.")
    assert not ComplianceMatter.objects.visible_to(actor_of(chair)).filter(pk=matter.pk).exists()
    assert not Consultation.objects.visible_to(actor_of(member)).exists()


def test_an_offer_and_what_came_of_it(make_matter: MakeMatter, officer: User) -> None:
    actor, matter = actor_of(officer), make_matter(ready=DAY)
    offer = consultations.offer(actor=actor, matter=matter, kind="TECHNICAL", text="A workshop.", at=at(DAY))
    record = partial(consultations.record_outcome, actor=actor, assistance=offer, at=at(DAY))
    with pytest.raises(Refused, match="future"):
        record(outcome="Held.", outcome_on=date(2027, 2, 1))
    assert record(outcome="Held.", outcome_on=DAY).outcome == "Held."
    with pytest.raises(consultations.AnsweredAlready):
        record(outcome="Not held.", outcome_on=DAY)


def test_several_measures_in_one_decision_then_monitoring_review_withdrawal_and_closing(
    make_matter: MakeMatter, officer: User
) -> None:
    actor, matter = actor_of(officer), make_matter(brought=BROUGHT)
    matters.describe(
        actor=actor,
        matter=matter,
        title=matter.title,
        attention=matter.attention,
        provisions="Article IV",
        significance="Large volumes.",
        species=[("Psittacus erithacus", "I"), ("Aves spp.", "")],
    )
    decide = partial(article_xiii.decide, officer=actor, matter=matter)
    plan = decide()
    parrots = matter.species.get(name="Psittacus erithacus")
    with pytest.raises(Refused, match="commercial or of all trade"):
        decide(kind="SUSPENSION", species=[parrots])
    with pytest.raises(Refused, match="which species"):
        decide(kind="SUSPENSION", scope="ALL")
    suspension = decide(
        kind="SUSPENSION", scope="COMMERCIAL", species=[parrots], notification="No. 2027/011", text="Suspend."
    )
    assert list(suspension.species.all()) == [parrots]
    with pytest.raises(Refused, match="named by a measure"):
        matters.describe(
            actor=actor,
            matter=matter,
            title="x",
            attention="PRESS",
            provisions="",
            significance="",
            species=[],
        )
    step = measures.add_plan_step(
        actor=actor, measure=plan, text="A law.", assessed_by="The Gazette", wanted_by=None, at=at(DECIDED)
    )
    with pytest.raises(Refused, match="action plan"):
        measures.add_plan_step(
            actor=actor, measure=suspension, text="x", assessed_by="", wanted_by=None, at=at(DECIDED)
        )
    assert measures.finish_plan_step(
        actor=actor, step=step, done_on=DECIDED, result="Adopted.", at=at(DECIDED)
    ).done_on
    matter_stages.monitor(actor=actor, matter=matter, text="", at=at(DECIDED))
    matter_stages.review(actor=actor, matter=matter, text="Progress noted.", meeting=None, at=at(DECIDED))
    close = partial(
        matter_stages.close,
        actor=actor,
        matter=matter,
        because="MEASURES_WITHDRAWN",
        text="Complied with.",
        at=at(DECIDED),
    )
    with pytest.raises(NotAtThisStage, match="still in force"):
        close()
    for measure in (plan, suspension):
        measures.withdraw(
            actor=actor,
            measure=measure,
            ends_on=DECIDED,
            reason="Done.",
            notification="No. 2027/044",
            at=at(DECIDED),
        )
    close()
    matter.refresh_from_db()
    assert (matter.stage, matter.closed_on, matter.closed_because) == (
        *("CLOSED", DECIDED),
        "MEASURES_WITHDRAWN",
    )
    matter_stages.reopen(actor=actor, matter=matter, text="New seizures.", at=at(date(2027, 3, 1)))
    matter.refresh_from_db()
    assert (matter.stage, matter.closed_on) == ("REOPENED", None)
    with pytest.raises(NotAtThisStage, match="not been informed yet"):
        matter_stages.consider(actor=actor, matter=matter, text="", at=at(date(2027, 3, 1)))
    acts = MatterAct.objects.filter(matter=matter).order_by("pk").values_list("led_to", flat=True)
    assert list(dict.fromkeys(acts)) == [
        *("IDENTIFICATION", "CONSIDERATION", "BEFORE_COMMITTEE", "MEASURES", "MONITORING", "CLOSED"),
        "REOPENED",
    ]


def test_a_draft_recommendation_is_dropped_with_its_reason(make_matter: MakeMatter, officer: User) -> None:
    actor, matter = actor_of(officer), make_matter(brought=BROUGHT)
    draft = recommendations.draft(actor=actor, matter=matter, kind="WARNING", text="Warn.", at=at(BROUGHT))
    dropped = recommendations.drop(
        actor=actor, recommendation=draft, reason="For lack of support.", at=at(BROUGHT)
    )
    assert dropped.dropped_because == "For lack of support."
    with pytest.raises(Refused, match="was dropped on"):
        releases.release(actor=actor, matter=matter, items=[draft], at=at(BROUGHT))


def test_members_see_what_was_released_and_nothing_before_the_matter_is_brought(
    make_matter: MakeMatter,
    make_request: MakeRequest,
    answer: Answer,
    officer: User,
    member: User,
    focal_point: User,
) -> None:
    actor, matter = actor_of(officer), make_matter(ready=DAY)
    request = make_request(sent_on=date(2026, 12, 1), matter=matter)
    submission = answer(request, date(2026, 12, 20), information="COMPLETE", text="Twelve permits.")
    other = answer(request, date(2026, 12, 21), information="PARTIAL", text="A thirteenth.")
    document = legal_record.document(request=request, officer=officer, submission=submission)
    report = matter_reports.report(
        actor=actor_of(focal_point),
        matter=matter,
        key=uuid.uuid4(),
        kind="REMEDIAL_ACTION",
        text="We will train staff.",
        at=at(DAY),
    )
    draft = recommendations.draft(actor=actor, matter=matter, kind="WARNING", text="Warn.", at=at(DAY))
    release = partial(releases.release, actor=actor, matter=matter, at=at(BROUGHT))
    with pytest.raises(NotAtThisStage, match="Consideration with the Party"):
        release(items=[submission])
    matters.bring(
        actor=actor, matter=matter, because="NO_SOLUTION", grounds="None.", meeting=None, at=at(BROUGHT)
    )
    seen = actor_of(member)
    models = (Submission, Document, MatterReport, Recommendation)
    assert [list(model.objects.visible_to(seen)) for model in models] == [[], [], [], []]  # type: ignore[attr-defined]
    release(items=[submission, report, draft])
    release(items=[submission])
    assert [list(model.objects.visible_to(seen)) for model in models] == [  # type: ignore[attr-defined]
        *([submission], [], [report], [draft]),
    ]
    release(items=[document])
    assert list(Document.objects.visible_to(seen)) == [document]
    assert other not in Submission.objects.visible_to(seen)
    elsewhere = make_matter(brought=BROUGHT)
    with pytest.raises(Refused, match="another matter"):
        releases.release(actor=actor, matter=elsewhere, items=[submission], at=at(BROUGHT))


def test_an_excluded_member_sees_the_matter_and_none_of_its_documents(
    make_matter: MakeMatter,
    make_request: MakeRequest,
    answer: Answer,
    officer: User,
    member: User,
    chair: User,
) -> None:
    actor, matter = actor_of(officer), make_matter(brought=BROUGHT)
    request = make_request(sent_on=date(2026, 12, 1), matter=matter)
    submission = answer(request, date(2026, 12, 20), information="COMPLETE", text="Twelve permits.")
    releases.release(actor=actor, matter=matter, items=[submission], at=at(BROUGHT))
    article_xiii.decide(officer=actor, matter=matter)
    recuse = partial(releases.recuse, matter=matter, member=member, at=at(DECIDED))
    with pytest.raises(PermissionDenied):
        recuse(actor=actor, reason="Of the Party.")
    with pytest.raises(Refused, match="member of the Committee"):
        releases.recuse(actor=actor_of(chair), matter=matter, member=officer, reason="x", at=at(DECIDED))
    recusal = recuse(actor=actor_of(chair), reason="A national of the Party.")
    assert recuse(actor=actor_of(chair), reason="Again.") == recusal
    seen = actor_of(member)
    assert ComplianceMatter.objects.visible_to(seen).filter(pk=matter.pk).exists()
    assert Measure.objects.visible_to(seen).exists()
    assert not Submission.objects.visible_to(seen).exists()
    assert list(Recusal.objects.visible_to(seen)) == [recusal]
    assert Submission.objects.visible_to(actor_of(chair)).exists()
    contact = partial(
        consultations.record_contact,
        matter=matter,
        on=DECIDED,
        by_whom="A member",
        text="Spoke.",
        at=at(DECIDED),
    )
    with pytest.raises(Refused, match="excluded you"):
        contact(actor=seen)
    contact(actor=actor_of(chair))
    assert not CommitteeContact.objects.visible_to(seen).exists()
    releases.readmit(actor=actor_of(chair), recusal=recusal, at=at(DECIDED))
    assert Submission.objects.visible_to(seen).exists()


def test_a_report_on_paper_carries_its_day_and_one_form_sent_twice_is_one_report(
    make_matter: MakeMatter, officer: User
) -> None:
    matter = make_matter()
    key = uuid.uuid4()
    record = partial(
        matter_reports.record, actor=actor_of(officer), matter=matter, key=key, kind="FACTS", text="Ten."
    )
    with pytest.raises(Refused, match="future"):
        record(received_on=date(2027, 2, 1), at=at(DAY))
    first = record(received_on=DAY, at=at(DAY))
    assert (first.channel, record(received_on=DAY, at=at(DAY)).pk) == ("PAPER", first.pk)


def test_an_event_names_its_source_and_is_kept_once(make_matter: MakeMatter, officer: User) -> None:
    matter = make_matter()
    record = partial(
        matter_events.record,
        actor=actor_of(officer),
        matter=matter,
        on=DAY,
        precision="month",
        kind="mission",
        text="A mission.",
    )
    with pytest.raises(Refused, match="Name the source"):
        record(source=" ")
    assert record(source="SC70 Doc. 27.3.4").pk == record(source="SC70 Doc. 27.3.4").pk


def test_the_public_record_is_nobodys_file(make_matter: MakeMatter, officer: User) -> None:
    matter = make_matter()
    ComplianceMatter.objects.filter(pk=matter.pk).update(origin="PUBLIC_RECORD", public_source="A newspaper")
    with pytest.raises(NotAtThisStage, match="public record"):
        matter_stages.inform(actor=actor_of(officer), matter=matter, text="x", at=at(DAY))
