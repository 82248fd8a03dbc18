"""The addresses of the site."""

from django.conf import settings
from django.urls import include, path

from cases.web import demonstration, home
from cases.web.calendar import feed
from cases.web.probes import health, metrics

handler400 = "compliance.errors.bad_request"

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
    path("calendar/<str:secret>/due-dates.ics", feed.feed, name="calendar_feed"),
]

if settings.DEMONSTRATION:
    urlpatterns += [
        path("inbox/", include("notifications.inbox.urls")),
        path("demonstration/", demonstration.people, name="demonstration"),
    ]
