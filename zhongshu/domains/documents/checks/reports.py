"""What was found, written for people, for programs (JSON) and for tools that read SARIF 2.1.0."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from zhongshu.domains.documents.checks.findings import Finding, Severity
from zhongshu.domains.documents.checks.layout import NAMES
from zhongshu.domains.documents.checks.opening import Checked
from zhongshu.domains.documents.checks.registry import FORMAT
from zhongshu.domains.documents.checks.rules import RULES

SARIF_LEVEL = {Severity.MUST: "error", Severity.SHOULD: "warning", Severity.HINT: "note"}


def readable(files: Sequence[Checked]) -> str:
    """Return the report for people, one finding a line."""
    lines: list[str] = []
    for file in files:
        counts = Counter(finding.severity for finding in file.findings)
        summary = "，".join(f"{severity.label}{counts[severity]}处" for severity in Severity if counts[severity])
        lines.append(f"{file.name}：{summary or '没有发现问题'}")
        lines += [f"  注：{note}" for note in file.notes]
        for finding in file.findings:
            lines.append(_line(file, finding))
    return "\n".join(lines)


def _line(file: Checked, finding: Finding) -> str:
    if finding.paragraph < 0:
        where = f"第{finding.page}页" if finding.page else "全文"
    else:
        line, column = file.place(finding)
        where = f"第{finding.page}页" if finding.page else f"{line}行{column}列"
    change = ""
    if finding.replacement is not None:
        change = f"　改：“{finding.text}”→“{finding.replacement}”" if finding.text else f"　加：“{finding.replacement}”"
    elif finding.text:
        change = f"　原文：“{finding.text[:40]}”"
    return f"  {where}　{finding.severity.label}　{finding.gate.label}　{finding.message}{change}　[{finding.rule}]"


def as_json(files: Sequence[Checked]) -> str:
    """Return the report for programs."""
    return json.dumps({"files": [_file(file) for file in files]}, ensure_ascii=False, indent=2)


def _file(file: Checked) -> dict[str, Any]:
    rows = []
    for finding in file.findings:
        line, column = file.place(finding)
        rows.append(
            {
                "rule": finding.rule,
                "name": finding.name,
                "severity": finding.severity,
                "gate": finding.gate,
                "category": finding.category,
                "message": finding.message,
                "clause": finding.clause,
                "paragraph": finding.paragraph + 1 if finding.paragraph >= 0 else None,
                "page": finding.page,
                "line": line if finding.paragraph >= 0 else None,
                "column": column if finding.paragraph >= 0 else None,
                "begin": finding.begin,
                "end": finding.end,
                "text": finding.text,
                "replacement": finding.replacement,
            }
        )
    return {"file": file.name, "kind": file.kind, "notes": list(file.notes), "findings": rows}


def sarif(files: Sequence[Checked], *, refused: Sequence[tuple[str, str]] = ()) -> str:
    """Return the report as SARIF 2.1.0; ``refused`` are files that could not be read, with the reason."""
    used = sorted({finding.rule for file in files for finding in file.findings})
    places = {rule: place for place, rule in enumerate(used)}
    run = {
        "tool": {
            "driver": {
                "name": "zhongshu check",
                "informationUri": "https://example.invalid/zhongshu",
                "rules": [_rule(one) for one in used],
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": file.name}} for file in files],
        "invocations": [
            {
                "executionSuccessful": not refused,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": reason},
                        "locations": [{"physicalLocation": {"artifactLocation": {"uri": name}}}],
                    }
                    for name, reason in refused
                ],
            }
        ],
        "results": [_result(file, finding, places[finding.rule]) for file in files for finding in file.findings],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(identifier: str) -> dict[str, Any]:
    rule = RULES.get(identifier)
    if rule is None:
        return {"id": identifier, "shortDescription": {"text": NAMES.get(identifier, identifier)}, "help": {"text": FORMAT}}
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": rule.explanation},
        "help": {"text": rule.clause},
        "defaultConfiguration": {"level": SARIF_LEVEL[rule.severity]},
        "properties": {"category": rule.category, "gate": rule.gate},
    }


def _result(file: Checked, finding: Finding, index: int) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": file.name}}}
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": SARIF_LEVEL[finding.severity],
        "message": {"text": finding.message},
        "locations": [location],
    }
    if finding.paragraph >= 0:
        line, column = file.place(finding)
        region = {
            "startLine": line,
            "startColumn": column,
            "charOffset": finding.begin,
            "charLength": finding.end - finding.begin,
        }
        location["physicalLocation"]["region"] = region
        if finding.replacement is not None:
            change = {"deletedRegion": region, "insertedContent": {"text": finding.replacement}}
            result["fixes"] = [{"artifactChanges": [{"artifactLocation": {"uri": file.name}, "replacements": [change]}]}]
    if finding.page:
        result["properties"] = {"page": finding.page}
    return result
