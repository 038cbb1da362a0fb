"""What a person wants to hear, how and when."""

import datetime as dt

from django.db import transaction

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.notifications import channels
from zhongshu.platform.notifications.choices import Pace
from zhongshu.platform.notifications.models import Preference, Rhythm


@transaction.atomic
def choose(
    answers: dict[tuple[str, str], bool],
    *,
    pace: str = Pace.AT_ONCE,
    quiet_from: dt.time | None = None,
    quiet_until: dt.time | None = None,
    by: Actor,
) -> None:
    """Keep the actor's own preferences (接收偏好): by channel and kind, an empty kind for all others.

    Raises:
        NotPermitted: an administrator's account, which receives nothing.
        RuleBroken: a channel that this installation does not offer, or quiet hours with one end only.
    """
    if by.person_id is None:
        raise NotPermitted("管理员账号不接收业务消息", code="administrator_receives_nothing")
    offered = channels.outside()
    if any(channel not in offered for channel, _ in answers):
        raise RuleBroken("本系统没有开通该消息渠道，请刷新后重新选择", code="channel_not_offered")
    if (quiet_from is None) != (quiet_until is None):
        raise RuleBroken("免打扰时段须同时填写开始和结束时间", code="quiet_hours_incomplete", field="quiet_until")
    for (channel, kind), enabled in answers.items():
        Preference.objects.update_or_create(person_id=by.person_id, channel=channel, kind=kind, defaults={"enabled": enabled})
    Rhythm.objects.update_or_create(
        person_id=by.person_id, defaults={"pace": pace, "quiet_from": quiet_from, "quiet_until": quiet_until}
    )
