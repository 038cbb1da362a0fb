"""Photos are optional and limited where the owner of an object says so."""

import pytest

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.attachments import commands, pictures
from zhongshu.platform.attachments.models import File
from zhongshu.platform.attachments.pictures import PictureLimit
from zhongshu.platform.attachments.tests.factories import drafter, pdf, picture, upload
from zhongshu.platform.organizations.public import Unit
from zhongshu.platform.organizations.tests.factories import actor_for, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def limit(monkeypatch):
    monkeypatch.setattr(pictures, "_limits", {})

    def announce(**values) -> None:
        pictures.limit_pictures("tests.folder", lambda: PictureLimit(**values))

    return announce


def photo(number: int):
    return upload(f"现场{number}.png", picture(size=(4, 3 + number)))


def test_one_photo_too_many_is_refused_and_a_document_is_not(folder, limit):
    limit(most=2, megabytes=5)
    actor = drafter(folder)
    for number in range(2):
        commands.upload(folder, photo(number), by=actor)

    with pytest.raises(RuleBroken, match="最多 2 张"):
        commands.upload(folder, photo(3), by=actor)

    commands.upload(folder, upload("凭证.pdf", pdf()), by=actor)
    assert File.objects.count() == 3


def test_a_photo_that_is_too_large_is_refused(folder, limit):
    limit(most=3, megabytes=0)

    with pytest.raises(RuleBroken, match="每张不超过 0 MB"):
        commands.upload(folder, photo(1), by=drafter(folder))

    assert not File.objects.exists()


def test_each_person_may_have_as_many(folder, limit):
    limit(most=1, megabytes=5, each_person=True)
    first = drafter(folder)
    second = actor_for(person_in(Unit.objects.get(pk=folder.id), "drafter"))
    commands.upload(folder, photo(1), by=first)

    with pytest.raises(RuleBroken, match="您已上传 1 张照片"):
        commands.upload(folder, photo(2), by=first)

    commands.upload(folder, photo(3), by=second)
    assert File.objects.count() == 2


def test_a_photo_may_take_the_place_of_another_and_a_voided_one_counts_no_more(folder, limit):
    limit(most=1, megabytes=5)
    actor = drafter(folder)
    file = commands.upload(folder, photo(1), by=actor)

    commands.replace(file, photo(2), by=actor)
    commands.void(file, reason="拍错了", by=actor)
    commands.upload(folder, photo(3), by=actor)

    assert File.objects.filter(voided_at=None).count() == 1


def test_where_nobody_says_so_photos_are_files_like_others(folder, limit):
    for number in range(4):
        commands.upload(folder, photo(number), by=drafter(folder))

    assert File.objects.count() == 4
