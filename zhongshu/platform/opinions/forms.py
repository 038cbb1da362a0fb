from django import forms

from zhongshu.kernel.forms import OfficeForm
from zhongshu.platform.opinions.choices import PhraseScope


class PhraseForm(OfficeForm):
    text = forms.CharField(label="常用语", max_length=100, error_messages={"required": "请填写常用语内容"})
    scope = forms.ChoiceField(
        label="给谁用",
        choices=[(PhraseScope.PERSON, "自己"), (PhraseScope.UNIT, "本科室")],
        initial=PhraseScope.PERSON,
        widget=forms.RadioSelect,
    )
