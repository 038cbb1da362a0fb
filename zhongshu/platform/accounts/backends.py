"""How a session becomes an account."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Q

from zhongshu.platform.accounts.models import Account


class AccountBackend(BaseBackend):
    """Loads the account with its person in one query; ``commands.check_in`` checks passwords, where failures are counted."""

    def get_user(self, user_id: Any) -> Account | None:
        in_service = Q(person=None) | Q(person__active=True)
        return Account.objects.select_related("person").filter(in_service, pk=user_id, is_active=True).first()
