"""When repeated failures close the door for a while: pure rules."""

import datetime as dt
from collections.abc import Sequence

LOCK = dt.timedelta(minutes=15)
# Failures within the lock's length. The narrow rule is the one people meet; an account is not closed for its owner because a
# stranger elsewhere guesses, until the guessing becomes a flood; an address may be a whole office behind one router.
PER_ACCOUNT_AND_ADDRESS = 5
PER_ACCOUNT = 20
PER_ADDRESS = 60


def locked_until(failures: Sequence[dt.datetime], allowed: int) -> dt.datetime | None:
    """Return until when the door stays closed after these failures.

    Args:
        failures: the moments of the last failures, newest first; more than ``allowed`` do no harm.
        allowed: so many failures within the lock's length close the door.
    """
    if len(failures) < allowed:
        return None
    newest, oldest = failures[0], failures[allowed - 1]
    return newest + LOCK if newest - oldest <= LOCK else None
