import pytest

from zhongshu.platform.jobs import registry


@pytest.fixture
def handlers(monkeypatch):
    """Handlers and schedules of this test only, on top of the announced ones."""
    monkeypatch.setattr(registry, "_handlers", dict(registry._handlers))
    monkeypatch.setattr(registry, "_crons", {})
    return registry
