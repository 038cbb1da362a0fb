"""The forms of the import of ledgers."""

from collections.abc import Sequence
from typing import Any

from django import forms

from zhongshu.domains.supervision.import_choices import UndatedDone
from zhongshu.domains.supervision.importing import LABELS
from zhongshu.domains.supervision.models.importing import LedgerImport
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput
from zhongshu.platform.circulation.public import UnitsField
from zhongshu.platform.spreadsheets.public import uploading

HEAD = "head"


class LedgerFileForm(OfficeForm):
    file = uploading.sheet_field(
        "台账文件",
        limit="Excel、WPS 表格或 CSV，20 MB、20000 项以内；表头写法不限，有“事项”一列即可",
        accept=".xlsx,.xls,.et,.ods,.csv",
    )


class UnderstandForm(uploading.MappingForm):
    """What a person decides about a sheet: the columns, what counts where the sheet says nothing, and whom the names mean."""

    sheet_name = forms.ChoiceField(label="工作表", required=False)
    default_deadline = forms.DateField(label="没有办理时限的按", required=False, widget=DateInput, help_text="不填则作为问题列出")
    undated_done = forms.ChoiceField(label="已办结但没有办结日期的", choices=UndatedDone.choices, initial=UndatedDone.ASK)

    def __init__(self, *args: Any, shown: LedgerImport, questions: Sequence[dict[str, Any]], **options: Any) -> None:
        initial = {
            "sheet_name": shown.sheet_name,
            "default_deadline": shown.default_deadline,
            "undated_done": shown.undated_done,
        }
        super().__init__(*args, headers=shown.headers, mapping=shown.mapping, labels=LABELS, initial=initial, **options)
        self.questions = questions
        sheet = self.fields["sheet_name"]
        assert isinstance(sheet, forms.ChoiceField)
        sheet.choices = [(name, name) for name in shown.sheet_names]
        if len(shown.sheet_names) < 2:
            del self.fields["sheet_name"]
        for number, question in enumerate(questions):
            self.fields[f"answer{number}"] = _answer_field(question)

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column")]

    @property
    def decisions(self) -> list[forms.BoundField]:
        return [self[name] for name in ("sheet_name", "default_deadline", "undated_done") if name in self.fields]

    @property
    def asked(self) -> list[tuple[dict[str, Any], forms.BoundField]]:
        return [(question, self[f"answer{number}"]) for number, question in enumerate(self.questions)]

    def values(self) -> dict[str, Any]:
        """Return what was decided as ``commands.importing.understand_anew`` takes it."""
        answers: dict[str, dict[str, int]] = {"units": {}, "people": {}}
        for number, question in enumerate(self.questions):
            given = self.cleaned_data.get(f"answer{number}")
            if given:
                answers[question["kind"]][question["key"]] = 0 if given == HEAD else int(given)
        return {
            "mapping": self.mapping(),
            "sheet_name": self.cleaned_data.get("sheet_name", ""),
            "default_deadline": self.cleaned_data["default_deadline"],
            "undated_done": self.cleaned_data["undated_done"],
            "answers": answers,
        }


def _answer_field(question: dict[str, Any]) -> forms.Field:
    rows = f"第{question['first']}行" + (f"等{question['count']}行" if question["count"] > 1 else "")
    if question["kind"] == "units":
        return UnitsField(label=f"单位“{question['written']}”是", multiple=False, required=False, help_text=rows)
    choices = [("", "请选择"), (HEAD, "单位负责人"), *question["people"]]
    label = f"{question['unit_name']}的责任人“{question['written'][:30]}”是"
    return forms.ChoiceField(label=label, required=False, choices=choices, help_text=rows)
