"""The runs of the engine and the walks along the record, so that somebody can look."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_import"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecordCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("ended_at", models.DateTimeField(verbose_name="ended")),
                ("links", models.BigIntegerField(verbose_name="rows sealed")),
                ("unsealed", models.IntegerField(verbose_name="rows not sealed yet")),
                ("fault", models.CharField(blank=True, max_length=500, verbose_name="what is broken")),
            ],
            options={
                "verbose_name": "check of the record",
                "verbose_name_plural": "checks of the record",
            },
        ),
        migrations.CreateModel(
            name="SweepRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day at the seat")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("notices_created", models.PositiveIntegerField(default=0, verbose_name="notices made")),
                ("error", models.CharField(blank=True, max_length=200, verbose_name="error")),
            ],
            options={
                "verbose_name": "run of the engine",
                "verbose_name_plural": "runs of the engine",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", False), ("error", "")),
                        fields=["ended_at"],
                        name="sweep_run_succeeded",
                    )
                ],
            },
        ),
    ]
