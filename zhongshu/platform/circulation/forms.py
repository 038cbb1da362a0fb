import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone

from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput, TextArea
from zhongshu.platform.circulation.choices import RoundKind
from zhongshu.platform.circulation.fields import PeopleField


class StartRoundForm(OfficeForm):
    kind = forms.ChoiceField(label="方式", choices=RoundKind, initial=RoundKind.CIRCULATE, widget=forms.RadioSelect)
    people = PeopleField(label="送给谁")
    ordered = forms.BooleanField(label="按上面的次序逐一传阅", required=False)
    due_date = forms.DateField(label="阅毕时限", required=False, widget=DateInput, help_text="可不填；到期只提醒，不影响办理")
    note = forms.CharField(label="附言", required=False, max_length=300, widget=TextArea(rows=2))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day = cleaned.pop("due_date", None)
        # A limit given as a day ends with that working day.
        cleaned["due_at"] = timezone.make_aware(dt.datetime.combine(day, dt.time(17, 30))) if day else None
        return cleaned

    def refuse(self, error: Any) -> None:
        if error.field == "due_at":
            error.field = "due_date"
        super().refuse(error)


class ReadersForm(OfficeForm):
    people = PeopleField(label="送给谁")


class ReadForm(OfficeForm):
    words = forms.CharField(label="阅示意见", required=False, max_length=5000, widget=TextArea(rows=2))
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class ChosenReadingsForm(OfficeForm):
    """Which readings; none ticked means all that are still unread."""

    readings = forms.TypedMultipleChoiceField(label="传阅人", coerce=int, required=False)
    text = forms.CharField(label="催阅内容", required=False, max_length=200)

    def __init__(self, *args: Any, ids: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["readings"]).choices = [(pk, str(pk)) for pk in ids]
