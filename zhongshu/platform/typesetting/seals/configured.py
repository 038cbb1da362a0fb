"""The seal system of this installation, as the setting SEAL_PROVIDER names it."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from .provider import SealProvider, TrialSealProvider

TRIAL = "trial"


def seal_provider() -> SealProvider | None:
    """Return the installation's seal system; None when there is none and seals are pressed by hand.

    The setting is ``trial`` (test seals without legal effect, keys kept in SEAL_FOLDER) or the dotted path of a class.
    """
    return _provider(settings.SEAL_PROVIDER, str(settings.SEAL_FOLDER)) if settings.SEAL_PROVIDER else None


@lru_cache(maxsize=4)
def _provider(name: str, folder: str) -> SealProvider:
    if name == TRIAL:
        return TrialSealProvider(Path(folder))
    made: SealProvider = import_string(name)()
    return made
