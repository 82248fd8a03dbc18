"""The chain over the record, append-only like what it covers."""

import django.db.models.deletion
from django.db import migrations, models

from cases.record.triggers import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("only", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(default=0)),
                ("digest", models.CharField(default="0" * 64, max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("only", 1)), name="chain_has_one_head")
                ],
            },
        ),
        migrations.CreateModel(
            name="ChainShape",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=63)),
                ("columns", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("table", "columns"), name="chain_shape_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ChainLink",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("table", models.CharField(max_length=63)),
                ("row", models.CharField(max_length=40)),
                ("content", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("sealed_at", models.DateTimeField()),
                (
                    "shape",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.chainshape"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("table", "row"), name="chain_link_once_for_each_row"),
                    models.CheckConstraint(
                        condition=models.Q(("position__gte", 1)), name="chain_link_from_one"
                    ),
                ],
            },
        ),
        Protect("cases_chainshape"),
        Protect("cases_chainlink", key="position"),
    ]
