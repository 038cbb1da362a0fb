"""Reads the environment: ``ZHONGSHU_...`` variables with defaults that suit a county office."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# WAL with IMMEDIATE transactions: writers queue instead of failing with "database is locked". FULL: a power cut loses nothing committed.
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=268435456;PRAGMA cache_size=-65536;"
    "PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864;"
)


class Environment:
    """The process environment, each variable read by its meaning."""

    def text(self, name: str, default: str) -> str:
        return os.environ.get(name, default)

    def names(self, name: str, default: list[str]) -> list[str]:
        value = os.environ.get(name)
        return default if value is None else [part.strip() for part in value.split(",") if part.strip()]

    def number(self, name: str, default: int) -> int:
        value = os.environ.get(name)
        if value is None:
            return default
        try:
            return int(value)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from error

    def flag(self, name: str, default: bool = False) -> bool:
        return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}

    def path(self, name: str, default: Path) -> Path:
        path = Path(os.environ.get(name, default)).absolute()
        path.mkdir(parents=True, exist_ok=True)
        return path

    def secret(self, name: str, file: Path) -> str:
        """Return the secret from the environment, or from a file that is made once, readable by its owner only."""
        if value := os.environ.get(name):
            return value
        if not file.exists():
            try:
                descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                return file.read_text()
            with os.fdopen(descriptor, "w") as handle:
                handle.write(secrets.token_urlsafe(48))
        return file.read_text()

    def database(self, name: str, file: Path) -> dict[str, Any]:
        """Return the database: an embedded SQLite file, or PostgreSQL by ``postgresql://user:password@host:port/name``."""
        url = os.environ.get(name)
        return postgres(url) if url else sqlite(file)


def sqlite(file: Path | str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": _SQLITE_PRAGMAS},
    }


def postgres(url: str, *, pool: bool = True) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }
