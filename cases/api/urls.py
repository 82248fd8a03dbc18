"""The addresses of the API, version 1."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from cases.api import views_description, views_matters, views_reading, views_requests, views_submissions

app_name = "api"

_router = SimpleRouter(use_regex_path=False)
_router.register("parties", views_matters.Parties, "party")
_router.register("requests", views_requests.Requests, "request")
_router.register("submissions", views_submissions.Submissions, "submission")
_router.register("assessments", views_submissions.Assessments, "assessment")
_router.register("documents", views_submissions.Documents, "document")
_router.register("matters", views_matters.Matters, "matter")
_router.register("measures", views_matters.Measures, "measure")
_router.register("meetings", views_matters.Meetings, "meeting")
_router.register("notices", views_reading.Notices, "notice")

urlpatterns = [
    *_router.urls,
    path("deadlines/", views_reading.Deadlines.as_view({"get": "list"}), name="deadline-list"),
    path("timeline/", views_reading.Timeline.as_view(), name="timeline"),
    path("me/", views_reading.Me.as_view(), name="me"),
    path("schema/", views_description.schema, name="schema"),
    path("docs/", views_description.docs, name="docs"),
]
