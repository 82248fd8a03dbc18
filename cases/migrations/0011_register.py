"""Documents with a Party's report in a matter, and members' own notes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cases.record.finality import Final
from cases.record.triggers import Protect, Unprotect


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_report"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Unprotect("cases_document", final=Final("submission_id", apart=("scan",))),
        migrations.CreateModel(
            name="MemberNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=20000, verbose_name="note")),
                ("written_at", models.DateTimeField(verbose_name="written at")),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="changed at")),
            ],
            options={
                "verbose_name": "member's own note",
                "verbose_name_plural": "members' own notes",
            },
        ),
        migrations.AddField(
            model_name="document",
            name="matter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="cases.compliancematter",
                verbose_name="compliance matter",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="report",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="cases.matterreport",
                verbose_name="report of a Party",
            ),
        ),
        migrations.AddField(
            model_name="historicaldocument",
            name="matter",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="cases.compliancematter",
                verbose_name="compliance matter",
            ),
        ),
        migrations.AddField(
            model_name="historicaldocument",
            name="report",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="cases.matterreport",
                verbose_name="report of a Party",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="request",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="cases.informationrequest",
                verbose_name="information request",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("matter__isnull", False), ("report__isnull", True)),
                fields=["matter", "form_key"],
                name="document_waiting_in_matter",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("matter__isnull", True), ("report__isnull", True), ("request__isnull", False)),
                    models.Q(
                        ("matter__isnull", False), ("request__isnull", True), ("submission__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="document_of_an_answer_or_a_report",
            ),
        ),
        migrations.AddField(
            model_name="membernote",
            name="matter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="member_notes",
                to="cases.compliancematter",
                verbose_name="compliance matter",
            ),
        ),
        migrations.AddField(
            model_name="membernote",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="member",
            ),
        ),
        migrations.AddIndex(
            model_name="membernote",
            index=models.Index(fields=["member", "matter", "id"], name="member_note_of_matter"),
        ),
        migrations.AddConstraint(
            model_name="membernote",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="member_note_has_words",
                violation_error_code="text",
                violation_error_message="Write the note.",
            ),
        ),
        # A document is on record once its answer, or its report, was sent.
        Protect("cases_document", final=Final("submission_id", apart=("scan",), or_column="report_id")),
    ]
