from typing import Any

from django import forms

from zhongshu.kernel.forms import OfficeForm

LARGEST_FILE = 50 * 1024 * 1024


class SealedFileForm(OfficeForm):
    """The file to verify."""

    file = forms.FileField(label="文件", help_text="OFD 或 PDF，不超过50MB；文件只用于验证，不保存")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("文件超过50MB，不能验证", code="file_too_large")
        return file
