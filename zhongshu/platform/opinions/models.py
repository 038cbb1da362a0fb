from django.db import models
from django.db.models import Q

from zhongshu.kernel.refs import Referring
from zhongshu.platform.opinions.choices import Attitude, OpinionKind, PhraseScope

WORDS_LIMIT = 5000


class Opinion(Referring):
    """意见、批示: what one person wrote about an object, in a post, at a moment, having read one state of its text.

    The words never change: the database refuses it. Names stand as text, so that the slip reads later as it read that day.
    ``entered_by`` is the clerk who entered what was written on paper (代录). ``step_id`` and ``item_id`` are plain numbers of
    the process.
    """

    kind = models.CharField("类别", max_length=20, choices=OpinionKind, default=OpinionKind.HANDLING)
    column = models.CharField("意见栏", max_length=40, blank=True)
    step_label = models.CharField("环节", max_length=80, blank=True)
    step_id = models.BigIntegerField("环节记录", null=True, blank=True)
    item_id = models.BigIntegerField("工作项", null=True, blank=True)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    words = models.TextField("意见", blank=True)
    attitude = models.CharField("态度", max_length=12, choices=Attitude, default=Attitude.COMMENT)
    at = models.DateTimeField("时间")
    text_digest = models.CharField("所阅文本摘要", max_length=64, blank=True)
    opened_text = models.BooleanField("办理前打开过正文", default=False)
    has_handwriting = models.BooleanField("手写", default=False)

    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="签署人", db_index=False)
    person_name = models.CharField("签署人姓名", max_length=40)
    post = models.ForeignKey(
        "organizations.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="岗位", db_index=False
    )
    post_name = models.CharField("岗位名称", max_length=60, blank=True)
    post_rank = models.PositiveIntegerField("岗位排序", default=1000)
    unit_name = models.CharField("单位名称", max_length=80, blank=True)
    organ = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机关", db_index=False
    )
    organ_name = models.CharField("机关名称", max_length=80, blank=True)
    behalf = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="委托人", db_index=False
    )
    behalf_name = models.CharField("委托人姓名", max_length=40, blank=True)
    entered_by = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代录人", db_index=False
    )
    entered_by_name = models.CharField("代录人姓名", max_length=40, blank=True)
    paper_date = models.DateField("纸面签署日期", null=True, blank=True)

    is_restricted = models.BooleanField("仅指定人员可见", default=False)
    is_late = models.BooleanField("结论形成后补签", default=False)
    before_return = models.BooleanField("退回前意见", default=False)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["ref_kind", "ref_id", "at"], name="opinions_of_one_object"),
            models.Index(fields=["person", "-at"], name="opinions_of_one_person"),
            models.Index(fields=["step_id"], name="opinions_of_one_step", condition=Q(step_id__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(entered_by=None) ^ Q(paper_date__isnull=False),
                name="opinions_paper_opinions_have_a_date",
                violation_error_message="代录的意见必须填写纸面签署日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name} {self.get_attitude_display()}"

    @property
    def signature(self) -> str:
        """The name under the words: "乙（代甲）" when written for a principal."""
        return f"{self.person_name}（代{self.behalf_name}）" if self.behalf_name else self.person_name


class OpinionReader(models.Model):
    """可见人员: one of those for whom a restricted opinion was written."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="readers", verbose_name="意见")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="可见人员")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opinion", "person"], name="opinions_one_reader_once")]

    def __str__(self) -> str:
        return f"{self.opinion_id} → {self.person_id}"


class Handwriting(models.Model):
    """手写签批: the strokes as drawn, their picture, and the digest of the page under the pen."""

    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="handwriting", verbose_name="意见")
    strokes = models.JSONField("笔迹")
    picture = models.BinaryField("图片")
    picture_digest = models.CharField("图片摘要", max_length=64)
    page_digest = models.CharField("所签页面摘要", max_length=64, blank=True)
    transcript = models.TextField("录入文字", blank=True)
    width = models.PositiveSmallIntegerField("宽（像素）")
    height = models.PositiveSmallIntegerField("高（像素）")

    def __str__(self) -> str:
        return f"{self.opinion_id}"


class DraftOpinion(Referring):
    """暂存意见: words not yet given, seen by their author only. One per author and place ("item:12")."""

    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="作者")
    place = models.CharField("位置", max_length=60)
    words = models.TextField("意见", blank=True)
    attitude = models.CharField("态度", max_length=12, choices=Attitude, blank=True)
    strokes = models.JSONField("笔迹", null=True, blank=True)
    extra = models.JSONField("其他填写内容", default=dict, blank=True)
    saved_at = models.DateTimeField("暂存时间")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="opinions_one_draft_per_place")]

    def __str__(self) -> str:
        return self.place


class CommonPhrase(models.Model):
    """常用语: a sentence put into an opinion with one press."""

    scope = models.CharField("范围", max_length=10, choices=PhraseScope)
    person = models.ForeignKey(
        "organizations.Person", models.CASCADE, null=True, blank=True, related_name="+", verbose_name="人员"
    )
    unit = models.ForeignKey("organizations.Unit", models.CASCADE, null=True, blank=True, related_name="+", verbose_name="单位")
    text = models.CharField("内容", max_length=100)
    rank_order = models.PositiveSmallIntegerField("排序", default=100)

    class Meta:
        ordering = ["scope", "rank_order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(scope=PhraseScope.PERSON, person__isnull=False, unit=None)
                    | Q(scope=PhraseScope.UNIT, person=None, unit__isnull=False)
                    | Q(scope=PhraseScope.SYSTEM, person=None, unit=None)
                ),
                name="opinions_phrase_belongs_to_its_scope",
            ),
            models.UniqueConstraint(
                fields=["person", "text"], condition=Q(scope=PhraseScope.PERSON), name="opinions_one_phrase_per_person"
            ),
            models.UniqueConstraint(
                fields=["unit", "text"], condition=Q(scope=PhraseScope.UNIT), name="opinions_one_phrase_per_unit"
            ),
            models.UniqueConstraint(
                fields=["text"], condition=Q(scope=PhraseScope.SYSTEM), name="opinions_one_phrase_per_system"
            ),
        ]

    def __str__(self) -> str:
        return self.text
