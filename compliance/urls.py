"""The addresses of the site."""

from django.conf import settings
from django.urls import include, path

from cases.web import home

urlpatterns = [
    path("", home.home, name="home"),
    path("account/", include("compliance.accounts.urls")),
    path("secretariat/", include("cases.web.secretariat.urls")),
    path("party/", include("cases.web.party.urls")),
    path("committee/", include("cases.web.committee.urls")),
]

if settings.DEMONSTRATION:
    urlpatterns.append(path("inbox/", include("notifications.inbox.urls")))
