"""Scoping calls that another one makes needless today, each with the reason why no test can notice that it is gone."""

from __future__ import annotations

EQUIVALENT: dict[str, str] = {
    "cases/correspondence.py waiting_for_address: FocalPoint.objects.visible_to(actor)": (
        "asked only about what the Secretariat, which sees every contact, is told of"
    ),
    "cases/committee.py meetings: Meeting.objects.visible_to(actor)": (
        "only meetings of matters that the reader sees, and whoever sees one sees every meeting"
    ),
    "cases/committee.py excluded_from: Recusal.objects.visible_to(actor)": (
        "asks for the actor's own, which a member sees; nobody else is ever excluded"
    ),
    "cases/correspondence.py as_secretariat: InformationRequest.objects.visible_to(actor)": (
        "the next line gives the Secretariat, which sees every request, all of them and everybody else none"
    ),
    "cases/correspondence.py parties_without_address: Party.objects.visible_to(actor)": (
        "only Parties of waiting_for_address(actor), which gives everybody but the Secretariat nothing"
    ),
    "cases/services/digests.py _write: PersonalNotice.objects.visible_to(actor)": (
        "asks among the person's own by their keys, and a line later only for the Secretariat, which sees every case"
    ),
    "cases/selectors.py step_condition: Deadline.objects.visible_to(actor)": (
        "asked only of requests that the reader sees, whose dates are seen by whoever sees them"
    ),
    "cases/services/saved_views.py save: SavedView.objects.visible_to(actor)": (
        "asks for the actor's own views, and whoever is past the first line sees those"
    ),
    "cases/services/people.py propose: Party.objects.visible_to(actor)": (
        "asks for the actor's own Party by its key, and a focal point sees just that one"
    ),
    "cases/services/documents.py _require_room_on_the_disk: Document.objects.visible_to(actor)": (
        "counts the documents of the uploader's own side, which the same line names by its Party"
    ),
    "cases/web/party/views.py home: Party.objects.visible_to(actor)": (
        "asks for the actor's own Party by its key, and a focal point sees just that one"
    ),
    "cases/web/documents/views.py remove: Document.objects.visible_to(actor)": (
        "taking.take_back looks again, in the same scope, and gives the same 404 before anything is shown"
    ),
    "cases/web/secretariat/matters.py bring: Meeting.objects.visible_to(actor)": (
        "meetings are public: whoever has a desk sees all, and whoever has none sees no matter to bring"
    ),
    "cases/meeting_report/gathering.py previous: Meeting.objects.visible_to(READER)": (
        "meetings are public: whoever has a desk sees all"
    ),
    "cases/meeting_report/gathering.py _parts: Deadline.objects.visible_to(READER)": (
        "read only under the key of a request that the same reader sees, which is no draft"
    ),
    "cases/meeting_report/gathering.py _parts: MovedDate.objects.visible_to(READER)": (
        "read only under the key of a deadline that the same reader sees"
    ),
    "cases/meeting_report/gathering.py _parts: PlanStep.objects.visible_to(READER)": (
        "prefetched for measures that the same reader sees"
    ),
    "cases/meeting_file.py excluded_from: Recusal.objects.visible_to(actor)": (
        "asks for the actor's own exclusions, which whoever is excluded sees"
    ),
    "cases/services/meeting_reports.py issue: Meeting.objects.visible_to(actor)": (
        "meetings are public, and the line above lets only the Secretariat pass"
    ),
    "cases/services/meeting_reports.py _next_revision: MeetingReport.objects.visible_to(actor)": (
        "whoever may issue is of the Secretariat, which sees every report"
    ),
}
