"""Photos are optional and limited: whoever owns a kind of object says how many and how large (不以照片论工作)."""

from collections.abc import Callable
from dataclasses import dataclass

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.attachments.models import PICTURES, File, FileVersion


@dataclass(frozen=True)
class PictureLimit:
    """At most so many photos on an object, each at most so large; ``each_person`` counts them for each who uploads."""

    most: int
    megabytes: int
    each_person: bool = False

    @property
    def words(self) -> str:
        return f"照片不是必需的，{'每人' if self.each_person else ''}最多 {self.most} 张，每张不超过 {self.megabytes} MB"


_limits: dict[str, Callable[[], PictureLimit]] = {}


def limit_pictures(kind: str, limit: Callable[[], PictureLimit]) -> None:
    """Announce the limit of a kind of object; called in the module's ``apps.ready``. It is asked anew for each upload."""
    _limits[kind] = limit


def picture_limit(kind: str) -> PictureLimit | None:
    """Return the limit of photos on objects of this kind, or None if there is no other than that of all files."""
    return _limits[kind]() if kind in _limits else None


def check(ref: ObjectRef, *, media_type: str, size: int, by: Actor, instead_of: File | None = None) -> None:
    """Refuse a photo that is one too many or too large; ``instead_of`` is the file that it replaces.

    Raises:
        RuleBroken: ``too_many_pictures`` or ``picture_too_large``.
    """
    limit = picture_limit(ref.kind)
    if limit is None or media_type not in PICTURES:
        return
    if size > limit.megabytes * 1024 * 1024:
        raise RuleBroken(f"照片每张不超过 {limit.megabytes} MB，请压缩后再上传", code="picture_too_large", field="file")
    files = File.objects.about(ref).filter(voided_at=None)
    if instead_of is not None:
        files = files.exclude(pk=instead_of.pk)
    shown = FileVersion.objects.filter(file__in=files, media_type__in=PICTURES)
    if limit.each_person:
        shown = shown.filter(added_by_id=by.person_id)
    if shown.values("file").distinct().count() >= limit.most:
        whose = "您已上传" if limit.each_person else "已有"
        raise RuleBroken(
            f"{whose} {limit.most} 张照片，最多 {limit.most} 张；请只留能说明结果的，或者用文字和数字说明",
            code="too_many_pictures", field="file",
        )  # fmt: skip
