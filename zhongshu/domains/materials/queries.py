"""Every read: visibility included."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from zhongshu.domains.materials import naming
from zhongshu.domains.materials.choices import Validity
from zhongshu.domains.materials.models import Material, Passage, Quotation, Tag
from zhongshu.domains.materials.policies import passage_policy, policy
from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page, keyset
from zhongshu.kernel.refs import ObjectRef
from zhongshu.kernel.remarks import Remark
from zhongshu.platform.search import public as search

_QUOTATIONS = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, with the material it belongs to; ``snippet`` is HTML with the words marked."""

    passage: Passage
    material: Material
    snippet: str


def library(viewer: Actor, *, kind: str = "", validity: str = "", tag: str = "") -> QuerySet[Material]:
    """Return the materials that the viewer may see, each with ``can_keep``."""
    found = policy.mark(policy.visible(viewer), viewer, "keep").select_related("organ").prefetch_related("tags").defer("body")
    if kind:
        found = found.filter(kind=kind)
    if validity:
        found = found.filter(validity=validity)
    if tag:
        found = found.filter(pk__in=Tag.objects.filter(word=tag).values("material_id"))
    return found


def page(found: QuerySet[Material], *, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of the library, newest source first."""
    return keyset(found, order=("-source_date", "-id"), after=after, before=before)


def find(
    words: str,
    viewer: Actor,
    *,
    kind: str = "",
    validity: str = "",
    tag: str = "",
    after: str | None = None,
    before: str | None = None,
) -> Page:
    """Return one page of ``Found`` passages that hold the words, newest source first.

    What the filters leave out makes a page shorter, not the list.
    """
    hits = search.find(words, viewer, kind="materials.passage", after=after, before=before)
    wanted = passage_policy.visible(viewer).filter(pk__in=[hit.ref.id for hit in hits])
    wanted = wanted.select_related("material__organ").prefetch_related(Prefetch("material__tags"))
    for name, value in (("kind", kind), ("validity", validity)):
        if value:
            wanted = wanted.filter(**{f"material__{name}": value})
    if tag:
        wanted = wanted.filter(material__in=Tag.objects.filter(word=tag).values("material_id"))
    passages = {passage.pk: passage for passage in wanted}
    rows = [Found(passages[hit.ref.id], passages[hit.ref.id].material, hit.snippet) for hit in hits if hit.ref.id in passages]
    return Page(rows, hits.next, hits.previous)


def newest(viewer: Actor, *, limit: int = 12) -> list[Found]:
    """Return the first passages of the newest materials that still hold, for a dialog that was not asked anything yet."""
    materials = list(library(viewer, validity=Validity.IN_FORCE).order_by("-source_date", "-pk")[:limit])
    passages = Passage.objects.filter(material__in=materials, removed_at=None).order_by("material", "position")
    first: dict[int, Passage] = {}
    for passage in passages[: limit * 50]:
        first.setdefault(passage.material_id, passage)
    return [Found(first[each.pk], each, first[each.pk].text[:160]) for each in materials if each.pk in first]


def detail(viewer: Actor) -> QuerySet[Material]:
    return policy.mark(policy.visible(viewer), viewer, "keep").select_related("organ", "superseded_by").prefetch_related("tags")


def passages(material: Material) -> list[Passage]:
    return list(material.passages.filter(removed_at=None)[:500])


def successor(material: Material, viewer: Actor) -> Material | None:
    """Return what took the material's place, if the viewer may see it."""
    return policy.visible(viewer).filter(pk=material.superseded_by_id).first() if material.superseded_by_id else None


def origin_url(material: Material) -> str:
    """Return the address of the document from which the material came, empty if it came from none."""
    return kinds.url(ObjectRef(material.origin_kind, material.origin_id)) if material.origin_id else ""


def quotations(ref: ObjectRef, viewer: Actor) -> list[Quotation]:
    """Return what the text of an object took from the library, newest first."""
    found = Quotation.objects.about(ref).filter(material__in=policy.visible(viewer)).select_related("material")
    return list(found.order_by("-pk")[:_QUOTATIONS])


def quoted_in(material: Material, viewer: Actor, *, limit: int = 50) -> list[Quotation]:
    """Return the texts that quote a material, as far as the viewer may see them."""
    rows = list(material.quotations.order_by("-pk")[:limit])
    seen: set[tuple[str, int]] = set()
    for name in {row.ref_kind for row in rows}:
        ids = kinds.visible_ids(name, [row.ref_id for row in rows if row.ref_kind == name], viewer)
        seen |= {(name, pk) for pk in ids}
    return [row for row in rows if (row.ref_kind, row.ref_id) in seen]


def remarks(ref: ObjectRef, text: str, actor: Actor) -> list[Remark]:
    """Return which sources of a text no longer hold: those it quotes from here, and those that it names."""
    if not text.strip():
        return []
    stale: dict[int, Remark] = {}
    rows = Quotation.objects.about(ref).filter(material__in=policy.visible(actor)).exclude(material__validity=Validity.IN_FORCE)
    for row in rows.select_related("material__superseded_by").order_by("pk")[:_QUOTATIONS]:
        start = naming.still_quoted(row.words, text)
        if start >= 0:
            passage = row.words if text[start : start + len(row.words)] == row.words else ""
            stale.setdefault(row.material_id, _stale(row.material, passage, start, quoted=True))
    titles, numbers = naming.titles_in(text), naming.numbers_in(text)
    named = Q(title_key__in=list(titles)[:300]) | Q(number_key__in=list(numbers)[:2000])
    sources = (
        policy.visible(actor).exclude(validity=Validity.IN_FORCE).filter(named).select_related("superseded_by").defer("body")
    )
    for material in sources[:100]:
        if material.pk not in stale:
            start = titles.get(material.title_key, numbers.get(material.number_key, -1))
            stale[material.pk] = _stale(material, "", start, quoted=False)
    return list(stale.values())


def _stale(material: Material, passage: str, start: int, *, quoted: bool) -> Remark:
    since = _day(material.validity_date)
    replaced = material.superseded_by
    what = f"已于{since}{'废止' if material.validity == Validity.REPEALED else '被替代'}"
    instead = f"，现行为《{replaced.title}》{replaced.number}" if replaced else ""
    return Remark(
        rule="materials.no_longer_holds",
        severity="must" if quoted else "should",
        words=f"{'所引' if quoted else '文中提到的'}《{material.title}》{material.number}{what}{instead}，请核对",
        passage=passage,
        start=start,
        url=reverse("materials:detail", args=[material.pk]),
    )


def _day(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
