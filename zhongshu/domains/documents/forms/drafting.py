"""拟稿: the elements of a document as they are written, and as the preview shows them."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django import forms
from django.urls import reverse_lazy

from zhongshu.domains.documents.choices import Disclosure, DocumentType, Layout, Secrecy, Urgency
from zhongshu.domains.documents.forms.fields import IdsField, NamesField, offer, person_names, recipient_picker, unit_names
from zhongshu.domains.documents.models import OutgoingDocument
from zhongshu.domains.documents.queries import incoming, parties
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import PickerInput, TextArea, wide
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty

# The elements that the live preview sets; the rest of the form does not show on the pages.
PREVIEWED = (
    "title", "principals", "copies_to", "remark", "attendance", "layout", "urgency", "secrecy", "masthead", "masthead_suffix",
    "needs_seal", "joint_organs",
)  # fmt: skip


REASON = "reason-"


def reasons_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the reasons that were typed, by the key of the passage."""
    return {name.removeprefix(REASON): str(value)[:500] for name, value in data.items() if name.startswith(REASON)}


class NewDraftForm(OfficeForm):
    """What must be known before a document can begin: in whose name, of which type."""

    organ = forms.TypedChoiceField(label="发文机关", coerce=int)
    document_type = forms.ChoiceField(label="文种", choices=DocumentType.choices, initial=DocumentType.NOTICE)
    title = forms.CharField(label="标题", max_length=300, widget=wide(TextArea(2)))

    def __init__(self, *args: Any, organ_choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organ", organ_choices)


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
    revision = forms.IntegerField(widget=forms.HiddenInput)
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, document: OutgoingDocument, viewer: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signers = organizations.holders_with_posts([Duty.PRINCIPAL_HEAD, Duty.SIGNATORY], document.organ_id)
        people = [(person.pk, f"{person.name}（{post}）") for person, post in signers if person.pk != document.drafter_id]
        offer(self, "signatory", [("", "请选择"), *people])
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
        values["reasons"] = reasons_in(self.data)
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
