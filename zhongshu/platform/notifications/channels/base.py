"""What every channel can do."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from zhongshu.platform.organizations.public import Person


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out: it names the kind and the number of notifications, never the content of an object.

    ``key`` is the same when the same message is sent again after a fault, so that the other side can tell.
    """

    key: str
    address: str
    subject: str
    text: str


class Channel(ABC):
    """A way to reach a person."""

    key: str
    label: str
    leaves_system = True

    def is_available(self) -> bool:
        """Tell whether the settings of this installation have switched the channel on."""
        return True

    @abstractmethod
    def address_of(self, person: Person) -> str:
        """Return where the person is reached; empty if nowhere."""

    @abstractmethod
    def send(self, message: Message) -> None:
        """Send the message, or raise so that it is tried again later."""
