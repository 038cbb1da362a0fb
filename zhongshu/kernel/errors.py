"""What an office says when it refuses: one Chinese sentence that tells what to do next."""

from typing import Any


class OfficeError(Exception):
    """A refusal that a person can act on.

    ``message`` is shown as it stands; ``code`` is stable, for tests and programs; ``field`` names the form field at fault, if one is;
    ``facts`` are plain values for the page that explains the refusal (who acted, when).
    """

    status = 400

    def __init__(self, message: str, *, code: str = "", field: str | None = None, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.field = field
        self.facts = facts

    default_code = "office_error"


class RuleBroken(OfficeError):
    """A rule of the office forbids this, whoever asks (422)."""

    status = 422
    default_code = "rule_broken"


class NotPermitted(OfficeError):
    """This person may not do this (403)."""

    status = 403
    default_code = "not_permitted"


class StaleState(OfficeError):
    """Somebody else acted first; what the person saw is no longer so (409)."""

    status = 409
    default_code = "stale_state"
