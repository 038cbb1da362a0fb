"""审稿: comments on passages, and reasons that must be given."""

from typing import Any

from django import forms

from zhongshu.domains.documents.forms.fields import offer
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput, TextArea, wide


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
