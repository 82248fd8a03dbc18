"""Addresses of the Party's desk."""

from django.urls import path

from cases.web.party import (
    answers,
    archive,
    colleagues,
    drafts,
    letters,
    matters,
    past,
    receipts,
    report_receipts,
    views,
)

app_name = "party"
urlpatterns = [
    path("", views.home, name="home"),
    path("colleagues/", colleagues.colleagues, name="colleagues"),
    path("requests/", past.past, name="past"),
    path("requests/<str:reference>/", views.request_page, name="request"),
    path("requests/<str:reference>/file/", views.whole_file, name="file"),
    path("requests/<str:reference>/archive.zip", archive.request_zip, name="archive_zip"),
    path("requests/<str:reference>/letters/<int:message>/", letters.letter, name="letter"),
    path("requests/<str:reference>/letters/<int:message>/letter.pdf", letters.letter_pdf, name="letter_pdf"),
    path("requests/<str:reference>/answer/", answers.answer, name="answer"),
    path("requests/<str:reference>/answer/draft/", drafts.save, name="draft"),
    path("requests/<str:reference>/answer/discard/", drafts.discard, name="discard"),
    path("requests/<str:reference>/submissions/<uuid:key>/", receipts.receipt, name="receipt"),
    path(
        "requests/<str:reference>/submissions/<uuid:key>/receipt.pdf",
        receipts.receipt_pdf,
        name="receipt_pdf",
    ),
    path("matters/<str:reference>/", matters.matter, name="matter"),
    path(
        "matters/<str:reference>/letters/<int:message>/letter.pdf",
        letters.matter_letter_pdf,
        name="matter_letter_pdf",
    ),
    path("matters/<str:reference>/archive.zip", archive.matter_zip, name="matter_archive_zip"),
    path("matters/<str:reference>/report/", matters.report, name="matter_report"),
    path("matters/<str:reference>/reports/<uuid:key>/", report_receipts.receipt, name="matter_receipt"),
    path(
        "matters/<str:reference>/reports/<uuid:key>/receipt.pdf",
        report_receipts.receipt_pdf,
        name="matter_receipt_pdf",
    ),
]
