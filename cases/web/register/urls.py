"""Addresses of the public register; the language is part of each."""

from django.urls import path

from cases.web.register import files, views

app_name = "register"
urlpatterns = [
    path("", views.front, name="front"),
    path("<str:language>/", views.entry_list, name="list"),
    path("<str:language>/entries/<int:entry>/", views.entry, name="entry"),
    path("<str:language>/register.csv", files.as_csv, name="csv"),
    path("<str:language>/register.json", files.as_json, name="json"),
    path("<str:language>/feed.atom", files.feed, name="feed"),
]
