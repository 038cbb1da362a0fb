"""登记簿: what the lists are filtered by, and saved views of them."""

from django import forms

from zhongshu.domains.documents.choices import (
    DocumentType,
    IncomingState,
    IntakeState,
    ItemNature,
    OutgoingState,
    ReceiptState,
    Urgency,
)
from zhongshu.domains.documents.forms.fields import ANY
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput


class OutgoingFilter(OfficeForm):
    """The filters of the register of outgoing documents."""

    words = forms.CharField(label="标题、文号", required=False, max_length=100, widget=forms.TextInput({"type": "search"}))
    phase = forms.ChoiceField(
        label="进度",
        required=False,
        choices=[*ANY, ("drafting", "起草"), ("in_flow", "在办"), ("issued", "已发"), ("ended", "已撤销或废止")],
    )
    document_type = forms.ChoiceField(label="文种", required=False, choices=[*ANY, *DocumentType.choices])
    urgency = forms.ChoiceField(label="缓急", required=False, choices=[*ANY, *Urgency.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[*ANY, *OutgoingState.choices])
    start_date = forms.DateField(label="自", required=False, widget=DateInput)
    end_date = forms.DateField(label="至", required=False, widget=DateInput)


class IncomingFilter(OfficeForm):
    """The filters of the register of incoming documents."""

    words = forms.CharField(label="标题、文号", required=False, max_length=100, widget=forms.TextInput({"type": "search"}))
    sender = forms.CharField(label="来文机关", required=False, max_length=60)
    phase = forms.ChoiceField(
        label="进度", required=False,
        choices=[*ANY, ("unregistered", "待登记"), ("open", "在办"), ("completed", "已办结"), ("returned", "已退文")],
    )  # fmt: skip
    nature = forms.ChoiceField(label="类别", required=False, choices=[*ANY, *ItemNature.choices])
    document_type = forms.ChoiceField(label="文种", required=False, choices=[*ANY, *DocumentType.choices])
    urgency = forms.ChoiceField(label="缓急", required=False, choices=[*ANY, *Urgency.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[*ANY, *IncomingState.choices])
    overdue = forms.BooleanField(label="仅看超期", required=False)
    start_date = forms.DateField(label="自", required=False, widget=DateInput)
    end_date = forms.DateField(label="至", required=False, widget=DateInput)


class InTrayFilter(OfficeForm):
    words = forms.CharField(
        label="标题、文号、来文机关", required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(label="状态", required=False, choices=ReceiptState.choices)


class SigningFilter(OfficeForm):
    """Who signed what: by topic, post and period."""

    topic = forms.CharField(
        label="事由", required=False, max_length=60, widget=forms.TextInput({"type": "search", "placeholder": "标题中的词"})
    )
    post = forms.CharField(label="岗位", required=False, max_length=60)
    person = forms.CharField(label="签发人", required=False, max_length=40)
    document_type = forms.ChoiceField(label="文种", required=False, choices=[*ANY, *DocumentType.choices])
    start_date = forms.DateField(label="自", required=False, widget=DateInput)
    end_date = forms.DateField(label="至", required=False, widget=DateInput)


class IntakeFilter(OfficeForm):
    state = forms.ChoiceField(label="状态", required=False, choices=[*ANY, *IntakeState.choices])


class SaveViewForm(OfficeForm):
    name = forms.CharField(label="名称", max_length=30)
    query = forms.CharField(widget=forms.HiddenInput, max_length=1000, required=False)
