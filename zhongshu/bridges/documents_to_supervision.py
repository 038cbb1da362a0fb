"""The text of an outgoing or incoming document can be taken apart into supervision tasks."""

from zhongshu.domains.documents import public as documents
from zhongshu.domains.supervision import public as supervision


def _outgoing(pk: int) -> str:
    return documents.OutgoingDocument.objects.values_list("body", flat=True).get(pk=pk)


def _incoming(pk: int) -> str:
    return documents.IncomingDocument.objects.values_list("body", flat=True).get(pk=pk)


supervision.register_text("documents.outgoing", _outgoing)
supervision.register_text("documents.incoming", _incoming)
