"""What was said, in which words and with what result, cannot be rewritten."""

from django.db import migrations

from cases.record.finality import Final
from cases.record.triggers import Protect


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_register"), ("notifications", "0005_wording")]

    operations = [
        Protect("notifications_wording"),
        Protect("notifications_letterpdf"),
        Protect(
            "notifications_deliveryevent", final=Final("message_id", apart=("settled_at", "settled_by_id"))
        ),
    ]
