from django import forms

from zhongshu.kernel.forms import OfficeForm
from zhongshu.platform.assistant.prompts import KINDS


class SuggestForm(OfficeForm):
    kind = forms.ChoiceField(label="要什么", choices=[(name, kind.label) for name, kind in KINDS.items()])
    body = forms.CharField(label="文字", required=False, strip=False)
