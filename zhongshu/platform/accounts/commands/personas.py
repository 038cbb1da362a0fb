"""The demonstration's people on the log-in page."""

from django.conf import settings

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.accounts.models import Account, Persona


def register_persona(account: Account, *, group: str, label: str, description: str = "", rank_order: int = 1000) -> Persona:
    """Put a fictional person on the log-in page of a demonstration. Safe to run twice.

    Raises:
        RuleBroken: this installation is not a demonstration.
    """
    if not settings.DEMONSTRATION:
        raise RuleBroken("正式环境不能登记演示人员", code="no_demonstration")
    persona, _ = Persona.objects.update_or_create(
        account=account,
        defaults={"group": group, "label": label, "description": description, "rank_order": rank_order},
    )
    return persona
