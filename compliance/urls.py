"""The addresses of the site."""

from django.conf import settings
from django.urls import include, path

from cases.web import demonstration, home
from cases.web.calendar import feed
from cases.web.mail import webhooks
from cases.web.probes import health, metrics

handler400 = "compliance.errors.bad_request"
handler404 = "compliance.errors.not_found"
handler500 = "compliance.errors.failed"

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("account/", include("cases.web.account.urls")),
    path("secretariat/", include("cases.web.secretariat.urls")),
    path("party/", include("cases.web.party.urls")),
    path("committee/", include("cases.web.committee.urls")),
    path("documents/", include("cases.web.documents.urls")),
    path("register/", include("cases.web.register.urls")),
    path("notices/", include("cases.web.notices.urls")),
    path("mail/tracking/", webhooks.tracking_webhook, name="mail_tracking"),
    path("mail/inbound/", webhooks.inbound_webhook, name="mail_inbound"),
    path("exports/", include("cases.web.exports.urls")),
    path("api/v1/", include("cases.api.urls")),
    path("calendar/<str:secret>/due-dates.ics", feed.feed, name="calendar_feed"),
]

if settings.DEMONSTRATION:
    urlpatterns += [
        path("inbox/", include("notifications.inbox.urls")),
        path("demonstration/", demonstration.people, name="demonstration"),
    ]
