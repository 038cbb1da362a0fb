"""Who may take ledgers in."""

from django.db.models import Q

from zhongshu.domains.supervision.models.importing import LedgerImport
from zhongshu.domains.supervision.policies import supervised_organs
from zhongshu.kernel.policy import Policy

import_policy = Policy(LedgerImport)
import_policy.allow("view", "查看台账导入", lambda actor: Q(organ__in=supervised_organs(actor)))
import_policy.allow("decide", "确认或放弃台账导入", lambda actor: Q(organ__in=supervised_organs(actor)))
