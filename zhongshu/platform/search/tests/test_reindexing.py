import pytest
from django.core.management import CommandError, call_command

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.organizations.tests.factories import UnitFactory
from zhongshu.platform.search.indexing import Indexable, register_indexer
from zhongshu.platform.search.queries import find
from zhongshu.platform.search.tests.factories import START, note, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]
CLERK = Actor(person_id=1, name="甲")


def test_the_index_is_built_anew_from_what_the_modules_name(capsys):
    note("已删", "信访")
    kept = note("旧题", "信访")
    memo = note("备忘", "信访", kind="tests.memo")
    new = UnitFactory()
    register_indexer(
        "tests.note",
        lambda: (
            Indexable(ObjectRef("tests.note", pk), title=title, body="信访", organ_id=None, at=START, everyone=True)
            for pk, title in ((kept.id, "新题"), (new.pk, "新增"))
        ),
    )

    call_command("reindex", "tests.note")

    assert sorted(titles(find("信访", CLERK))) == sorted(["新题", "新增", memo.title])
    assert capsys.readouterr().out == "tests.note: 2\n"


def test_an_unknown_kind_is_refused():
    with pytest.raises(CommandError, match=r"no module indexes tests\.gone"):
        call_command("reindex", "tests.gone")
