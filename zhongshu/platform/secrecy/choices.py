from django.db import models


class Level(models.IntegerChoices):
    """等级. State secrets (3 and above) exist here as names only: to recognise a mark, and to register paper."""

    NONE = 0, "普通"
    INTERNAL = 1, "内部"
    WORK_SECRET = 2, "工作秘密"
    CONFIDENTIAL = 3, "秘密"
    SECRET = 4, "机密"
    TOP_SECRET = 5, "绝密"

    @property
    def is_state_secret(self) -> bool:
        return self >= Level.CONFIDENTIAL


class PaperLevel(models.IntegerChoices):
    """密级 of a paper document that is registered, never stored."""

    CONFIDENTIAL = 3, "秘密"
    SECRET = 4, "机密"
    TOP_SECRET = 5, "绝密"


# 保守国家秘密法 (2024) art. 20: the longest period of each level, in years.
LONGEST_PERIOD = {PaperLevel.CONFIDENTIAL: 10, PaperLevel.SECRET: 20, PaperLevel.TOP_SECRET: 30}


class CopyState(models.TextChoices):
    HELD = "held", "在用"
    BORROWED = "borrowed", "借出"
    RECALLED = "recalled", "已清退"
    DESTROYED = "destroyed", "已销毁"
    ARCHIVED = "archived", "已归档"


class HandOverKind(models.TextChoices):
    RECEIVE = "receive", "签收"
    HAND_OVER = "hand_over", "移交"
    LEND = "lend", "借出"
    GIVE_BACK = "give_back", "归还"
    RECALL = "recall", "清退"
    DESTROY = "destroy", "销毁"
    ARCHIVE = "archive", "归档"
