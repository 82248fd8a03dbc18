"""Addresses of documents, the same for every desk."""

from django.urls import path

from cases.web.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("<uuid:document>/", views.download, name="download"),
    path("<uuid:document>/remove/", views.remove, name="remove"),
]
