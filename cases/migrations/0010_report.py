"""Reports to meetings, issued for good (paragraph 24)."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cases.record.triggers import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_article_xiii_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MeetingReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveSmallIntegerField(verbose_name="revision")),
                ("symbol", models.CharField(max_length=60, verbose_name="document symbol")),
                (
                    "changed",
                    models.CharField(blank=True, max_length=300, verbose_name="what this revision changes"),
                ),
                ("known_on", models.DateField(verbose_name="as known on")),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                ("frozen", models.TextField(verbose_name="values")),
                (
                    "sha256",
                    models.CharField(
                        max_length=64,
                        validators=[django.core.validators.RegexValidator("\\A[0-9a-f]{64}\\Z")],
                        verbose_name="SHA-256",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="issued by",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="cases.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "report to a meeting",
                "verbose_name_plural": "reports to meetings",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "revision"),
                        name="meeting_report_one_of_a_revision",
                        violation_error_message="This revision was issued already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("symbol", ""), _negated=True),
                        name="meeting_report_has_its_symbol",
                        violation_error_code="symbol",
                        violation_error_message="Give the symbol of the document.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("changed", ""), ("revision", 0)),
                            models.Q(models.Q(("changed", ""), _negated=True), ("revision__gt", 0)),
                            _connector="OR",
                        ),
                        name="meeting_report_revision_says_what_changed",
                        violation_error_code="changed",
                        violation_error_message="A revision, and no first issue, says what it changes.",
                    ),
                ],
            },
        ),
        Protect("cases_meetingreport"),
    ]
