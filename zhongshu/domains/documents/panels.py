"""The small forms that the handling panel shows for steps that need more than words; their values reach the step's command."""

from typing import Any

from django import forms

from zhongshu.domains.documents.choices import REQUEST_OUTCOMES, DocumentType, Outcome
from zhongshu.domains.documents.commands import issuing
from zhongshu.domains.documents.forms.fields import offer
from zhongshu.domains.documents.models import IncomingDocument, OutgoingDocument
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.refs import ObjectRef
from zhongshu.kernel.widgets import DateInput, TextArea, wide


class StepForm(OfficeForm):
    """A form of a step: it knows the object and who handles it."""

    def __init__(self, *args: Any, ref: ObjectRef, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ref, self.actor = ref, actor
        self.prepare()

    def prepare(self) -> None:
        """Offer what fits the object."""


class NumberForm(StepForm):
    """复核与编号: the code, the number of copies, for resolutions and minutes the day of the meeting."""

    code = forms.ChoiceField(label="机关代字", required=False)
    copies = forms.IntegerField(label="印数", min_value=1, max_value=5000)
    adopted_on = forms.DateField(label="会议通过日期", required=False, widget=DateInput)

    def prepare(self) -> None:
        document = OutgoingDocument.objects.select_related("organ").get(pk=self.ref.id)
        self.fields["copies"].initial = document.copies
        offer(self, "code", [(code, code) for code in issuing.series_codes(document)])
        if document.number:
            del self.fields["code"]  # a document that was signed again keeps its number
        if document.document_type not in issuing.ADOPTED_BY_MEETING:
            del self.fields["adopted_on"]


class PrintForm(StepForm):
    copies = forms.IntegerField(label="实际印数", min_value=1, max_value=5000)

    def prepare(self) -> None:
        self.fields["copies"].initial = OutgoingDocument.objects.values_list("copies", flat=True).get(pk=self.ref.id)


class RespondForm(StepForm):
    """答复: in which way the sender was told; a request must really be answered."""

    respond_with = forms.ChoiceField(label="答复方式", choices=Outcome.choices)
    note = forms.CharField(label="答复内容", required=False, max_length=2000, widget=wide(TextArea(3)))

    def prepare(self) -> None:
        document_type = IncomingDocument.objects.values_list("document_type", flat=True).get(pk=self.ref.id)
        if document_type == DocumentType.REQUEST:
            allowed = [(value, label) for value, label in Outcome.choices if value in REQUEST_OUTCOMES]
            offer(self, "respond_with", allowed)


FORMS: dict[str, type[StepForm]] = {
    "assign_number": NumberForm,
    "print": PrintForm,
    "respond": RespondForm,
}
