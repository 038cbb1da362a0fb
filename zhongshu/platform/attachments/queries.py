"""Every read of attachments; the owner of the object decides who may."""

from django.db.models import Prefetch, QuerySet

from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.attachments.models import File, FileVersion

ATTACH = "attach"


def listing(ref: ObjectRef, *, role: str = "", with_voided: bool = False) -> list[File]:
    """Return the files of an object in order, each with its versions, in two queries. Ask the owner's policy first."""
    files = File.objects.about(ref)
    if role:
        files = files.filter(role=role)
    if not with_voided:
        files = files.filter(voided_at=None)
    versions = FileVersion.objects.order_by("-number")
    return list(files.order_by("position", "pk").prefetch_related(Prefetch("versions", queryset=versions)))


def names(ref: ObjectRef) -> list[str]:
    """Return the names of an object's files in order, without their endings, in one query. Ask the owner's policy first."""
    files = File.objects.about(ref).filter(voided_at=None).order_by("position", "pk")
    return [name.rsplit(".", 1)[0] for name in files.values_list("name", flat=True)]


def may_view(ref: ObjectRef, actor: Actor) -> bool:
    return kinds.visible(ref, actor)


def may_attach(ref: ObjectRef, actor: Actor) -> bool:
    """Tell whether the actor may add, replace and void files: the owner's policy has an action "attach" and it allows it."""
    kind = kinds.find(ref.kind)
    return kind is not None and ATTACH in kind.policy.permissions and kinds.visible(ref, actor, action=ATTACH)


def reference(kind_name: str, object_id: int, actor: Actor) -> ObjectRef | None:
    """Return the object with its title and number as they stand, or None if the actor may not see it."""
    kind = kinds.find(kind_name)
    if kind is None:
        return None
    names = [kind.title_field, *([kind.number_field] if kind.number_field else [])]
    row = kind.policy.visible(actor).filter(pk=object_id).values_list(*names).first()
    return ObjectRef(kind_name, object_id, *(str(value or "") for value in row)) if row else None


def file(pk: int, actor: Actor) -> File | None:
    """Return a file of an object that the actor may see."""
    found = File.objects.filter(pk=pk).first()
    return found if found and may_view(found.ref, actor) else None


def version(pk: int, actor: Actor) -> FileVersion | None:
    """Return a version that the actor may read: of an object that the actor may see; voided, only if the actor may attach."""
    found = versions().filter(pk=pk).first()
    if found is None:
        return None
    allowed = may_attach if found.file.voided_at else may_view
    return found if allowed(found.file.ref, actor) else None


def versions() -> QuerySet[FileVersion]:
    return FileVersion.objects.select_related("file")
