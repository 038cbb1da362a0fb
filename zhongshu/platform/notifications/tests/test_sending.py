import datetime as dt
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail as outgoing_mail

from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.jobs.choices import State
from zhongshu.platform.jobs.models import Job
from zhongshu.platform.jobs.public import drain
from zhongshu.platform.notifications import channels, commands
from zhongshu.platform.notifications.channels.webhook.channel import FORMS
from zhongshu.platform.notifications.choices import DeliveryState, Pace
from zhongshu.platform.notifications.models import Delivery, Notification, Preference, Rhythm
from zhongshu.platform.notifications.tests.factories import actor_for, clerk, tell, wants
from zhongshu.platform.organizations.tests.factories import administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def robot(settings):
    """A gateway on this machine: a list of what it received, and the status it answers with."""
    received, answer = [], {"status": 200}

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.headers["Idempotency-Key"], json.loads(body)))
            self.send_response(answer["status"])
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args):
            """Keep the test output quiet."""

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.NOTIFICATION_WEBHOOK = f"http://127.0.0.1:{server.server_port}/robot"
    yield received, answer
    server.shutdown()
    server.server_close()


def test_nothing_leaves_the_system_unless_switched_on_and_asked_for(mail):
    person = clerk()

    tell(person)
    drain()

    assert outgoing_mail.outbox == []
    assert not Delivery.objects.exists()


def test_mail_says_that_something_waits_and_never_what(mail, settings):
    settings.SITE_ADDRESS = "https://office.yunzhou.test"
    person = clerk()
    wants(person, "mail")

    tell(person)
    drain()

    (message,) = outgoing_mail.outbox
    assert message.to == ["clerk@yunzhou.test"]
    assert message.subject == "【办公平台】新待办1条"
    assert message.body == "您有1条未读消息（新待办1条），请登录办公平台查看：https://office.yunzhou.test"
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_what_has_been_read_meanwhile_is_not_sent(mail):
    person = clerk()
    wants(person, "mail")
    tell(person)

    commands.mark_all_read(by=actor_for(person))
    drain()

    assert outgoing_mail.outbox == []
    assert Delivery.objects.get().state == DeliveryState.NOT_NEEDED


def test_a_second_run_sends_nothing_again(mail):
    person = clerk()
    wants(person, "mail")
    tell(person)
    drain()

    assert commands.send(Delivery.objects.get().pk) == DeliveryState.SENT
    assert len(outgoing_mail.outbox) == 1


def test_who_has_no_address_is_not_written_to(mail):
    person = clerk(email="")
    wants(person, "mail")

    tell(person)
    drain()

    assert Delivery.objects.get().state == DeliveryState.NO_ADDRESS


def test_a_kind_may_be_wanted_or_not_by_itself(mail):
    person = clerk()
    commands.choose({("mail", ""): True, ("mail", "tests.arrived"): False}, by=actor_for(person))

    tell(person)
    tell(person, kind="tests.alarm")
    drain()

    assert [message.subject for message in outgoing_mail.outbox] == ["【办公平台】紧急提醒1条"]


def test_quiet_hours_hold_back_all_but_the_urgent(mail):
    person = clerk()
    wants(person, "mail", quiet=("22:00", "07:00"))
    with clock.frozen("2026-11-22 23:00"):
        tell(person)
        tell(person, kind="tests.alarm")
        drain()
        assert [message.subject for message in outgoing_mail.outbox] == ["【办公平台】紧急提醒1条"]
    with clock.frozen("2026-11-23 07:00"):
        drain()

    assert len(outgoing_mail.outbox) == 2


def test_a_daily_summary_gathers_what_is_unread(mail):
    person = clerk()
    wants(person, "mail", pace=Pace.DAILY)
    with clock.frozen("2026-11-22 09:00"):
        tell(person)
        tell(person)
        tell(person, kind="tests.unknown")
        drain()
        commands.mark_read([Notification.objects.order_by("pk").first().pk], by=actor_for(person))
    with clock.frozen("2026-11-23 08:30"):
        sent = [commands.send_digests(), commands.send_digests()]

    assert sent == [1, 0]
    assert [message.subject for message in outgoing_mail.outbox] == ["【办公平台】新待办1条、提醒1条"]


def test_the_robot_gets_one_json_message_with_a_key(robot):
    received, _ = robot
    person = clerk()
    wants(person, "webhook")

    tell(person)
    drain()

    ((key, body),) = received
    assert key == f"notification-{Delivery.objects.get().pk}"
    assert (body["to"], "防汛" in json.dumps(body, ensure_ascii=False)) == ("13000000000", False)


@pytest.mark.parametrize("status", [302, 500])
def test_a_robot_that_fails_is_tried_again_later(robot, status):
    received, answer = robot
    answer["status"] = status
    person = clerk()
    wants(person, "webhook")
    with clock.frozen("2026-11-22 09:00") as now:
        tell(person)
        drain()
        assert Job.objects.get().state == State.WAITING
    answer["status"] = 200
    with clock.frozen(now + dt.timedelta(minutes=1)):
        drain()

    assert [key for key, _ in received] == [received[0][0]] * 2
    assert Delivery.objects.get().state == DeliveryState.SENT


@pytest.mark.parametrize(
    ("form", "path"),
    [("plain", ("text",)), ("wecom", ("text", "content")), ("dingtalk", ("text", "content")), ("feishu", ("content", "text"))],
)
def test_each_gateway_gets_its_own_form(form, path):
    body = FORMS[form](channels.Message("k", "13000000000", "主题", "正文"))

    for step in path:
        body = body[step]
    assert body == "正文"


def test_an_address_that_is_no_web_address_switches_the_robot_off(settings):
    settings.NOTIFICATION_WEBHOOK = "file:///etc/passwd"

    assert "webhook" not in channels.outside()


def test_the_three_channels_are_found():
    assert sorted(channels.all_channels()) == ["in_app", "mail", "webhook"]


def test_a_channel_that_is_not_offered_cannot_be_chosen():
    with pytest.raises(RuleBroken, match="没有开通"):
        commands.choose({("mail", ""): True}, by=actor_for(clerk()))

    assert not Preference.objects.exists()


def test_quiet_hours_need_both_ends():
    with pytest.raises(RuleBroken, match="同时填写"):
        commands.choose({}, quiet_from=dt.time(22), by=actor_for(clerk()))

    assert not Rhythm.objects.exists()


def test_administrators_choose_nothing():
    with pytest.raises(NotPermitted):
        commands.choose({}, by=administrator("system"))

    assert not Rhythm.objects.exists()
