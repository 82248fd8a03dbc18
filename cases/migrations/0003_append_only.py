"""History, submissions, assessments and what was said to somebody can no longer be rewritten."""

from django.db import migrations

from cases.record.finality import Final
from cases.record.triggers import CreateRefusal, Protect


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_document"),
        ("accounts", "0004_cache"),
        ("notifications", "0001_initial"),
    ]

    operations = [
        CreateRefusal(),
        Protect("accounts_historicalinvitation", key="history_id"),
        Protect("accounts_historicalmembership", key="history_id"),
        Protect("accounts_historicaluser", key="history_id"),
        Protect("cases_historicalassessment", key="history_id"),
        Protect("cases_historicalcompliancematter", key="history_id"),
        Protect("cases_historicaldocument", key="history_id"),
        Protect("cases_historicalfocalpoint", key="history_id"),
        Protect("cases_historicalinformationrequest", key="history_id"),
        Protect("cases_historicalmeeting", key="history_id"),
        Protect("cases_historicalparty", key="history_id"),
        Protect("cases_historicalsubmission", key="history_id"),
        Protect("cases_submission"),
        Protect("cases_assessment"),
        Protect("cases_document", final=Final("submission_id", apart=("scan",))),
        Protect("notifications_notice", final=Final("addressed_at")),
        Protect("notifications_message", final=Final("state", "SENT")),
    ]
