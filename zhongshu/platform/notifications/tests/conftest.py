import pytest

from zhongshu.platform.notifications import kinds


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    """Two kinds of notification and one role, of these tests only."""
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(kinds, "_resolvers", {})
    kinds.register_kind("tests.arrived", "新待办")
    kinds.register_kind("tests.alarm", "紧急提醒", urgent=True)


@pytest.fixture
def mail(settings):
    settings.NOTIFICATION_MAIL_FROM = "office@yunzhou.test"


@pytest.fixture
def webhook(settings):
    settings.NOTIFICATION_WEBHOOK = "http://127.0.0.1:9/robot"
