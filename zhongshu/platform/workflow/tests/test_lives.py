"""The best check of the operations: after every command the open tokens are a marking that the process can reach by itself."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhongshu.platform.workflow.tests.factories import Office
from zhongshu.platform.workflow.tests.lives import PEOPLE, Life


@pytest.fixture
def staffed(office: Office) -> Office:
    """An office of five reviewers and a flow administrator."""
    for name in PEOPLE:
        office.person(name, "reviewer", clearance=2)
    office.person("管理员", "flow_administrator", clearance=2)
    return office


@given(seed=st.integers(min_value=1, max_value=10**6))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_random_orders_on_random_processes_keep_every_invariant(staffed: Office, seed: int) -> None:
    life = Life(staffed, seed)
    if life.is_small():
        life.run(25)
