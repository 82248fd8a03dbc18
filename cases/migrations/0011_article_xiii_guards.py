"""The record of matters cannot be rewritten, and a matter that was brought is at its stage."""

from django.db import migrations

from cases.record.triggers import Protect


def set_stages(apps, schema_editor):
    """From the one thing that was on record before: whether the matter was brought."""
    matters = apps.get_model("cases", "ComplianceMatter").objects
    matters.filter(brought_on__isnull=False).update(stage="BEFORE_COMMITTEE")


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_article_xiii")]

    operations = [
        migrations.RunPython(set_stages, migrations.RunPython.noop),
        Protect("cases_historicalassistance", key="history_id"),
        Protect("cases_historicalcommitteedeadline", key="history_id"),
        Protect("cases_historicalconsultation", key="history_id"),
        Protect("cases_historicalmeasure", key="history_id"),
        Protect("cases_historicalplanstep", key="history_id"),
        Protect("cases_historicalrecommendation", key="history_id"),
        Protect("cases_historicalrecusal", key="history_id"),
        Protect("cases_matteract"),
        Protect("cases_matterreport"),
        Protect("cases_committeecontact"),
        Protect("cases_moveddate"),
        Protect("cases_release"),
    ]
