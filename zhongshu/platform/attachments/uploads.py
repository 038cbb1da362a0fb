"""How uploads come in: streamed, stopped at the size limit, and with the name as it was sent.

Django quietly strips paths and control characters from the names of uploaded files. A person should rather be told: here such
a file is left out and the sentence put aside for the view (``refusals``). A file over the limit is left out as soon as it passes
it, so that 500 MB never reach the disk.
"""

import html
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.attachments import names

_refused: WeakKeyDictionary[HttpRequest, list[RuleBroken]] = WeakKeyDictionary()


def refusals(request: HttpRequest) -> list[RuleBroken]:
    """Return why files of this request were left out, in order; empty if all came in."""
    len(request.FILES)  # reading the body is what finds out
    return _refused.get(request, [])


def _refuse(request: HttpRequest, error: RuleBroken) -> None:
    _refused.setdefault(request, []).append(error)


def too_large() -> RuleBroken:
    limit = settings.ATTACHMENT_MAX_MEGABYTES
    return RuleBroken(f"文件超过 {limit} MB，请压缩或拆分后再上传", code="file_too_large", field="file")


class StrictUploads(FileUploadHandler):
    """Reads the whole body with our own parser; first in ``FILE_UPLOAD_HANDLERS``."""

    request: HttpRequest

    def handle_raw_input(self, input_data: Any, meta: Any, length: int, boundary: Any, encoding: str | None = None) -> Any:
        others = [handler for handler in self.request.upload_handlers if handler is not self]
        parser = _NameCheckingParser(meta, input_data, [_SizeGuard(self.request), *others], encoding)
        parser.request = self.request
        return parser.parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None


class _NameCheckingParser(MultiPartParser):
    request: HttpRequest

    def sanitize_file_name(self, file_name: str) -> str | None:
        try:
            names.accepted(html.unescape(file_name))
        except RuleBroken as error:
            _refuse(self.request, error)
            return None  # the parser leaves out a file without a name
        return super().sanitize_file_name(file_name)


class _SizeGuard(FileUploadHandler):
    request: HttpRequest

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.ATTACHMENT_MAX_MEGABYTES * 1024 * 1024:
            _refuse(self.request, too_large())
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        return None
