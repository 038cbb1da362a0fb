import pytest

from zhongshu.domains.supervision.tests import factories
from zhongshu.kernel import clock


@pytest.fixture(autouse=True)
def monday():
    """A working Monday, five weeks before the end of the known calendar."""
    with clock.frozen(factories.MONDAY):
        yield


@pytest.fixture
def office(db):
    return factories.office()
