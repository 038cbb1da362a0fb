import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import checker, public
from zhongshu.platform.audit.chain import GENESIS, canonical, sm3
from zhongshu.platform.audit.models import ChainHead, Entry

pytestmark = pytest.mark.django_db
CLERK = Actor(
    person_id=7, name="试用甲", post_name="科员", unit_name="秘书科", organ_id=1, organ_name="市政府办公室", address="10.0.0.8"
)
DOCUMENT = ObjectRef("documents.outgoing", 12, "关于试用的通知", "云政办发〔2026〕3号")


def record_some(count: int = 3) -> list[Entry]:
    for number in range(count):
        public.record("documents.dispatched", DOCUMENT, by=CLERK, copies=number)
    return list(Entry.objects.order_by("seq"))


def verdict(**options) -> checker.Verdict:
    with connection.cursor() as cursor:
        return checker.check(cursor, errors=(Error,), **options)


def tamper(sql: str, *values) -> None:
    """Change the table as somebody with full access to the database would: triggers set aside."""
    from zhongshu.platform.audit.tests.emptying import _without_triggers

    with _without_triggers(connection), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_digest_is_that_of_the_standard():
    assert sm3("abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_facts_are_written_in_one_form():
    facts = {"b": dt.date(2026, 1, 2), "a": frozenset({3, 1}), "名": "张"}

    assert canonical(facts) == '{"a":[1,3],"b":"2026-01-02","名":"张"}'


def test_an_entry_keeps_names_as_text_and_links_to_the_one_before():
    with clock.frozen("2026-11-22 09:00"):
        first, second = record_some(2)

    assert (first.prev_hash, second.prev_hash) == (GENESIS, first.hash)
    assert (first.person_name, first.post_name, first.organ_name) == ("试用甲", "科员", "市政府办公室")
    assert first.ref == DOCUMENT
    assert first.facts_read == {"copies": 0}
    assert ChainHead.objects.get(chain=first.chain).hash == second.hash
    assert verdict().sound


def test_an_entry_costs_two_queries(django_assert_num_queries):
    record_some(1)

    with transaction.atomic(), django_assert_num_queries(2):
        public.record("documents.dispatched", DOCUMENT, by=CLERK)


def test_entries_about_many_objects_cost_the_same_as_one(django_assert_num_queries):
    record_some(1)
    refs = [ObjectRef("documents.receipt", number) for number in range(1, 31)]

    with transaction.atomic(), django_assert_num_queries(2):
        public.record_many("documents.dispatched", refs, by=CLERK)

    assert verdict().sound
    assert Entry.objects.filter(ref_kind="documents.receipt").count() == 30


def test_a_rolled_back_command_leaves_no_entry_and_an_unbroken_chain():
    record_some(1)
    with transaction.atomic():
        record_some(2)
        transaction.set_rollback(True)

    assert len(record_some(1)) == 2
    assert verdict().sound


def test_an_object_that_is_no_plain_value_cannot_be_a_fact():
    with pytest.raises(TypeError, match="plain value"):
        public.record("documents.dispatched", DOCUMENT, by=CLERK, actor=CLERK)

    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET action = 'x'",
        "DELETE FROM audit_entry",
        "UPDATE audit_chainhead SET seq = 0",
        "DELETE FROM audit_chainhead",
    ],
)
def test_the_database_refuses_to_change_the_log(sql):
    record_some(2)

    with pytest.raises(Error, match="audit: "), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert verdict().sound


def test_the_database_refuses_an_entry_that_does_not_follow_the_head():
    (entry,) = record_some(1)
    entry.id, entry.seq = entry.id + 128, entry.seq + 2

    with pytest.raises(Error, match="does not follow"), transaction.atomic():
        Entry.objects.bulk_create([entry])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "documents.voided"),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("person_name", "试用乙"),
        ("person_id", 8),
        ("organ_id", None),
        ("ref_title", "关于试用的通报"),
        ("ref_id", 13),
        ("facts", '{"copies": 1}'),
        ("address", "10.0.0.9"),
        ("administrator", "audit"),
    ],
)
def test_a_changed_column_is_found_in_its_row(column, value):
    _, second, _ = record_some(3)

    tamper(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", value, second.pk)

    fault = verdict().breaks[second.chain]
    assert (fault.seq, fault.row_id) == (2, second.pk)
    assert "内容被改动" in fault.reason


def test_a_changed_last_entry_is_found():
    *_, last = record_some(3)

    tamper("UPDATE audit_entry SET person_name = 'x' WHERE id = %s", last.pk)

    assert verdict().breaks[last.chain].row_id == last.pk


def test_a_changed_hash_is_told_from_changed_content():
    _, second, _ = record_some(3)

    tamper("UPDATE audit_entry SET hash = %s WHERE id = %s", "f" * 64, second.pk)

    assert "摘要一栏被改动" in verdict().breaks[second.chain].reason


def test_a_row_rewritten_together_with_its_hash_breaks_the_link_after_it():
    _, second, third = record_some(3)
    tamper("UPDATE audit_entry SET person_name = 'x' WHERE id = %s", second.pk)
    recomputed = verdict().breaks[second.chain].found
    tamper("UPDATE audit_entry SET hash = %s WHERE id = %s", recomputed, second.pk)

    fault = verdict().breaks[third.chain]

    assert (fault.seq, fault.found, fault.expected) == (3, second.hash, recomputed)
    assert "整条替换" in fault.reason


def test_a_removed_entry_is_missed():
    _, second, _ = record_some(3)

    tamper("DELETE FROM audit_entry WHERE id = %s", second.pk)

    fault = verdict().breaks[second.chain]
    assert (fault.seq, fault.row_id) == (2, None)
    assert "缺少记录" in fault.reason


def test_a_cut_off_tail_is_missed():
    *_, last = record_some(3)

    tamper("DELETE FROM audit_entry WHERE id = %s", last.pk)

    assert "末尾记录被删除" in verdict().breaks[last.chain].reason


def test_a_tail_cut_off_together_with_its_head_shows_against_an_anchor(tmp_path):
    first, *_ = record_some(3)
    anchors = tmp_path / "anchors.json"
    call_command("verify_audit", anchors=anchors)
    tamper("DELETE FROM audit_entry WHERE id > %s", first.pk)
    tamper("UPDATE audit_chainhead SET seq = 1, hash = %s", first.hash)

    call_command("verify_audit")
    with pytest.raises(CommandError, match="锚点记到第3条"):
        call_command("verify_audit", anchors=anchors)


def test_a_history_rewritten_from_the_start_shows_against_an_anchor():
    entries = record_some(3)
    chain = entries[0].chain

    found = verdict(anchors={chain: (2, "a" * 64)}).breaks[chain]

    assert (found.seq, found.row_id) == (2, entries[1].pk)


def test_the_command_names_the_place():
    _, second, _ = record_some(3)
    tamper("UPDATE audit_entry SET person_name = 'x' WHERE id = %s", second.pk)

    with pytest.raises(CommandError, match=f"第{second.chain}链第2条（记录编号{second.pk}）"):
        call_command("verify_audit")


def test_the_command_reports_a_sound_log(capsys):
    record_some(3)

    call_command("verify_audit")

    assert "审计日志完好：3条记录，1条链" in capsys.readouterr().out


def test_the_checker_imports_nothing_of_the_project():
    source = checker.__file__
    with open(source, encoding="utf-8") as file:
        assert "zhongshu" not in file.read()


def test_a_row_that_cannot_be_read_is_named():
    _, second, _ = record_some(3)
    if connection.vendor != "sqlite":
        # PostgreSQL stores no text that it cannot read back.
        with pytest.raises(Error), transaction.atomic():
            tamper("UPDATE audit_entry SET person_name = convert_from('\\xff', 'UTF8') WHERE id = %s", second.pk)
        return
    tamper("UPDATE audit_entry SET person_name = CAST(x'ff' AS TEXT) WHERE id = %s", second.pk)

    with pytest.raises(CommandError, match=f"记录编号{second.pk}（第0链第2条）无法读取"):
        call_command("verify_audit")
