"""邮件, over the mail server that the settings name."""

from django.conf import settings
from django.core.mail import EmailMessage

from zhongshu.platform.notifications.channels.base import Channel, Message
from zhongshu.platform.organizations.public import Person


class Mail(Channel):
    key = "mail"
    label = "邮件"

    def is_available(self) -> bool:
        return bool(settings.NOTIFICATION_MAIL_FROM)

    def address_of(self, person: Person) -> str:
        return person.email

    def send(self, message: Message) -> None:
        # The same Message-ID on a second try lets the receiving side drop the copy.
        domain = settings.NOTIFICATION_MAIL_FROM.rpartition("@")[2] or "localhost"
        EmailMessage(
            message.subject,
            message.text,
            settings.NOTIFICATION_MAIL_FROM,
            [message.address],
            headers={"Message-ID": f"<{message.key}@{domain}>"},
        ).send()


CHANNEL = Mail()
