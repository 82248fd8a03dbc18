"""Two sweeps at once on a database that lets them run at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from notifications.models import Message, Notice
from tests.conftest import MakeRequest
from tests.services import given

ROOT = Path(__file__).resolve().parents[2]
SENT = date(2026, 11, 30)


@pytest.mark.skipif(not given.postgresql(), reason=given.NEEDS_POSTGRESQL)
@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_create_each_notice_once(make_request: MakeRequest) -> None:
    for _ in range(40):
        make_request(sent_on=SENT)
    command = [sys.executable, "manage.py", "sweep", "--on", "2027-05-31", "--format", "json"]
    environment = {**os.environ, "DATABASE_URL": given.url_of_test_database(settings.DATABASES["default"])}
    both = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [json.loads(process.communicate(timeout=120)[0]) for process in both]

    connection.close()
    made = Counter(Notice.objects.exclude(code="REQUEST_SENT").values_list("request_id", "code", "step"))
    assert set(made.values()) == {1}
    assert sum(made.values()) == 40 * 4, "REPLY, JUSTIFICATION and RESPONSE overdue, and the proposal"
    assert sum(one["notices_created"] for one in told) == 160, "each counts what it made itself"
    doubled = Counter(Message.objects.values_list("notice_id", "recipient", "address"))
    assert set(doubled.values()) == {1}
