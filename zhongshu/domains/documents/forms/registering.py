"""收文登记: from paper, from a file, and what the registry decides."""

from typing import Any

from django import forms
from django.urls import reverse_lazy

from zhongshu.domains.documents.choices import DocumentType, ItemNature, Secrecy, Urgency
from zhongshu.domains.documents.forms.fields import IdField, offer, person_names
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput, MomentInput, PickerInput, TextArea, wide


class ReceiveForm(OfficeForm):
    """A document that came on paper or from outside the platform."""

    organ = forms.TypedChoiceField(label="收文机关", coerce=int)
    sender_name = forms.CharField(label="来文机关", max_length=300)
    source_number = forms.CharField(label="来文字号", max_length=80, required=False)
    source_date = forms.DateField(label="来文日期", required=False, widget=DateInput)
    received_at = forms.DateTimeField(label="收文时间", widget=MomentInput)
    title = forms.CharField(label="标题", max_length=300, widget=wide(TextArea(2)))
    document_type = forms.ChoiceField(label="文种", required=False, choices=[("", "不是法定文种"), *DocumentType.choices])
    nature = forms.ChoiceField(label="类别", choices=ItemNature.choices, widget=forms.RadioSelect, initial=ItemNature.FOR_ACTION)
    urgency = forms.ChoiceField(label="紧急程度", choices=Urgency.choices)
    secrecy = forms.TypedChoiceField(label="等级", choices=Secrecy.choices, coerce=int, help_text="本系统不得存储国家秘密")
    copies = forms.IntegerField(label="份数", min_value=1, max_value=5000, initial=1)
    body = forms.CharField(label="正文或摘要", required=False, max_length=200_000, widget=wide(TextArea(8)))

    def __init__(self, *args: Any, organ_choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only_organ = len(organ_choices) == 1
        offer(self, "organ", organ_choices)


class IntakeForm(ReceiveForm):
    """A document registered from a file: what was read of it, and what the registry decides, in one form."""

    principals = forms.CharField(label="主送机关", max_length=600, required=False, widget=wide(TextArea(2)))
    copies_to = forms.CharField(label="抄送机关", max_length=600, required=False)
    copy_number = forms.CharField(label="份号", max_length=12, required=False)
    signers = forms.CharField(label="签发人", max_length=80, required=False)
    requested_days = forms.IntegerField(label="办理时限（工作日）", required=False, min_value=1, max_value=120)
    chaser_id = IdField(
        label="催办人", required=False, widget=PickerInput(reverse_lazy("documents:find_people"), names_of=person_names)
    )
    is_another = forms.BooleanField(label="仍要登记：确是另一份文件", required=False)
    field_order = (
        "title", "source_number", "sender_name", "source_date", "document_type", "principals", "urgency", "secrecy", "copies_to",
        "copy_number", "signers", "nature", "requested_days", "chaser_id", "received_at", "copies", "organ", "is_another",
    )  # fmt: skip

    def __init__(self, *args: Any, asks_again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["body"]
        if self.only_organ:
            self.fields["organ"].widget = forms.HiddenInput()
        if not asks_again:
            self.fields["is_another"].widget = forms.HiddenInput()


class RegisterForm(OfficeForm):
    """What the registry decides when it registers: action or information, urgency, limit, who chases."""

    nature = forms.ChoiceField(label="类别", choices=ItemNature.choices, widget=forms.RadioSelect)
    urgency = forms.ChoiceField(label="紧急程度", choices=Urgency.choices)
    document_type = forms.ChoiceField(label="文种", required=False, choices=[("", "不是法定文种"), *DocumentType.choices])
    requested_days = forms.IntegerField(
        label="办理时限（工作日）",
        required=False,
        min_value=1,
        max_value=120,
        help_text="不填按缓急默认：特急1天、加急3天、平件15天；阅件不设时限",
    )
    chaser_id = IdField(
        label="催办人", required=False, help_text="紧急或重要公文由专人催办",
        widget=PickerInput(reverse_lazy("documents:find_people"), names_of=person_names),
    )  # fmt: skip


class ExtendForm(OfficeForm):
    working_days = forms.IntegerField(label="延期工作日", min_value=1, max_value=60)
    reason = forms.CharField(label="延期理由", max_length=200, widget=wide(TextArea(2)))
