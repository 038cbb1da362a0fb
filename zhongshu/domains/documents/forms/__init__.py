"""Forms of the pages, by subject; the rules themselves stand in the commands."""

from zhongshu.domains.documents.forms.drafting import DraftForm, NewDraftForm, PreviewForm, reasons_in
from zhongshu.domains.documents.forms.noticing import QuarterForm, QuotaForm
from zhongshu.domains.documents.forms.registering import ExtendForm, IntakeForm, ReceiveForm, RegisterForm
from zhongshu.domains.documents.forms.registers import (
    IncomingFilter,
    IntakeFilter,
    InTrayFilter,
    OutgoingFilter,
    SaveViewForm,
    SigningFilter,
)
from zhongshu.domains.documents.forms.reviewing import CommentForm, ReasonForm, RepealForm, ReplyForm, ResolveForm

__all__ = [
    "CommentForm",
    "DraftForm",
    "ExtendForm",
    "InTrayFilter",
    "IncomingFilter",
    "IntakeFilter",
    "IntakeForm",
    "NewDraftForm",
    "OutgoingFilter",
    "PreviewForm",
    "QuarterForm",
    "QuotaForm",
    "ReasonForm",
    "ReceiveForm",
    "RegisterForm",
    "RepealForm",
    "ReplyForm",
    "ResolveForm",
    "SaveViewForm",
    "SigningFilter",
    "reasons_in",
]
