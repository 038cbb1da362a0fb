from zhongshu.platform.audit import actions


def test_an_action_without_a_sentence_is_shown_by_its_code():
    assert actions.sentence("nowhere.done") == "nowhere.done"


def test_actions_without_a_sentence_are_listed():
    actions.describe("nowhere.described", "有名")

    assert actions.unknown(["nowhere.described", "nowhere.unnamed", "nowhere.unnamed"]) == ["nowhere.unnamed"]


def test_recorded_actions_are_found_in_source_files(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text('audit.record("tests.done", x, by=y)\n')
    (tmp_path / "commands.py").write_text(
        '\naudit.record("documents.sealed", x, by=y)\nlog.record(name)\nrecord_many("documents.sent", x, by=y)\n'
    )

    assert actions.recorded_in(tmp_path) == {"documents.sealed": ["commands.py:2"], "documents.sent": ["commands.py:4"]}


def test_an_object_of_an_unannounced_kind_is_called_after_its_module():
    actions.describe_module("nowhere", "某处")

    assert (actions.kind_label("nowhere.thing"), actions.kind_label("elsewhere.thing")) == ("某处", "elsewhere.thing")
