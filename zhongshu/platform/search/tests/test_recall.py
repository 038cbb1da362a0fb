"""Whatever LIKE finds for a word of two characters or more, the index finds."""

import random

import pytest

from zhongshu.kernel.actors import Actor
from zhongshu.platform.search.models import SearchEntry
from zhongshu.platform.search.queries import find
from zhongshu.platform.search.tests.factories import note

_SYLLABLES = "信访工作通知关于做好年度督查事项落实会议办公室云州市人民政府李王张伟娜〇𬭎，。2026、15（）"


@pytest.mark.django_db
@pytest.mark.usefixtures("notes")
def test_the_index_finds_every_word_that_like_finds():
    chance = random.Random(7)
    for _ in range(60):
        note("便签", "".join(chance.choices(_SYLLABLES, k=60)))
    bodies = list(SearchEntry.objects.values_list("body", flat=True))

    for _ in range(150):
        body = chance.choice(bodies)
        start = chance.randrange(len(body) - 6)
        word = body[start : start + chance.randint(2, 6)]
        if not word[0].isalpha() or not word[-1].isalpha():
            continue
        like = {row.object_id for row in SearchEntry.objects.filter(body__contains=word)}
        found = {hit.ref.id for hit in find(f'"{word}"', Actor(person_id=1, name="甲"), size=100)}
        assert like <= found, word
