"""What the supervisor and the load balancer are told."""

import pytest

from zhongshu.kernel import clock
from zhongshu.platform.jobs.models import Worker

pytestmark = pytest.mark.django_db


def test_the_process_says_that_it_lives(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_without_background_work_the_installation_is_not_ready(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["worker"], answer.json()["migrations"]) == (503, False, True)


def test_with_a_live_worker_it_is_ready(client):
    now = clock.now()
    Worker.objects.create(name="w1", started_at=now, seen_at=now)

    assert client.get("/readyz").json() == {"status": "ready", "database": True, "migrations": True, "worker": True}
