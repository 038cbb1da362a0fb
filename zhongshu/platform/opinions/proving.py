"""Proof that opinions are what was signed: words and handwriting against the digests in the log."""

from collections.abc import Iterator
from typing import Any

from zhongshu.kernel.text import digest
from zhongshu.platform.audit import public as audit
from zhongshu.platform.opinions.models import Handwriting, Opinion


def changed_opinions() -> Iterator[str]:
    """Yield a sentence for every opinion whose words, signature or handwriting differ from what was logged when it was given."""
    for entries in audit.evidence.logged("opinions.recorded"):
        ids = [facts["opinion_id"] for _, _, facts in entries]
        found = Opinion.objects.in_bulk(ids)
        pictures = {row.opinion_id: row for row in Handwriting.objects.filter(opinion__in=ids)}
        for entry_id, _, facts in entries:
            if sentence := _fault(found.get(facts["opinion_id"]), pictures, facts):
                yield f"{sentence}（审计记录编号{entry_id}）"


def _fault(opinion: Opinion | None, pictures: dict[int, Handwriting], facts: dict[str, Any]) -> str:
    if opinion is None:
        return f"意见{facts['opinion_id']}不见了"
    if digest(opinion.words) != facts["words_digest"]:
        return f"意见{opinion.pk}（{opinion.person_name}）的文字被改动"
    if opinion.text_digest != facts["text_digest"] or opinion.signature != facts["signed_by"]:
        return f"意见{opinion.pk}的署名或所阅文本摘要被改动"
    picture = pictures.get(opinion.pk)
    if facts.get("ink_digest", "") != (digest(bytes(picture.picture)) if picture else ""):
        return f"意见{opinion.pk}（{opinion.person_name}）的手写笔迹被改动"
    return ""
