"""Addresses of the Committee's desk."""

from django.urls import path

from cases.web.committee import acts, consultations, views

app_name = "committee"
urlpatterns = [
    path("", views.home, name="home"),
    path("matters/<str:reference>/", views.matter, name="matter"),
    path("matters/<str:reference>/contact/", acts.contact, name="contact"),
    path("matters/<str:reference>/exclude/", acts.exclude, name="exclude"),
    path("matters/<str:reference>/excluded/<int:recusal>/end/", acts.readmit, name="readmit"),
    path("consultations/<int:consultation>/", consultations.consultation, name="consultation"),
]
