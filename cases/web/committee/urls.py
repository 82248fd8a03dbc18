"""Addresses of the Committee's desk."""

from django.urls import path

from cases.web.committee import consultations, views

app_name = "committee"
urlpatterns = [
    path("", views.home, name="home"),
    path("matters/<str:reference>/", views.matter, name="matter"),
    path("consultations/<int:consultation>/", consultations.consultation, name="consultation"),
]
