"""Every write: one function, one transaction, one thing that happens in the office."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from zhongshu.domains.materials import indexing, naming
from zhongshu.domains.materials.choices import Audience, MaterialKind, Validity
from zhongshu.domains.materials.models import Material, Passage, Quotation, Tag
from zhongshu.domains.materials.policies import KEEPERS, passage_policy, policy
from zhongshu.kernel import clock, kinds, states, text
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef, ref_fields
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.secrecy import public as secrecy

MAX_PASSAGES = 500


@transaction.atomic
def enter(
    *,
    kind: str,
    title: str,
    source: str,
    source_date: dt.date,
    body: str,
    number: str = "",
    tags: Iterable[str] = (),
    audience: str = Audience.OWN_ORGAN,
    secrecy_level: int = 0,
    by: Actor,
) -> Material:
    """Enter something that may be quoted (入库), with its source and its day.

    Raises:
        NotPermitted: the actor keeps no materials in the own organ.
        RuleBroken: the same source is there already, there is nothing to quote, or it is marked above the ceiling.
    """
    if by.organ_id is None or by.organ_id not in by.organs_where(*KEEPERS):
        raise NotPermitted("素材入库限本机关文秘人员办理", code="keeps_no_materials")
    secrecy.ensure_storable(secrecy_level, by=by)
    for words, field in ((title, "title"), (source, "source"), (body, "body")):
        secrecy.ensure_storable(words, by=by, field=field)
    kind, audience = MaterialKind(kind), Audience(audience)
    if kind == MaterialKind.ISSUED or audience == Audience.ORIGINAL:
        raise RuleBroken("已发公文由系统自动入库，不用录入", code="flows_in_by_itself", field="kind")
    _refuse_double(title, number, body, by)
    material = Material.objects.create(
        kind=kind,
        title=title,
        title_key=naming.title_key(title),
        source=source,
        number=number,
        number_key=naming.number_key(number) if number else "",
        source_date=source_date,
        body=body,
        audience=audience,
        organ_id=by.organ_id,
        entered_by_name=by.name,
        secrecy=secrecy_level,
        created_at=clock.now(),
    )
    _write_tags(material, tags)
    _write_passages(material)
    audit.record("materials.entered", material, by=by)
    return material


@transaction.atomic
def correct(
    material: Material, *, title: str, source: str, source_date: dt.date, body: str, tags: Iterable[str], by: Actor
) -> None:
    """Correct what was entered (更正). Passages that texts quote keep their words and leave the library.

    Raises:
        NotPermitted: the actor does not keep the material.
        RuleBroken: it came from a document, whose text is not changed here.
    """
    policy.require(by, "keep", material)
    if material.origin_kind:
        raise RuleBroken("该素材来自已发公文，内容以原件为准，不能修改", code="follows_its_original")
    for words, field in ((title, "title"), (source, "source"), (body, "body")):
        secrecy.ensure_storable(words, by=by, field=field)
    material.title, material.title_key = title, naming.title_key(title)
    material.source, material.source_date, material.body = source, source_date, body
    material.save(update_fields=["title", "title_key", "source", "source_date", "body"])
    _write_tags(material, tags)
    _write_passages(material)
    audit.record("materials.corrected", material, by=by)


@transaction.atomic
def end_validity(material: Material, *, date: dt.date, reason: str, superseded_by: Material | None = None, by: Actor) -> None:
    """Say that a material no longer holds: repealed (废止), or superseded by another (被替代). Drafts that quote it are flagged.

    Raises:
        NotPermitted: the actor does not keep it, or may not see what takes its place.
        RuleBroken: it no longer holds already, or would take its own place.
    """
    policy.require(by, "keep", material)
    if superseded_by is not None:
        policy.require(by, "view", superseded_by)
        if superseded_by.pk == material.pk:
            raise RuleBroken("素材不能由自己替代，请重新选择", code="replaces_itself", field="superseded_by")
    to = Validity.SUPERSEDED if superseded_by else Validity.REPEALED
    states.move(material, to=to, field="validity", validity_date=date, validity_reason=reason, superseded_by=superseded_by)
    indexing.index_material(material, list(material.passages.filter(removed_at=None)))
    audit.record("materials.validity_ended", material, by=by, validity=str(to), reason=reason)


def end_validity_of(origin: ObjectRef, *, date: dt.date, reason: str, by: Actor) -> None:
    """Say that the material which came from a document no longer holds; nothing happens if there is none or it is marked already."""
    found = policy.allowed(by, "keep").filter(origin_kind=origin.kind, origin_id=origin.id, validity=Validity.IN_FORCE)
    for material in found:
        end_validity(material, date=date, reason=reason, by=by)


@transaction.atomic
def restore_validity(material: Material, *, reason: str, by: Actor) -> None:
    """Say that a material holds after all (恢复现行): it was marked by mistake.

    Raises:
        NotPermitted: the actor does not keep it.
        RuleBroken: it holds.
    """
    policy.require(by, "keep", material)
    states.move(material, to=Validity.IN_FORCE, field="validity", validity_date=None, validity_reason=reason, superseded_by=None)
    indexing.index_material(material, list(material.passages.filter(removed_at=None)))
    audit.record("materials.validity_restored", material, by=by, reason=reason)


@transaction.atomic
def take_in_document(
    origin: ObjectRef, *, body: str, organ_id: int, source_date: dt.date, secrecy_level: int, tags: Iterable[str] = (), by: Actor
) -> Material:
    """Let an issued document flow in (已发公文入库); safe to run twice. Who may see the document sees its passages, nobody else."""
    facts = {
        "kind": MaterialKind.ISSUED,
        "title": origin.title,
        "title_key": naming.title_key(origin.title),
        "source": str(organizations.unit(organ_id))[:200],
        "number": origin.number,
        "number_key": naming.number_key(origin.number) if origin.number else "",
        "source_date": source_date,
        "body": body,
        "audience": Audience.ORIGINAL,
        "organ_id": organ_id,
        "entered_by_name": by.name,
        "secrecy": secrecy_level,
    }
    material, is_new = Material.objects.update_or_create(
        origin_kind=origin.kind,
        origin_id=origin.id,
        defaults=facts,
        create_defaults={**facts, "created_at": clock.now()},
    )
    _write_tags(material, tags)
    _write_passages(material)
    if is_new:
        audit.record("materials.flowed_in", material, by=by)
    return material


@transaction.atomic
def quote(passage: Passage, *, ref: ObjectRef, by: Actor) -> Quotation:
    """Take a passage into the text of an object (引用); source and day are kept with it.

    Raises:
        NotPermitted: the actor may not see the passage, or not the object.
    """
    passage_policy.require(by, "view", passage)
    if not kinds.visible(ref, by):
        raise NotPermitted("您不能查看该文稿，不能向其中引用素材", code="not_permitted_view")
    material = passage.material
    quotation = Quotation.objects.create(
        **ref_fields(ref),
        passage=passage,
        material=material,
        words=passage.text,
        digest=passage.digest,
        source=f"{material.source} {material.number} {material.title}"[:400],
        source_date=material.source_date,
        person_id=by.person_id,
        person_name=by.name,
        quoted_at=clock.now(),
    )
    audit.record("materials.quoted", material, by=by, into=f"{ref.kind}:{ref.id}", digest=passage.digest)
    return quotation


def _refuse_double(title: str, number: str, body: str, by: Actor) -> None:
    found = policy.visible(by).filter(title_key=naming.title_key(title), number_key=naming.number_key(number) if number else "")
    if any(row.body.strip() == body.strip() for row in found[:20]):
        raise RuleBroken(f"素材库中已有《{title}》，不用重复入库", code="entered_already", field="title")


def _write_tags(material: Material, words: Iterable[str]) -> None:
    wanted = list(dict.fromkeys(word.strip()[:20] for word in words if word.strip()))[:20]
    material.tags.exclude(word__in=wanted).delete()
    present = set(material.tags.values_list("word", flat=True))
    Tag.objects.bulk_create([Tag(material=material, word=word) for word in wanted if word not in present])


def _write_passages(material: Material) -> None:
    """Cut the text into passages; those whose words stay keep their row, so that quotations of them stay true."""
    pieces = naming.paragraphs(material.body)
    if not pieces:
        raise RuleBroken("内容太短，没有可以引用的段落", code="nothing_to_quote", field="body")
    if len(pieces) > MAX_PASSAGES:
        raise RuleBroken(f"内容超过{MAX_PASSAGES}段，请分成几件入库", code="too_many_passages", field="body")
    old = {passage.digest: passage for passage in material.passages.filter(removed_at=None)}
    kept, fresh = [], []
    for position, piece in enumerate(pieces, start=1):
        digest = text.digest(piece)
        passage = old.pop(digest, None)
        if passage is None:
            fresh.append(Passage(material=material, position=position, text=piece, digest=digest, secrecy=material.secrecy))
        else:
            passage.position, passage.secrecy = position, material.secrecy
            kept.append(passage)
    gone = list(old.values())
    for passage in gone:
        passage.removed_at = clock.now()
    Passage.objects.bulk_update([*kept, *gone], ["position", "secrecy", "removed_at"])
    Passage.objects.bulk_create(fresh)
    indexing.index_material(material, [*kept, *gone, *fresh])
