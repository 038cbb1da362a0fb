"""The form in which a handler speaks: below the public face, because the panel is made of it."""

from typing import Any

from django import forms

from zhongshu.kernel.errors import OfficeError, RuleBroken
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import TextArea
from zhongshu.platform.circulation.public import PeopleField, UnitsField
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow import public as workflow

ATTITUDES = [("", "仅写意见"), ("agree", "同意"), ("read", "已阅"), ("tick_read", "圈阅")]


class HandleForm(OfficeForm):
    """The opinion on one item: words, handwriting, attitude or outcome, and the people chosen for later steps."""

    words = forms.CharField(label="意见", required=False, max_length=opinions.WORDS_LIMIT, widget=TextArea(rows=4))
    attitude = forms.ChoiceField(label="态度", choices=ATTITUDES, required=False, widget=forms.RadioSelect)
    outcome = forms.CharField(required=False, max_length=60)
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    visible_to = PeopleField(label="意见仅下列人员可见", required=False)
    handwriting_strokes = forms.CharField(required=False, widget=forms.HiddenInput)
    handwriting_picture = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rules: workflow.ItemPanel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        self.handwriting_error = ""
        if rules.outcomes:
            del self.fields["attitude"]
        for choice in rules.choices:
            field = UnitsField if choice.kind == "units" else PeopleField
            self.fields[f"choose_{choice.name}"] = field(label=choice.label, required=False, initial=list(choice.chosen))

    @property
    def choice_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("choose_")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        try:
            cleaned["handwriting"] = opinions.read_ink(
                cleaned.get("handwriting_strokes", ""),
                cleaned.get("handwriting_picture", ""),
                transcript=cleaned.get("words", ""),
            )
        except RuleBroken as error:
            self.handwriting_error = error.message
            self.add_error(None, error.message)
        return cleaned

    def refuse(self, error: OfficeError) -> None:
        if error.field is not None and f"choose_{error.field}" in self.fields:
            error.field = f"choose_{error.field}"
        super().refuse(error)

    def spoken(self) -> dict[str, Any]:
        """Return the arguments of ``workflow.complete`` that this form fills."""
        data = self.cleaned_data
        outcome = data["outcome"]
        return {
            "outcome": outcome,
            "words": data["words"],
            "attitude": data.get("attitude") or self._attitude(outcome),
            "handwriting": data["handwriting"],
            "digest": data["digest"] or None,
            "visible_to": data["visible_to"],
            "choose": {name.removeprefix("choose_"): data[name] for name in self.fields if name.startswith("choose_")},
        }

    def _attitude(self, outcome: str) -> str:
        """Say where the handler stands from the wording of the outcome; nothing for 送审 and the like."""
        label = dict(self.rules.outcomes).get(outcome, "")
        if "不同意" in label or "否" in label:
            # Disagreeing without a word is refused by the opinions room: the reason must be written.
            return opinions.Attitude.DISAGREE
        found = {"同意": opinions.Attitude.AGREE, "圈阅": opinions.Attitude.TICK_READ, "已阅": opinions.Attitude.READ}
        return next((attitude for word, attitude in found.items() if word in label), "")
