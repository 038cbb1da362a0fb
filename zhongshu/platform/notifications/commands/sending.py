"""What leaves the system: that something waits, never what it says."""

from collections import Counter

from django.conf import settings

from zhongshu.kernel import clock
from zhongshu.platform.notifications import channels, kinds
from zhongshu.platform.notifications.channels import Message
from zhongshu.platform.notifications.choices import DeliveryState
from zhongshu.platform.notifications.models import Delivery


def send(delivery_id: int) -> str:
    """Send one notification over its channel, unless it has been read meanwhile; returns the state. Safe to run twice."""
    delivery = Delivery.objects.select_related("notification__recipient").get(pk=delivery_id)
    if delivery.state == DeliveryState.WAITING:
        _send([delivery], key=f"notification-{delivery.pk}")
        delivery.refresh_from_db(fields=["state"])
    return delivery.state


def send_digests() -> int:
    """Send each person who wants one summary a day what has gathered, one message a channel; returns how many were sent."""
    due = Delivery.objects.filter(state=DeliveryState.WAITING, in_digest=True, send_at__lte=clock.now())
    groups: dict[tuple[int, str], list[Delivery]] = {}
    for delivery in due.select_related("notification__recipient").order_by("pk"):
        groups.setdefault((delivery.notification.recipient_id, delivery.channel), []).append(delivery)
    return sum(_send(group, key=f"notification-digest-{group[-1].pk}") for group in groups.values())


def _send(deliveries: list[Delivery], *, key: str) -> bool:
    channel = channels.outside().get(deliveries[0].channel)
    unread = [delivery for delivery in deliveries if delivery.notification.read_at is None]
    _settle([delivery for delivery in deliveries if delivery not in unread], DeliveryState.NOT_NEEDED)
    if not unread:
        return False
    recipient = unread[0].notification.recipient
    address = channel.address_of(recipient) if channel and recipient.active else ""
    if not channel or not address:
        _settle(unread, DeliveryState.NO_ADDRESS)
        return False
    channel.send(_message(key, address, unread))
    _settle(unread, DeliveryState.SENT)
    return True


def _message(key: str, address: str, deliveries: list[Delivery]) -> Message:
    counts = Counter(kinds.kind(delivery.notification.kind).label for delivery in deliveries)
    listed = "、".join(f"{label}{count}条" for label, count in counts.items())
    where = f"：{settings.SITE_ADDRESS}" if settings.SITE_ADDRESS else ""
    text = f"您有{sum(counts.values())}条未读消息（{listed}），请登录办公平台查看{where}"
    return Message(key=key, address=address, subject=f"【办公平台】{listed}", text=text)


def _settle(deliveries: list[Delivery], state: DeliveryState) -> None:
    sent_at = clock.now() if state == DeliveryState.SENT else None
    waiting = Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries], state=DeliveryState.WAITING)
    waiting.update(state=state, sent_at=sent_at)
