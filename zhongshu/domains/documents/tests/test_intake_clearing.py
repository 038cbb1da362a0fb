"""What is kept of files that were put aside or refused: the record, and after a while nothing else."""

import datetime as dt
import os
import time

import pytest
from django.apps import apps
from django.core.files.base import ContentFile

from zhongshu.domains.documents import tasks
from zhongshu.domains.documents.choices import IntakeState
from zhongshu.domains.documents.commands import intake
from zhongshu.domains.documents.models import IntakeFile
from zhongshu.domains.documents.tests import factories
from zhongshu.kernel import clock
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.jobs import public as jobs

pytestmark = pytest.mark.django_db
Entry = apps.get_model("audit", "Entry")
S = IntakeState
TEXT = "岚山省水利厅关于报送防汛准备情况的通知\n岚水〔2026〕8号\n各市水利局：\n请按时报送。\n岚山省水利厅\n2026年3月5日\n"


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    location = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "attachments": location}


@pytest.fixture
def office() -> factories.Office:
    return factories.recipient()


def put_aside(office: factories.Office, days: int, name: str = "来文.txt") -> IntakeFile:
    file = intake.upload(ContentFile(TEXT.encode(), name=name), organ_id=office.organ.pk, by=office.actor("clerk"))
    jobs.drain()
    file.refresh_from_db()
    intake.discard(file, reason="重复来文", by=office.actor("clerk"))
    IntakeFile.objects.filter(pk=file.pk).update(decided_at=clock.now() - dt.timedelta(days=days))
    file.refresh_from_db()
    return file


def stored() -> list[str]:
    return sorted(f"intake/{name}" for name in attachments.storage().listdir("intake")[1])


def test_a_file_put_aside_loses_its_content_after_a_month_and_keeps_its_record(office, django_capture_on_commit_callbacks):
    old, recent = put_aside(office, 31), put_aside(office, 29, "近日.txt")

    with django_capture_on_commit_callbacks(execute=True):
        tasks.clear_intake()

    old.refresh_from_db()
    assert stored() == [recent.path]
    assert (old.state, old.path, old.text, old.proposal, old.fingerprint) == (S.DISCARDED, "", "", {}, "")
    assert (old.title, old.reason, len(old.sm3)) == ("岚山省水利厅关于报送防汛准备情况的通知", "重复来文", 64)
    cleared = Entry.objects.filter(action="documents.intake_cleared")
    assert [(entry.ref_id, old.sm3 in entry.facts) for entry in cleared] == [(old.pk, True)]


def test_how_long_is_the_offices_own_choice(office, settings, django_capture_on_commit_callbacks):
    settings.INTAKE_KEPT_DAYS = 90
    file = put_aside(office, 60)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.clear_intake()

    assert stored() == [file.path]


def test_clearing_twice_records_once(office, django_capture_on_commit_callbacks):
    put_aside(office, 31)

    with django_capture_on_commit_callbacks(execute=True):
        first, second = intake.clear_put_aside(), intake.clear_put_aside()

    assert (first, second, stored()) == (1, 0, [])
    assert Entry.objects.filter(action="documents.intake_cleared").count() == 1


def test_what_was_cleared_is_not_taken_up_again(office, django_capture_on_commit_callbacks):
    file = put_aside(office, 31)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.clear_intake()
    file.refresh_from_db()

    with pytest.raises(RuleBroken, match="原件已清除，请重新上传"):
        intake.restore(file, by=office.actor("clerk"))

    file.refresh_from_db()
    assert file.state == S.DISCARDED


def test_files_that_wait_or_are_registered_are_not_touched(office, django_capture_on_commit_callbacks):
    file = put_aside(office, 31)
    intake.restore(file, by=office.actor("clerk"))

    with django_capture_on_commit_callbacks(execute=True):
        tasks.clear_intake()

    assert stored() == [file.path]


def test_bytes_that_no_file_owns_are_removed_a_day_later(office, tmp_path):
    file = put_aside(office, 0)
    for name, hours in (("left", 25), ("fresh", 1)):
        attachments.storage().save(f"intake/{name}", ContentFile(b"x"))
        then = time.time() - hours * 3600
        os.utime(tmp_path / "intake" / name, (then, then))

    assert intake.clear_unclaimed() == 1

    assert stored() == sorted([file.path, "intake/fresh"])


def test_of_refused_files_nothing_is_stored(office):
    for name, text in (("标密.txt", "秘密★3年\n" + TEXT), ("绝密★报告.txt", TEXT), ("空.txt", "")):
        file = intake.upload(ContentFile(text.encode(), name=name), organ_id=office.organ.pk, by=office.actor("clerk"))
        assert (file.state, file.path, file.text) == (S.REFUSED, "", "")

    assert not attachments.storage().exists("intake") or stored() == []
