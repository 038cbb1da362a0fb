from importlib import import_module
from pathlib import Path

from django.apps import AppConfig


class BridgesConfig(AppConfig):
    name = "zhongshu.bridges"
    verbose_name = "衔接"

    def ready(self) -> None:
        """Load every bridge, so that its handlers are subscribed."""
        for file in sorted(Path(__file__).parent.glob("*_to_*.py")):
            import_module(f"{self.name}.{file.stem}")
