"""The Celery application: beat ticks in UTC, tasks work out the day at the seat.

Bound in ``apps.py`` and not in the package's ``__init__``, so that the pure rules
never load Celery.
"""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_embedded_init, beat_init, setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compliance.settings")

app = Celery("compliance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["cases", "notifications"])
# A wake-up carries the number of the request that sent it, and its lines in the log bear it too.
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def keep_django_logging(**kwargs: object) -> None:
    """Leaves logging as the settings have it."""


@app.on_after_configure.connect
def schedule(sender: Celery, **kwargs: object) -> None:
    """The rhythms of the desk: due dates, letters that are unsent, and the keeping of documents."""
    from django.conf import settings

    sender.conf.beat_schedule = {
        "sweep": {"task": "cases.tasks.sweep", "schedule": settings.SWEEP_EVERY_SECONDS},
        "deliver": {"task": "notifications.tasks.deliver", "schedule": settings.DELIVERY_EVERY_SECONDS},
        "call": {"task": "notifications.tasks.call", "schedule": settings.DELIVERY_EVERY_SECONDS},
        # By the clock and not by an interval, which a restart would begin anew.
        "discard": {"task": "cases.tasks.discard_documents", "schedule": crontab(hour="3", minute="17")},
        "forget": {"task": "cases.tasks.forget_answers", "schedule": crontab(hour="3", minute="27")},
        "scan": {"task": "cases.tasks.scan_documents", "schedule": crontab(minute="47")},
        # Takes up a comparison whose worker was killed; finds nothing to do otherwise.
        "compare": {"task": "cases.tasks.compare_rule_sets", "schedule": crontab()},
        # Level-triggered all three: each finds what is not done yet.
        "digests": {"task": "cases.tasks.write_digests", "schedule": crontab(minute="*/5")},
        "returns": {"task": "cases.tasks.tell_of_returns", "schedule": crontab(minute="*/5")},
        "mail": {"task": "cases.tasks.sort_mail", "schedule": crontab(minute="*/5")},
        # The same for imports of portfolios.
        "imports": {"task": "cases.tasks.work_on_imports", "schedule": crontab()},
        "forget-departed": {
            "task": "cases.tasks.forget_departed",
            "schedule": crontab(hour="2", minute="11"),
        },
        "check-record": {"task": "cases.tasks.check_record", "schedule": crontab(hour="1", minute="31")},
        "seal": {"task": "cases.tasks.seal", "schedule": crontab(minute="*/5")},
    }


@beat_init.connect
@beat_embedded_init.connect
def catch_up(**kwargs: object) -> None:
    """A desk that was down sweeps when it comes back, and does not wait for the next hour."""
    app.send_task("cases.tasks.sweep")
