"""When the name and the address of somebody who left were taken out of their account."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_api_token"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicaluser",
            name="forgotten_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="name and address taken out at"),
        ),
        migrations.AddField(
            model_name="user",
            name="forgotten_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="name and address taken out at"),
        ),
    ]
