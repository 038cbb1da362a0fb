from django import forms

from zhongshu.domains.materials.choices import State
from zhongshu.kernel.forms import OfficeForm
from zhongshu.platform.secrecy import public as secrecy


class FilterForm(OfficeForm):
    q = forms.CharField(label="标题", max_length=60, required=False, widget=forms.SearchInput())
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *State.choices])


class RegisterForm(OfficeForm):
    title = forms.CharField(label="标题", max_length=200)
    secrecy_level = forms.TypedChoiceField(label="密级", coerce=int, initial=0)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["secrecy_level"].choices = secrecy.storable_levels()
