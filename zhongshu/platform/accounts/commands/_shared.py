"""What every command on accounts needs."""

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.accounts.models import Account


def ref(account: Account) -> ObjectRef:
    return ObjectRef("accounts.account", account.pk, account.username)


def holder(account: Account, address: str = "") -> Actor:
    """Return the account's holder as the one who acts, for entries written before the session exists."""
    return Actor(
        person_id=account.person_id,
        name=account.name,
        administrator=account.administrator or None,
        account_id=account.pk,
        address=address,
    )


def require_own(account: Account, by: Actor) -> None:
    if by.account_id != account.pk:
        raise NotPermitted("只能办理本人账号的事项", code="not_own_account")
