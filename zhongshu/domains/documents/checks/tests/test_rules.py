"""Every example of every rule: what must be found, what must be left alone, what the correction gives."""

import pytest

from zhongshu.domains.documents.checks import engine, parsing
from zhongshu.domains.documents.checks.registry import Example
from zhongshu.domains.documents.checks.rules import RULES

FAILS = [(rule.id, example) for rule in RULES.values() for example in rule.fails]
PASSES = [(rule.id, example) for rule in RULES.values() for example in rule.passes]


def found(rule_id: str, example: Example) -> list[engine.Finding]:
    manuscript = parsing.of_unit(example.unit, example.text, **example.facts)
    return [finding for finding in engine.check(manuscript) if finding.rule == rule_id]


@pytest.mark.parametrize(("rule_id", "example"), FAILS, ids=[f"{one}: {example.text[:30]}" for one, example in FAILS])
def test_what_breaks_the_rule_is_found(rule_id: str, example: Example):
    findings = found(rule_id, example)

    assert findings
    if example.right is not None:
        assert engine.corrected(example.text, findings) == example.right


@pytest.mark.parametrize(("rule_id", "example"), PASSES, ids=[f"{one}: {example.text[:30]}" for one, example in PASSES])
def test_what_keeps_the_rule_is_left_alone(rule_id: str, example: Example):
    assert found(rule_id, example) == []


def test_every_rule_has_a_clause_and_an_explanation():
    assert [rule.id for rule in RULES.values() if not (rule.clause and rule.explanation and rule.name)] == []
