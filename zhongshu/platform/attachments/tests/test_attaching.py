import hashlib

import pytest
from django.core.management import CommandError, call_command

from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.attachments import commands, storage
from zhongshu.platform.attachments.models import File, FileVersion
from zhongshu.platform.attachments.queries import listing
from zhongshu.platform.attachments.tests.factories import drafter, member, pdf, stranger, upload
from zhongshu.platform.audit import public as audit

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_under_its_digests(folder):
    content = pdf()

    file = commands.upload(folder, upload("通知.pdf", content), by=drafter(folder))

    version = file.versions.get()
    assert (version.number, version.size, version.media_type, version.added_by_name) == (
        1,
        len(content),
        "application/pdf",
        "周拟稿",
    )
    assert version.sha256 == hashlib.sha256(content).hexdigest()
    assert version.sm3 == hashlib.new("sm3", content).hexdigest()
    with storage.opened(version.path) as handle:
        assert handle.read() == content
    assert [entry.action for entry in audit.trail(folder)] == ["attachments.added"]


def test_the_same_content_is_stored_once(folder):
    actor = drafter(folder)

    first, second = (commands.upload(folder, upload(name), by=actor) for name in ("甲.pdf", "乙.pdf"))

    assert first.versions.get().path == second.versions.get().path
    assert [file.name for file in listing(folder)] == ["甲.pdf", "乙.pdf"]


@pytest.mark.parametrize("who", [member, lambda folder: stranger()])
def test_who_may_not_attach_is_refused(folder, who):
    file = commands.upload(folder, upload(), by=drafter(folder))
    actor = who(folder)

    for attempt in (
        lambda: commands.upload(folder, upload(), by=actor),
        lambda: commands.replace(file, upload(content=pdf(2)), by=actor),
        lambda: commands.void(file, reason="误传", by=actor),
    ):
        with pytest.raises(NotPermitted):
            attempt()

    assert FileVersion.objects.count() == 1
    assert listing(folder) == [file]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("通知.pdf", b"", "file_empty"),
        ("../通知.pdf", None, "name_with_path"),
        ("通\x07知.pdf", None, "name_control_characters"),
        ("通知.exe", b"MZ", "type_not_accepted"),
        ("通知.docx", None, "type_mismatch"),
        ("机密★10年通知.pdf", None, "above_ceiling"),
    ],
)
def test_bad_files_are_refused_and_nothing_is_kept(folder, name, content, code):
    with pytest.raises(RuleBroken) as refusal:
        commands.upload(folder, upload(name, content), by=drafter(folder))

    assert refusal.value.code == code
    assert not File.objects.exists()


def test_a_file_over_the_limit_is_refused(folder, settings):
    settings.ATTACHMENT_MAX_MEGABYTES = 1

    with pytest.raises(RuleBroken, match="超过 1 MB"):
        commands.upload(folder, upload("大.txt", b"x" * (1024 * 1024 + 1)), by=drafter(folder))

    assert not File.objects.exists()


def test_one_file_more_than_the_object_may_hold_is_refused(folder, settings):
    settings.ATTACHMENTS_PER_OBJECT = 1
    actor = drafter(folder)
    commands.upload(folder, upload(), by=actor)

    with pytest.raises(RuleBroken, match="最多 1 个"):
        commands.upload(folder, upload(), by=actor)

    assert File.objects.count() == 1


def test_a_new_version_is_in_force_and_the_old_one_stays(folder):
    actor = drafter(folder)
    file = commands.upload(folder, upload("初稿.pdf"), by=actor)

    commands.replace(file, upload("定稿.pdf", pdf(2)), by=actor)

    (listed,) = listing(folder)
    assert (listed.name, listed.current.number, [old.name for old in listed.earlier]) == ("定稿.pdf", 2, ["初稿.pdf"])


def test_the_same_content_is_no_new_version(folder):
    actor = drafter(folder)
    file = commands.upload(folder, upload(), by=actor)

    with pytest.raises(RuleBroken, match="完全相同"):
        commands.replace(file, upload(), by=actor)

    assert file.versions.count() == 1


def test_a_voided_file_is_not_listed_nor_replaced_but_kept(folder):
    actor = drafter(folder)
    file = commands.upload(folder, upload(), by=actor)

    commands.void(file, reason="误传", by=actor)

    assert listing(folder) == []
    assert [listed.void_reason for listed in listing(folder, with_voided=True)] == ["误传"]
    with pytest.raises(RuleBroken, match="已作废"):
        commands.replace(file, upload(content=pdf(2)), by=actor)
    assert file.versions.count() == 1


def test_a_file_is_not_voided_without_a_reason_or_twice(folder):
    actor = drafter(folder)
    file = commands.upload(folder, upload(), by=actor)

    with pytest.raises(RuleBroken, match="请填写作废的原因"):
        commands.void(file, reason=" ", by=actor)
    commands.void(file, reason="误传", by=actor)
    with pytest.raises(StaleState):
        commands.void(file, reason="再次", by=actor)

    file.refresh_from_db()
    assert file.void_reason == "误传"


def test_changed_bytes_are_found(folder, capsys):
    version = commands.upload(folder, upload(), by=drafter(folder)).versions.get()
    call_command("verify_files")
    assert "1 files are as they came in" in capsys.readouterr().out

    with open(storage.storage().path(version.path), "ab") as handle:
        handle.write(b"x")

    with pytest.raises(CommandError, match="1 of 1"):
        call_command("verify_files")


def test_the_list_costs_two_queries_however_long(folder, django_assert_num_queries):
    actor = drafter(folder)
    for number in range(5):
        commands.upload(folder, upload(f"{number}.pdf"), by=actor)

    with django_assert_num_queries(2):
        assert [file.current.number for file in listing(folder)] == [1] * 5
