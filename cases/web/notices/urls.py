"""Addresses of one's notices, the same for every desk."""

from django.urls import path

from cases.web.notices import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("count/", views.count, name="notices_count"),
    path("read/", views.read_all, name="notices_read_all"),
    path("<int:notice>/open/", views.open_notice, name="notice_open"),
    path("<int:notice>/read/", views.read, name="notice_read"),
]
