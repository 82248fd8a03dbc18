"""Addresses of the Committee's desk."""

from django.urls import path

from cases.web.committee import acts, consultations, meetings, notes, views

app_name = "committee"
urlpatterns = [
    path("", views.home, name="home"),
    path("matters/<str:reference>/", views.matter, name="matter"),
    path("matters/<str:reference>/contact/", acts.contact, name="contact"),
    path("matters/<str:reference>/exclude/", acts.exclude, name="exclude"),
    path("matters/<str:reference>/excluded/<int:recusal>/end/", acts.readmit, name="readmit"),
    path("matters/<str:reference>/notes/new/", notes.write, name="note_new"),
    path("matters/<str:reference>/notes/<int:note>/", notes.change, name="note"),
    path("matters/<str:reference>/notes/<int:note>/delete/", notes.delete, name="note_delete"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/<int:meeting>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting>/reports/<int:revision>/", meetings.report, name="meeting_report"),
    path(
        "meetings/<int:meeting>/reports/<int:revision>/report.pdf",
        meetings.report_file,
        {"kind": "pdf"},
        name="meeting_report_pdf",
    ),
    path(
        "meetings/<int:meeting>/reports/<int:revision>/report.docx",
        meetings.report_file,
        {"kind": "docx"},
        name="meeting_report_docx",
    ),
    path("consultations/<int:consultation>/", consultations.consultation, name="consultation"),
]
