from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhongshu.domains.supervision.choices import ProposalState, SourceKind
from zhongshu.domains.supervision.models.items import SupervisionItem
from zhongshu.kernel.refs import Referring


class Proposal(Referring):
    """立项建议: a leader's words that ask for something; a person decides whether they become an item."""

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        ProposalState.WAITING: {ProposalState.DOCKETED, ProposalState.JOINED, ProposalState.DECLINED},
        ProposalState.DOCKETED: set(),
        ProposalState.JOINED: set(),
        ProposalState.DECLINED: set(),
    }

    # Set by Policy.mark in the queries of pages.
    can_decide: bool

    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="督查机关", db_index=False)
    kind = models.CharField("立项依据", max_length=20, choices=SourceKind, default=SourceKind.INSTRUCTION)
    words = models.TextField("批示原文", blank=True)
    sentence = models.TextField("原句", blank=True)
    paragraph = models.PositiveIntegerField("段落", null=True, blank=True)
    has_handwriting = models.BooleanField("手写", default=False)
    text_digest = models.CharField("所阅文本摘要", max_length=64, blank=True)
    opinion_id = models.BigIntegerField("意见编号", null=True, blank=True)
    leader = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批示领导"
    )
    leader_name = models.CharField("领导姓名", max_length=40, blank=True)
    leader_post = models.CharField("领导职务", max_length=60, blank=True)
    secrecy = models.PositiveSmallIntegerField("涉密等级", default=0)
    given_at = models.DateTimeField("批示时间")
    state = models.CharField("状态", max_length=10, choices=ProposalState, default=ProposalState.WAITING)
    item = models.ForeignKey(
        SupervisionItem, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name="督查事项"
    )
    reason = models.CharField("不予立项的理由", max_length=300, blank=True)
    decided_by_name = models.CharField("确认人", max_length=40, blank=True)
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organ", "state", "-given_at", "-id"], name="supervision_proposals_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "opinion_id"],
                condition=Q(opinion_id__isnull=False),
                name="supervision_one_proposal_per_instruction",
            )
        ]

    def __str__(self) -> str:
        return self.ref_title
