"""Answers to sample cases: single defects, clean pieces, whole documents with one defect."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zhongshu.domains.documents.checks import engine, parsing
from zhongshu.domains.documents.checks.findings import Finding, Severity
from zhongshu.domains.documents.checks.manuscript import Facts, Manuscript
from zhongshu.domains.documents.checks.rules import RULES

COUNTED = (Severity.MUST, Severity.SHOULD)
LONGEST_SNIPPET = 60
# What a case notes of its own about the document: （文种：请示，主送：县政府）.
_NOTE = re.compile(
    r"[（(](?P<facts>(?:文种|公文种类|发文机关|发文单位|主送机关|主送|抄送机关|抄送|成文日期)[：:为是][^（）()]+)[）)]"
)
_FACTS = {
    "文种": "document_type", "公文种类": "document_type", "发文机关": "issuer", "发文单位": "issuer", "主送": "principals",
    "主送机关": "principals", "抄送": "copies", "抄送机关": "copies",
}  # fmt: skip
_ABSENT = r"[，。；]?(?:没有|缺少|未注明|未标注|未写明|未标明|漏写|漏标|未写|未标|未署|无|缺|漏)(?:{labels})[^，。；“]*"
_LABELS = {
    "标题": "title",
    "主送": "principals",
    "主送机关": "principals",
    "抄送": "copies",
    "正文": "body",
    "附件说明": "note",
    "附件": "attachments",
    "主送单位": "principals",
    "受文机关": "principals",
    "收文机关": "principals",
    "抄送机关": "copies",
    "结束语": "ending",
    "发文单位": "signature",
    "发文机关署名": "signature",
    "落款日期": "date",
    "附注": "remark",
    "落款": "signature",
    "署名": "signature",
    "发文机关": "signature",
    "成文日期": "date",
    "日期": "date",
    "文号": "number",
    "发文字号": "number",
    "结尾": "ending",
    "结语": "ending",
    "版记": "imprint",
    "印发日期": "printed",
    "文种": "type",
    "开头": "body",
}


def defect(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Say whether a piece of text has an error, of which category, and how it would be right."""
    text, unit = case["wrong"], case.get("unit", "sentence")
    manuscript, text = piece(unit, text)
    found = [finding for finding in engine.check(manuscript) if finding.severity in COUNTED]
    if not found:
        return {"flagged": False, "category": None, "correct": None}
    new = engine.corrected(text, found)
    return {"flagged": True, "category": _categories(found), "correct": new.replace("\n", "／") if new != text else None}


def clean(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Say whether a right piece of text is flagged all the same."""
    manuscript, _ = piece(case.get("unit", "sentence"), case["text"])
    found = [finding for finding in engine.check(manuscript) if finding.severity in COUNTED]
    return {"flagged": bool(found), "rules": [finding.rule for finding in found]}


def document(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    """List the findings of a whole document, each with its category and the words that it is about."""
    manuscript = parsing.read(case["text"])
    rows: list[dict[str, Any]] = []
    for finding in engine.check(manuscript):
        if finding.severity not in COUNTED:
            continue
        text = manuscript.paragraphs[finding.paragraph].text if finding.paragraph >= 0 else ""
        rows.append({"category": finding.category, "snippet": _snippet(finding, text), "rule": finding.rule})
    return {"findings": rows}


def _snippet(finding: Finding, text: str) -> str:
    """Return the words of a finding, with a little of what stands around a short one."""
    if len(finding.text) > LONGEST_SNIPPET:
        return finding.text[:LONGEST_SNIPPET]
    at = text.find(finding.context)
    return finding.context if at >= 0 and len(finding.context) <= LONGEST_SNIPPET else finding.text


def _categories(found: Iterable[Finding]) -> list[str]:
    """Return the categories of the rules that were broken, the weightiest first."""
    ranked = sorted(found, key=lambda one: one.severity != Severity.MUST)
    return list(dict.fromkeys(str(category) for one in ranked for category in RULES[one.rule].categories))


def piece(unit: str, text: str) -> tuple[Manuscript, str]:
    """Return the manuscript of a piece as the samples write it, and its text: ／ stands between lines, notes tell the type."""
    facts: dict[str, Any] = {}
    if note := _NOTE.search(text):
        facts = _noted(note.group("facts"))
        text = text.replace(note.group(), "").rstrip()
    if "／" in text:
        text = text.replace("／", "\n")
    if unit == "document":
        return described(text), text
    return parsing.of_unit(unit, text, **facts), text


def _noted(note: str) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for label, value in re.findall(r"([^：:为是，；、]+)[：:为是]\s*([^，；]+)", note):
        name = _FACTS.get(label.strip())
        if name in ("principals", "copies"):
            facts[name] = tuple(value.strip("。 ").split("、"))
        elif name:
            facts[name] = value.strip("。 ")
    return facts


def described(text: str) -> Manuscript:
    """Build the manuscript of a document that is only described: 正文“……”，附件说明只列附件1、附件2。"""
    if "\n" in text:
        return parsing.read(text)
    pattern = re.compile(rf"({'|'.join(sorted(_LABELS, key=len, reverse=True))})")
    parts: dict[str, str] = {}
    absent = re.compile(_ABSENT.format(labels=pattern.pattern))
    whole = bool(absent.search(text))
    text = absent.sub("", text)
    places = [match for match in pattern.finditer(text) if not _inside_quotes(text, match.start())]
    for match, following in zip(places, [*places[1:], None], strict=True):
        segment = text[match.end() : following.start() if following else len(text)]
        name = _LABELS[match.group(1)]
        if name == "attachments" and "note" in parts:
            parts["note"] += match.group(1) + segment
            continue
        quoted = re.findall(r"“([^”]*)”", segment)
        parts.setdefault(
            name, quoted[0] if quoted else re.sub(r"^(?:只|仅|为|是|写|列|中|里|的|：|:|，)+|[，。；]$", "", segment)
        )
    if not parts:
        return parsing.of_unit("sentence", text)
    lines = [
        parts.get("title", ""), parts.get("number", ""), f"{parts['principals'].rstrip('：')}：" if "principals" in parts else "",
        parts.get("body", ""), parts.get("ending", ""),
    ]  # fmt: skip
    listed = sorted(set(re.findall(r"附件\s*(\d+)", parts.get("note", ""))), key=int)
    if "note" in parts:
        names = "\n".join(f"{number}.附件{number}" if at else f"附件：{number}.附件{number}" for at, number in enumerate(listed))
        lines.append(names or f"附件：{parts['note']}")
    lines += [
        parts.get("signature", ""),
        parts.get("date", ""),
        f"（{parts['remark']}）" if "remark" in parts else "",
        f"抄送：{parts['copies'].rstrip('。')}。" if "copies" in parts else "",
        parts.get("imprint", ""),
    ]
    facts = Facts(document_type=parts.get("type", ""), whole=whole)
    made = parsing.read("\n".join(line for line in lines if line), facts=facts)
    if "title" not in parts and made.title is not None:
        made = parsing.of_unit(
            "sentence", "\n".join(line for line in lines if line), document_type=parts.get("type", ""), whole=whole
        )
    return made


def _inside_quotes(text: str, at: int) -> bool:
    return any(match.start() < at < match.end() for match in re.finditer(r"“[^”]*”", text))
