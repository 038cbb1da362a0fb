"""站内消息: the notification itself is the message."""

from zhongshu.platform.notifications.channels.base import Channel, Message
from zhongshu.platform.organizations.public import Person


class InApp(Channel):
    key = "in_app"
    label = "站内消息"
    leaves_system = False

    def address_of(self, person: Person) -> str:
        return str(person.pk)

    def send(self, message: Message) -> None:
        """Nothing to send: the row is on the person's list already."""


CHANNEL = InApp()
