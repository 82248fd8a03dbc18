"""The addresses of the Secretariat's desk."""

from django.urls import path

from cases.web.secretariat import (
    answers,
    dashboard,
    drafts,
    filing,
    lists,
    matters,
    messages,
    pauses,
    people,
    requests,
)

app_name = "secretariat"

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("requests/", lists.requests, name="requests"),
    path("dates/", lists.dates, name="dates"),
    path("requests/new/", drafts.open_request, name="open"),
    path("requests/new/dates/", drafts.dates_if_sent, name="dates_if_sent"),
    path("requests/<str:reference>/", requests.request_page, name="request"),
    path("requests/<str:reference>/edit/", drafts.edit, name="edit"),
    path("requests/<str:reference>/send/", drafts.send, name="send"),
    path("requests/<str:reference>/file/", filing.file_request, name="file"),
    path("requests/<str:reference>/withdraw/", requests.withdraw, name="withdraw"),
    path("requests/<str:reference>/record/", answers.record, name="record"),
    path("requests/<str:reference>/submissions/<int:submission>/assess/", answers.assess, name="assess"),
    path("matters/", matters.matters, name="matters"),
    path("matters/new/", matters.open_matter, name="matter_new"),
    path("matters/<str:reference>/", matters.matter_page, name="matter"),
    path("matters/<str:reference>/bring/", matters.bring, name="bring"),
    path("people/", people.list_people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<int:invitation>/again/", people.send_again, name="invitation_again"),
    path("people/invitations/<int:invitation>/revoke/", people.revoke, name="invitation_revoke"),
    path("people/<int:membership>/end/", people.end, name="membership_end"),
    path("people/<int:membership>/factors/", people.reset_factors, name="reset_factors"),
    path("messages/", messages.undelivered, name="messages"),
    path("messages/<int:message>/", messages.letter, name="letter"),
    path("messages/<int:message>/retry/", messages.retry, name="retry"),
    path("messages/<int:message>/settle/", messages.settle, name="letter_settle"),
    path("messages/retry/", messages.retry_all, name="retry_all"),
    path("messages/pauses/", pauses.list_pauses, name="pauses"),
    path("messages/pauses/<int:pause>/end/", pauses.end, name="pause_end"),
]
