import pytest

from zhongshu.platform.workflow.engine.votes import UNDECIDED, Verdict, decide


@pytest.mark.parametrize(
    ("rule", "votes", "waiting", "verdict"),
    [
        ("all", {"yes": 2}, 1, UNDECIDED),
        ("all", {"yes": 3}, 0, Verdict(True, "yes")),
        ("all", {"yes": 2, "no": 1}, 0, Verdict(True, "no")),
        ("all", {"yes": 1, "no": 1}, 1, UNDECIDED),
        ("any", {"yes": 1}, 4, Verdict(True, "yes")),
        ("any", {}, 4, UNDECIDED),
        ("veto", {"yes": 1, "no": 1}, 3, Verdict(True, "no")),
        ("veto", {"yes": 4}, 1, UNDECIDED),
        ("veto", {"yes": 5}, 0, Verdict(True, "yes")),
        ("ratio:0.6", {"yes": 2}, 3, UNDECIDED),
        ("ratio:0.6", {"yes": 3}, 2, Verdict(True, "yes")),
        ("ratio:0.6", {"yes": 1, "no": 2}, 2, UNDECIDED),
        ("ratio:0.6", {"no": 3}, 2, Verdict(True, "no")),
        ("ratio:1", {"yes": 2, "no": 1}, 1, Verdict(True, "no")),
        ("all", {}, 0, Verdict(True, "yes")),
    ],
)
def test_the_rule_decides(rule: str, votes: dict[str, int], waiting: int, verdict: Verdict) -> None:
    assert decide(rule, votes=votes, waiting=waiting, positive="yes") == verdict


def test_the_refusal_given_last_names_the_result() -> None:
    votes = {"yes": 1, "no": 1, "later": 1}

    assert decide("all", votes=votes, waiting=0, positive="yes", latest="later").outcome == "later"


def test_without_outcomes_every_part_agrees() -> None:
    assert decide("ratio:0.5", votes={"": 1}, waiting=1, positive="") == UNDECIDED
    assert decide("all", votes={"": 2}, waiting=0, positive="") == Verdict(True, "")
