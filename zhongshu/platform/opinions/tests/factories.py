"""An object to write opinions about, and ink."""

import base64
import io
import json

from django.db.models import Q
from PIL import Image

from zhongshu.kernel import kinds
from zhongshu.kernel.policy import Policy
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.opinions.ink import Ink, read_ink
from zhongshu.platform.organizations.models import Unit

KIND = "opinions.tested_unit"
_policy = Policy(Unit)
_policy.allow("view", "查看", lambda actor: Q(pk__in=actor.unit_ids))
Policy.registered.remove(_policy)  # it belongs to no module


def object_of(unit: Unit) -> ObjectRef:
    """Return a link to an object that the people of the unit may see; its text is the unit's name."""
    kinds.register(
        kinds.ObjectKind(
            kind=KIND,
            label="试件",
            model="organizations.Unit",
            policy=_policy,
            url=lambda pk: f"/tested/{pk}/",
            text_digest=lambda pk: f"{pk:064d}",
            title_field="name",
        )
    )
    return ObjectRef(KIND, unit.pk, "关于做好试点工作的通知", "云办发〔2026〕1号")


def picture_text(width: int = 300, height: int = 120) -> str:
    buffer = io.BytesIO()
    Image.new("RGBA", (width, height), (0, 0, 0, 0)).save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


STROKES = json.dumps([[[10, 10, 0.5], [20, 30, 0.6]], [[40, 40], [50, 60]]])


def ink(**changes) -> Ink:
    """Return checked handwriting."""
    return read_ink(STROKES, picture_text(), **changes)
