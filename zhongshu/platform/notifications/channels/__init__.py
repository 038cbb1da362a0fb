"""Ways to reach a person, one folder each. A new one is a new folder with a ``CHANNEL`` in its ``channel.py``."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from zhongshu.platform.notifications.channels.base import Channel, Message


@cache
def all_channels() -> dict[str, Channel]:
    """Return every channel by its key."""
    found = [import_module(f"{__name__}.{module.name}.channel").CHANNEL for module in iter_modules(__path__) if module.ispkg]
    return {channel.key: channel for channel in found}


def outside() -> dict[str, Channel]:
    """Return the channels that leave the system and that the settings have switched on."""
    return {key: channel for key, channel in all_channels().items() if channel.leaves_system and channel.is_available()}


__all__ = ["Channel", "Message", "all_channels", "outside"]
