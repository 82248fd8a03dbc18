"""Addresses of the demonstration's mailbox."""

from django.urls import path

from notifications.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<slug:name>/", views.mail, name="mail"),
]
