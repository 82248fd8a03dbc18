"""New histories cannot be rewritten, words get their stored vectors, and days met are filled in."""

from django.db import migrations

from cases.record.triggers import Protect

_VECTORS = (
    "ALTER TABLE cases_searchentry ADD COLUMN vector tsvector GENERATED ALWAYS AS ("
    "to_tsvector('simple', words) || to_tsvector('english', words) || "
    "to_tsvector('french', words) || to_tsvector('spanish', words)) STORED",
    "CREATE INDEX search_entry_vector ON cases_searchentry USING gin (vector)",
)


def add_vectors(apps, schema_editor):
    """On PostgreSQL only: elsewhere the words themselves are looked through."""
    if schema_editor.connection.vendor == "postgresql":
        for statement in _VECTORS:
            schema_editor.execute(statement)


def drop_vectors(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE cases_searchentry DROP COLUMN vector")


def fill_days_met(apps, schema_editor):
    """From the projection that is there already; the history begins with the next change."""
    deadline_model = apps.get_model("cases", "Deadline")
    request_model = apps.get_model("cases", "InformationRequest")
    columns = {"REPLY": "replied_on", "JUSTIFICATION": "justified_on", "RESPONSE": "responded_on"}
    met = deadline_model.objects.filter(in_force_until=None, met_on__isnull=False, step__in=columns)
    for request, step, met_on in met.values_list("request", "step", "met_on").iterator():
        request_model.objects.filter(pk=request).update(**{columns[step]: met_on})


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_daily_desk"), ("accounts", "0005_daily_desk")]

    operations = [
        Protect("accounts_historicalteam", key="history_id"),
        Protect("cases_historicalrequesttemplate", key="history_id"),
        Protect("cases_historicaltask", key="history_id"),
        migrations.RunPython(add_vectors, drop_vectors),
        migrations.RunPython(fill_days_met, migrations.RunPython.noop),
    ]
