"""Forms of the pages; the rules themselves stand in the commands."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.urls import reverse_lazy

from zhongshu.domains.documents.choices import (
    Disclosure,
    DocumentType,
    IncomingState,
    IntakeState,
    ItemNature,
    Layout,
    OutgoingState,
    ReceiptState,
    Secrecy,
    Urgency,
)
from zhongshu.domains.documents.models import OutgoingDocument
from zhongshu.domains.documents.queries import incoming, parties
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput, MomentInput, PickerInput, TextArea, wide
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty

ANY = [("", "全部")]
# The elements that the live preview sets; the rest of the form does not show on the pages.
PREVIEWED = (
    "title", "principals", "copies_to", "remark", "attendance", "layout", "urgency", "secrecy", "masthead", "masthead_suffix",
    "needs_seal", "joint_organs",
)  # fmt: skip


def person_names(ids: Sequence[Any]) -> list[tuple[int, str]]:
    found = organizations.people([int(one) for one in ids if str(one).isdigit()])
    return [(int(one), found[int(one)].name) for one in ids if str(one).isdigit() and int(one) in found]


def unit_names(ids: Sequence[Any]) -> list[tuple[int, str]]:
    found = organizations.units([int(one) for one in ids if str(one).isdigit()])
    return [(int(one), str(found[int(one)])) for one in ids if str(one).isdigit() and int(one) in found]


def same_names(names: Sequence[Any]) -> list[tuple[str, str]]:
    return [(str(name), str(name)) for name in names]


def recipient_picker(placeholder: str) -> PickerInput:
    address = reverse_lazy("documents:find_recipients")
    return PickerInput(address, multiple=True, names_of=same_names, placeholder=placeholder)


def offer(form: forms.Form, name: str, choices: Sequence[tuple[Any, str]]) -> None:
    """Set what a choice field offers."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class IdsField(forms.Field):
    """Ids chosen with a picker, as a list of numbers without repeats."""

    def clean(self, value: Any) -> list[int]:
        ids = [int(one) for one in (value or []) if str(one).isdigit()]
        super().clean(ids)
        return list(dict.fromkeys(ids))


class IdField(forms.Field):
    """One id chosen with a picker, or None."""

    def clean(self, value: Any) -> int | None:
        super().clean(value)
        return int(value) if value and str(value).isdigit() else None


class NamesField(forms.Field):
    """Names chosen or typed with a picker, as a line of recipients."""

    def clean(self, value: Any) -> str:
        names = [str(name).strip()[:120] for name in (value or []) if str(name).strip()]
        super().clean(names)
        return "\n".join(names)


class DraftForm(OfficeForm):
    """The elements of a document as its drafter writes them."""

    title = forms.CharField(label="标题", max_length=300, required=False, widget=wide(TextArea(2, {"data-counter": "50"})))
    principals = NamesField(
        label="主送机关", required=False,
        widget=wide(recipient_picker("输入机关名称或统称，如“各县（区）人民政府”")),
    )  # fmt: skip
    body = forms.CharField(label="正文", required=False, max_length=200_000, widget=wide(TextArea(24, {"data-count": "body"})))
    copies_to = NamesField(
        label="抄送机关", required=False,
        widget=wide(recipient_picker("输入机关名称")),
    )  # fmt: skip
    remark = forms.CharField(label="附注", max_length=200, required=False)
    attendance = forms.CharField(
        label="出席、列席人员",
        required=False,
        max_length=4000,
        widget=wide(TextArea(3)),
        help_text="每行一类，如“出席：张某、李某”",
    )
    document_type = forms.ChoiceField(label="文种", choices=DocumentType.choices)
    layout = forms.ChoiceField(label="版式", choices=Layout.choices)
    urgency = forms.ChoiceField(label="紧急程度", choices=Urgency.choices)
    secrecy = forms.TypedChoiceField(label="等级", choices=Secrecy.choices, coerce=int, help_text="本系统不得存储国家秘密")
    disclosure = forms.ChoiceField(label="公开属性", choices=Disclosure.choices)
    disclosure_reason = forms.CharField(label="不公开理由", max_length=200, required=False)
    signatory = forms.TypedChoiceField(label="签发人", required=False, coerce=int, empty_value=None)
    important = forms.BooleanField(label="重要公文（由主要负责人签发）", required=False)
    countersigners = IdsField(
        label="会签人员", required=False,
        widget=wide(PickerInput(reverse_lazy("documents:find_people"), multiple=True, names_of=person_names)),
    )  # fmt: skip
    joint_organs = IdsField(
        label="联合行文机关", required=False,
        widget=wide(
            PickerInput(reverse_lazy("documents:find_organs"), multiple=True, names_of=unit_names, placeholder="输入机关名称")
        ),
    )  # fmt: skip
    masthead = forms.CharField(label="发文机关标志", max_length=300, required=False)
    masthead_suffix = forms.CharField(label="标志后缀", max_length=10, required=False)
    contact = forms.CharField(label="联系人及电话", max_length=80, required=False)
    topic = forms.CharField(label="事由分类", max_length=60, required=False)
    copies = forms.IntegerField(label="印数", min_value=1, max_value=5000)
    numbered_copies = forms.BooleanField(label="编印份号", required=False)
    needs_seal = forms.BooleanField(label="需要用印", required=False)
    answers = forms.TypedChoiceField(label="答复的来文", required=False, coerce=int, empty_value=None)
    over_quota_reason = forms.CharField(label="超指标理由", max_length=300, required=False)
    reason = forms.CharField(
        label="修改理由", max_length=500, required=False, widget=wide(TextArea(2)),
        help_text="三级以上审稿改动数字、日期、名称或政策表述，以及签发后改动文稿，须写明理由，随文稿留痕",
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput)
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, document: OutgoingDocument, viewer: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signers = organizations.holders_of_any([Duty.PRINCIPAL_HEAD, Duty.SIGNATORY], document.organ_id)
        people = {person.pk: person for person in signers if person.pk != document.drafter_id}
        posts = organizations.post_lines(people)
        offer(
            self, "signatory", [("", "请选择"), *((pk, f"{person.name}（{posts.get(pk, '')}）") for pk, person in people.items())]
        )
        rows = incoming.answerable(viewer, document.organ_id)[:50]
        choices = [(row.pk, f"{row.source_number or row.number} {row.title}"[:60]) for row in rows]
        if document.answers_id and document.answers_id not in dict(choices):
            choices.append((document.answers_id, str(document.answers)[:60]))
        offer(self, "answers", [("", "不是答复"), *choices])

    @staticmethod
    def initial_of(document: OutgoingDocument, *, token: str) -> dict[str, Any]:
        """Return what the form shows for the document as it stands."""
        plain = {name: getattr(document, name) for name in DraftForm.base_fields if hasattr(document, name)}
        joint = [row.organ_id for row in document.joint_organs.all() if not row.is_lead]
        return plain | {
            "signatory": document.signatory_id,
            "answers": document.answers_id,
            "principals": [row.name for row in parties.of(document, "principal")],
            "copies_to": [row.name for row in parties.of(document, "copy")],
            "joint_organs": joint,
            "token": token,
        }

    def written(self) -> dict[str, Any]:
        """Return the cleaned values under the names that ``save_draft`` knows."""
        values = dict(self.cleaned_data)
        values["signatory_id"] = values.pop("signatory")
        values["answers_id"] = values.pop("answers")
        values["joint_organ_ids"] = values.pop("joint_organs")
        return values


class PreviewForm(OfficeForm):
    """What the pages of a draft show while it is being typed; nothing is asked for, the body keeps every character's place."""

    known = forms.CharField(required=False, max_length=20_000)
    body = forms.CharField(label="正文", required=False, max_length=200_000, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PREVIEWED:
            self.fields[name] = deepcopy(DraftForm.base_fields[name])
            self.fields[name].required = False

    def typed(self, document: OutgoingDocument) -> dict[str, Any]:
        """Return the elements by their field names; one that was not sent is left out, so that the draft's own stands.

        With them go the names of the joint organs and the direction that follows from the recipients.
        """
        values = {name: value for name, value in self.cleaned_data.items() if name in self.data and name != "known"}
        for name in ("layout", "urgency", "secrecy"):
            if values.get(name) == "":
                del values[name]
        # A box that is not ticked and a picker without choices are not sent at all.
        values["needs_seal"] = self.cleaned_data["needs_seal"]
        found = {name: parties.resolve(self.cleaned_data[name]) for name in ("principals", "copies_to")}
        values |= {name: parties.line(rows) for name, rows in found.items()}
        values["direction"] = parties.direction(document.organ_id, document.document_type, found["principals"])
        ids = self.cleaned_data["joint_organs"]
        organs = organizations.units(ids) if ids else {}
        values["joint_organs"] = [organs[one].name for one in ids if one in organs]
        return values

    def known_pages(self) -> tuple[str, ...]:
        return tuple(filter(None, self.cleaned_data["known"].split(",")))


class NewDraftForm(OfficeForm):
    """What must be known before a document can begin: in whose name, of which type."""

    organ = forms.TypedChoiceField(label="发文机关", coerce=int)
    document_type = forms.ChoiceField(label="文种", choices=DocumentType.choices, initial=DocumentType.NOTICE)
    title = forms.CharField(label="标题", max_length=300, widget=wide(TextArea(2)))

    def __init__(self, *args: Any, organ_choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organ", organ_choices)


class ReasonForm(OfficeForm):
    """A reason that must be given: withdrawing, returning, recalling."""

    reason = forms.CharField(label="理由", max_length=300, widget=wide(TextArea(3)))


class CommentForm(OfficeForm):
    """A comment on a passage: that marked on the paper, or words of one paragraph."""

    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    paragraph = forms.TypedChoiceField(label="段落", coerce=int, required=False, empty_value=None)
    quote = forms.CharField(
        label="所批文字", max_length=500, required=False, widget=wide(TextArea(2)), help_text="照抄该段中的文字；不填即批注整段"
    )
    words = forms.CharField(label="批注", max_length=1000, widget=wide(TextArea(3)))

    def __init__(self, *args: Any, body: str, **kwargs: Any) -> None:
        # In the dialog it stands beside the handling panel, which has ``words`` of its own.
        super().__init__(*args, auto_id="id_comment_%s", **kwargs)
        self.body = body
        choices: list[tuple[int, str]] = []
        at = 0
        for line in body.split("\n"):
            if line.strip():
                text = line.strip()
                choices.append((at, f"第{len(choices) + 1}段：{text[:24]}{'……' if len(text) > 24 else ''}"))
            at += len(line) + 1
        offer(self, "paragraph", choices)

    @staticmethod
    def initial_of(body: str, *, start: str, end: str) -> dict[str, Any]:
        """Return what the form shows for a passage marked on the paper; empty for places that the text does not have."""
        if not (start.isdigit() and end.isdigit()) or not int(start) < int(end) <= len(body):
            return {}
        first, last = int(start), int(end)
        return {"start": first, "end": last, "quote": body[first:last], "paragraph": body.rfind("\n", 0, first) + 1}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and self._place() is None:
            self.add_error("quote", "所填文字在该段中找不到，请照原文填写")
        return cleaned

    def passage(self) -> tuple[int, int]:
        """Return the places of the passage in the text."""
        place = self._place()
        assert place is not None  # asked by ``clean``
        return place

    def _place(self) -> tuple[int, int] | None:
        values = self.cleaned_data
        first, last, quote = values.get("start"), values.get("end"), (values.get("quote") or "").strip()
        if first is not None and last is not None and self.body[first:last].strip() == quote and quote:
            return first, last
        begin = values.get("paragraph")
        if begin is None:
            at = self.body.find(quote) if quote else -1
            return (at, at + len(quote)) if at >= 0 else None
        end = self.body.find("\n", begin)
        line = self.body[begin : end if end >= 0 else len(self.body)]
        at = line.find(quote) if quote else 0
        return None if at < 0 else (begin + at, begin + at + len(quote or line))


class ReplyForm(OfficeForm):
    words = forms.CharField(label="答复", max_length=1000, widget=wide(TextArea(2)))


class ResolveForm(OfficeForm):
    resolution = forms.CharField(label="处理说明", max_length=300, required=False, help_text="如“已按批注修改”，可不填")


class RepealForm(ReasonForm):
    from_date = forms.DateField(label="自何日起失效", widget=DateInput)


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


class IntakeFilter(OfficeForm):
    state = forms.ChoiceField(label="状态", required=False, choices=[*ANY, *IntakeState.choices])


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


class QuotaForm(OfficeForm):
    unit = forms.TypedChoiceField(label="单位", coerce=int)
    limit = forms.IntegerField(label="本年指标", min_value=0, max_value=100_000)
    reason = forms.CharField(label="说明", max_length=300, required=False)

    def __init__(self, *args: Any, unit_choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", unit_choices)


class SaveViewForm(OfficeForm):
    name = forms.CharField(label="名称", max_length=30)
    query = forms.CharField(widget=forms.HiddenInput, max_length=1000, required=False)


class QuarterForm(OfficeForm):
    """A quarter and, for those who report on several, an organ."""

    organ = forms.TypedChoiceField(label="机关", coerce=int, required=False, empty_value=None)
    year = forms.IntegerField(label="年份", min_value=2000, max_value=2100, required=False)
    quarter = forms.TypedChoiceField(
        label="季度",
        coerce=int,
        required=False,
        empty_value=None,
        choices=[("", "最近一季"), (1, "一季度"), (2, "二季度"), (3, "三季度"), (4, "四季度")],
    )

    def __init__(self, *args: Any, organ_choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organ", organ_choices)
