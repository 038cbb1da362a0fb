from django import forms

from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import TimeInput
from zhongshu.platform.notifications.choices import Pace
from zhongshu.platform.notifications.queries import Choice


class RhythmForm(OfficeForm):
    """When the person wants to be reached outside the system."""

    pace = forms.ChoiceField(label="频次", choices=Pace.choices, widget=forms.RadioSelect)
    quiet_from = forms.TimeField(label="免打扰开始", required=False, widget=TimeInput)
    quiet_until = forms.TimeField(label="免打扰结束", required=False, widget=TimeInput)


class ChoicesForm(OfficeForm):
    """One tick per channel and kind."""

    def __init__(self, *args, choices: list[tuple[str, list[Choice]]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.groups = []
        for label, lines in choices:
            for line in lines:
                self.fields[line.name] = forms.BooleanField(label=line.label, required=False, initial=line.enabled)
            self.groups.append((label, [self[line.name] for line in lines]))

    def answers(self) -> dict[tuple[str, str], bool]:
        """Return what was ticked, by (channel, kind)."""
        return {(name.partition(":")[0], name.partition(":")[2]): ticked for name, ticked in self.cleaned_data.items()}
