import pytest

from zhongshu.platform.workflow.bpmn.checking import Surroundings, check
from zhongshu.platform.workflow.bpmn.compiling import compile_model
from zhongshu.platform.workflow.bpmn.soundness import explore
from zhongshu.platform.workflow.tests.drawing import Drawing, line


def errors(drawing: Drawing, around: Surroundings | None = None) -> set[tuple[str, str]]:
    findings = check(compile_model(drawing.xml()), around)
    return {(finding.code, finding.element) for finding in findings if finding.severity == "error"}


def parallel(*branches: str) -> Drawing:
    drawing = Drawing().start().gateway("split", "parallel").gateway("join", "parallel").end()
    drawing.flow("start", "split").flow("join", "end")
    for branch in branches:
        drawing.user(branch).flow("split", branch, "join")
    return drawing


def test_a_sound_model_has_no_findings() -> None:
    assert check(compile_model(parallel("a", "b").xml())) == []


def test_a_step_that_leads_nowhere_is_a_dead_end() -> None:
    drawing = Drawing().start().user("a").flow("start", "a")

    assert ("dead_end", "a") in errors(drawing)


def test_a_step_that_nothing_leads_to_is_unreachable() -> None:
    assert ("unreachable", "b") in errors(line("a").user("b").flow("b", "end"))


def test_a_branch_without_condition_or_default_is_an_error() -> None:
    drawing = Drawing().start().gateway("g").user("a").user("b").end().variable("x")
    drawing.flow("start", "g").flow("g", "a", condition="x == 1").flow("g", "b").flow("a", "end").flow("b", "end")

    assert ("no_condition", "g") in errors(drawing)


def test_a_condition_on_an_undeclared_variable_is_an_error() -> None:
    drawing = Drawing().start().gateway("g", default="d").user("a").user("b").end()
    drawing.flow("start", "g").flow("g", "a", condition="mistyped == 1").flow("g", "b", key="d").flow("a", "end").flow("b", "end")

    assert errors(drawing) == {("unknown_variable", "g")}


def test_a_result_that_no_step_offers_is_an_error() -> None:
    drawing = Drawing().start().user("a").gateway("g", default="d").user("b").end()
    drawing.flow("start", "a", "g").flow("g", "b", condition="outcome == 'no'").flow("g", "end", key="d").flow("b", "end")

    assert errors(drawing) == {("no_outcomes", "a")}


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"assign": ""}, "nobody"),
        ({"assign": "var:nobody_declared_it"}, "nobody"),
        ({"assign": "handler:no_such_step"}, "nobody"),
        ({"assign": "duty:emperor"}, "unknown_duty"),
        ({"assign": "duty:printer"}, "nobody"),
        ({"command": "tests.unknown"}, "unknown_command"),
    ],
)
def test_a_step_that_nobody_can_hold_is_an_error(step: dict, code: str) -> None:
    around = Surroundings(commands={"tests.known"}, duties={"reviewer", "printer"}, is_held=lambda duty: duty == "reviewer")

    assert errors(line("a", a=step), around) == {(code, "a")}


def test_parallel_branches_that_meet_at_a_choice_arrive_twice() -> None:
    drawing = Drawing().start().gateway("split", "parallel").gateway("merge").user("a").user("b").user("c").end()
    drawing.flow("start", "split").flow("split", "a", "merge").flow("split", "b", "merge").flow("merge", "c", "end")

    assert ("doubled", "c") in errors(drawing)


def test_a_choice_before_a_join_can_never_fill_it() -> None:
    drawing = Drawing().start().gateway("choice", default="d").gateway("join", "parallel").user("a").user("b").end().variable("x")
    drawing.flow("start", "choice").flow("choice", "a", condition="x == 1").flow("choice", "b", key="d")
    drawing.flow("a", "join").flow("b", "join", "end")

    assert ("stuck", "join") in errors(drawing)


def test_a_drawn_return_out_of_one_parallel_branch_loses_the_other() -> None:
    drawing = parallel("b").user("first").user("a", outcomes="ok:好,no:不好").gateway("again", default="on").gateway("entry")
    drawing.body = [
        part.replace('sourceRef="start" targetRef="split"', 'sourceRef="start" targetRef="entry"') for part in drawing.body
    ]
    drawing.flow("entry", "first", "split", "a", "again").flow("again", "join", key="on")
    drawing.flow("again", "entry", condition="outcome == 'no'")

    assert ("lost_branch", "again") in errors(drawing)


def test_a_loop_around_a_whole_parallel_block_loses_nothing() -> None:
    drawing = Drawing().start().gateway("entry").gateway("split", "parallel").user("a").user("b").gateway("join", "parallel")
    drawing.user("judge", outcomes="ok:好,no:不好").gateway("again", default="on").end()
    drawing.flow("start", "entry", "split", "a", "join", "judge", "again").flow("split", "b", "join")
    drawing.flow("again", "end", key="on").flow("again", "entry", condition="outcome == 'no'")

    assert errors(drawing) == set()


def test_gateways_in_a_ring_turn_for_ever() -> None:
    drawing = Drawing().start().gateway("one").gateway("two", default="d").end().variable("x")
    drawing.flow("start", "one", "two").flow("two", "one", condition="x == 1").flow("two", "end", key="d")

    assert any(code == "automatic_cycle" for code, _ in errors(drawing))


def test_a_loop_without_a_way_out_never_ends() -> None:
    drawing = Drawing().start().user("a").user("b").flow("start", "a", "b", "a")

    assert any(code == "endless" for code, _ in errors(drawing))


def test_an_inclusive_join_waits_for_the_branches_that_were_taken() -> None:
    drawing = Drawing().start().gateway("split", "inclusive", default="d").user("a").user("b").gateway("join", "inclusive").end()
    drawing.variable("x").flow("start", "split").flow("split", "a", condition="x == 1").flow("split", "b", key="d")
    drawing.flow("a", "join").flow("b", "join", "end")

    assert errors(drawing) == set()


def test_a_huge_model_is_not_explored_for_ever() -> None:
    found = explore(compile_model(parallel(*[f"t{n}" for n in range(14)]).xml()))

    assert not found.complete
    assert len(found.markings) == 4000


def test_a_sub_process_is_checked_inside() -> None:
    inner = Drawing("i").start("s0").user("b").user("lost").end("e0").flow("s0", "b", "e0").flow("lost", "e0")
    drawing = Drawing().start().sub("s", inner).end().flow("start", "s", "end")

    assert ("unreachable", "lost") in errors(drawing)
