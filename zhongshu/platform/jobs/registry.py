"""Which function does which job, and when it runs by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from croniter import croniter

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Handler:
    """A function that does the jobs called ``name``. It may run twice and must do no harm then."""

    name: str
    function: Function
    label: str
    max_attempts: int


_handlers: dict[str, Handler] = {}
_crons: dict[str, str] = {}


def job(name: str, *, label: str = "", max_attempts: int = 5) -> Callable[[Function], Function]:
    """Register the function that does the jobs called ``name``; ``label`` is shown to the administrator.

    A job is done at least once: a worker that is killed leaves its job to the next, so the function must be safe to run twice.
    """

    def register(function: Function) -> Function:
        _handlers[name] = Handler(name, function, label or name, max_attempts)
        return function

    return register


def schedule(name: str, *, cron: str, label: str = "", max_attempts: int = 3) -> Callable[[Function], Function]:
    """Run the function, without arguments, at every slot of ``cron`` (five fields, the office's local time).

    However many workers there are, one job is made per slot. Slots missed while no worker ran are made up once.
    """
    if not croniter.is_valid(cron):
        raise ValueError(f"{cron!r} is not a cron expression")

    def register(function: Function) -> Function:
        _crons[name] = cron
        return job(name, label=label, max_attempts=max_attempts)(function)

    return register


def handler(name: str) -> Handler:
    """Return the handler of a job.

    Raises:
        LookupError: no module announced such a job; it may have been removed by an upgrade.
    """
    try:
        return _handlers[name]
    except KeyError:
        raise LookupError(f"no handler for job {name}") from None


def is_known(name: str) -> bool:
    return name in _handlers


def label(name: str) -> str:
    known = _handlers.get(name)
    return known.label if known else name


def crons() -> dict[str, str]:
    """Return the schedules as name -> cron."""
    return dict(_crons)
