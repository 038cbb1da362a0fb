"""The office's own attributes on a step: ``<zw:step .../>`` inside ``extensionElements``."""

import re
from dataclasses import dataclass

from lxml import etree

from zhongshu.platform.workflow.bpmn.graph import Multi, StepRules, TimerRule
from zhongshu.platform.workflow.bpmn.reading import MODEL, ZW, ModelRefused, about

_RULE = re.compile(r"all|any|veto|ratio:(0\.\d+|1|1\.0|\d{1,2}%|100%)")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")
_DURATION = re.compile(
    r"P(?:(?P<days>\d{1,4})D)?(?:T(?:(?P<hours>\d{1,4})H)?(?:(?P<minutes>\d{1,5})M)?(?:(?P<seconds>\d{1,6})S)?)?"
)
_TEXTS = {"assign", "column", "state", "command", "hint"}
_SWITCHES = {
    "claim": "claim",
    "needsOpinion": "needs_opinion",
    "autoSkipSame": "auto_skip_same",
    "allowReturn": "allow_return",
    "allowWithdraw": "allow_withdraw",
    "allowAddSigner": "allow_add_signer",
    "allowTransfer": "allow_transfer",
    "allowBatch": "allow_batch",
    "irreversible": "irreversible",
}
_NUMBERS = {"dueWorkdays": "due_workdays", "remindBefore": "remind_before", "escalateAfter": "escalate_after"}
_KNOWN = {*_TEXTS, *_SWITCHES, *_NUMBERS, "rule", "outcomes", "choose", "escalateTo"}


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who holds a step: ``source`` (starter, handler, duty, var, unit_var, head), its ``name``, and for units the ``duty``."""

    source: str
    name: str = ""
    duty: str = ""


def parse_assign(text: str) -> Assignment | None:
    """Read ``duty:reviewer``, ``var:leaders``, ``unit_var:organs:signatory`` ...; None when it cannot be read."""
    parts = text.strip().split(":")
    match parts:
        case ["starter"]:
            return Assignment("starter")
        case ["head", "starter"]:
            return Assignment("head", "starter")
        case ["unit_var", name, duty] if _NAME.fullmatch(name) and _NAME.fullmatch(duty):
            return Assignment("unit_var", name, duty)
        case [("duty" | "var" | "unit_var") as source, name] if _NAME.fullmatch(name):
            return Assignment(source, name)
        case ["handler", name] if name:
            return Assignment("handler", name)
    return None


def extensions(element: etree._Element, name: str) -> list[etree._Element]:
    """Return the ``zw:<name>`` elements in the element's own ``extensionElements``."""
    return element.findall(f"{{{MODEL}}}extensionElements/{{{ZW}}}{name}")


def read_step(element: etree._Element) -> StepRules | None:
    """Read the ``zw:step`` of one task; None when the task has none.

    Raises:
        ModelRefused: a value that cannot be read, naming the task and the attribute.
    """
    found = extensions(element, "step")
    if not found:
        return None
    if len(found) > 1:
        raise ModelRefused(about(element, "只能有一个 zw:step"))
    raw = {str(key): str(value) for key, value in found[0].attrib.items()}
    values: dict[str, object] = {name: raw[name].strip() for name in _TEXTS if name in raw}
    for attribute, field in _SWITCHES.items():
        if attribute in raw:
            if raw[attribute] not in ("true", "false"):
                raise ModelRefused(about(element, f"{attribute} 应为 true 或 false，现为“{raw[attribute]}”"))
            values[field] = raw[attribute] == "true"
    for attribute, field in _NUMBERS.items():
        if raw.get(attribute):
            if not re.fullmatch(r"\d{1,3}", raw[attribute]):
                raise ModelRefused(about(element, f"{attribute} 应为工作日数，现为“{raw[attribute]}”"))
            values[field] = int(raw[attribute])
    if raw.get("rule"):
        values["rule"] = _rule(element, raw["rule"])
    if values.get("assign") and parse_assign(str(values["assign"])) is None:
        raise ModelRefused(about(element, f"办理人规则“{values['assign']}”看不懂"))
    if raw.get("escalateTo"):
        if parse_assign(raw["escalateTo"]) is None:
            raise ModelRefused(about(element, f"升级对象“{raw['escalateTo']}”看不懂"))
        values["escalate_to"] = raw["escalateTo"]
    values["outcomes"] = _pairs(element, "outcomes", raw.get("outcomes", ""))
    values["choose"] = _pairs(element, "choose", raw.get("choose", ""))
    values["extra"] = tuple(sorted((key, value) for key, value in raw.items() if key not in _KNOWN))
    return StepRules(**values)  # type: ignore[arg-type]  # each value was read for its own field above


def _rule(element: etree._Element, text: str) -> str:
    if not _RULE.fullmatch(text):
        raise ModelRefused(about(element, f"会签规则“{text}”看不懂，可写 all、any、veto 或 ratio:0.6"))
    if text.endswith("%"):
        return f"ratio:{int(text[6:-1]) / 100}"
    return text


def _pairs(element: etree._Element, attribute: str, text: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        key, _, label = part.partition(":")
        if not _NAME.fullmatch(key.strip()):
            raise ModelRefused(about(element, f"{attribute} 里的“{part}”应写成 代码:名称"))
        pairs.append((key.strip(), label.strip() or key.strip()))
    if len({key for key, _ in pairs}) != len(pairs):
        raise ModelRefused(about(element, f"{attribute} 有重复的代码"))
    return tuple(pairs)


def read_multi(element: etree._Element) -> tuple[Multi | None, str]:
    """Read 多实例: the characteristics and the vote rule written on them (empty when none).

    ``zw:collection`` is the house way; ``loopDataInputRef`` is accepted from other tools, though
    bpmn-js drops it on export when it names no data element.
    """
    loop = element.find(f"{{{MODEL}}}multiInstanceLoopCharacteristics")
    if loop is None:
        return None, ""
    if loop.get("behavior", "All") != "All":
        raise ModelRefused(about(element, "多实例只支持全部完成（All）的写法"))
    for name in ("completionCondition", "loopCardinality"):
        if loop.find(f"{{{MODEL}}}{name}") is not None:
            raise ModelRefused(about(element, f"多实例不支持 {name}，请用 zw:rule 或 zw:collection"))
    collection = loop.get(f"{{{ZW}}}collection") or (loop.findtext(f"{{{MODEL}}}loopDataInputRef") or "").strip()
    if collection and not _NAME.fullmatch(collection):
        raise ModelRefused(about(element, f"多实例名单“{collection}”不是变量名"))
    item = loop.find(f"{{{MODEL}}}inputDataItem")
    inner = loop.get(f"{{{ZW}}}element") or (item.get("name") or item.get("id") if item is not None else None) or "element"
    rule = loop.get(f"{{{ZW}}}rule") or ""
    if rule:
        rule = _rule(element, rule)
    return Multi(loop.get("isSequential") == "true", collection, inner), rule


def read_timer(element: etree._Element, definition: etree._Element) -> TimerRule:
    """Read a timer; ``P3D`` means three *working* days (house rule), ``PT4H`` clock time."""
    if definition.find(f"{{{MODEL}}}timeCycle") is not None:
        raise ModelRefused(about(element, "不支持循环定时（timeCycle）"))
    if text := (definition.findtext(f"{{{MODEL}}}timeDuration") or "").strip():
        match = _DURATION.fullmatch(text)
        if not match or not any(match.groups()):
            raise ModelRefused(about(element, f"时限“{text}”看不懂，可写 P3D（3个工作日）或 PT4H（4小时）"))
        parts = {key: int(value) for key, value in match.groupdict().items() if value}
        clock = parts.get("hours", 0) * 3600 + parts.get("minutes", 0) * 60 + parts.get("seconds", 0)
        if parts.get("days") and clock:
            raise ModelRefused(about(element, "时限不能同时写工作日和小时"))
        return TimerRule(working_days=parts["days"]) if parts.get("days") else TimerRule(seconds=clock)
    if text := (definition.findtext(f"{{{MODEL}}}timeDate") or "").strip():
        return TimerRule(at=text)
    raise ModelRefused(about(element, "定时事件没有写时间"))


def read_variables(process: etree._Element) -> dict[str, str]:
    """Read the declared variables: ``<zw:variable name="..." label="..."/>`` on the process."""
    variables = {}
    for item in extensions(process, "variable"):
        name = item.get("name", "")
        if not _NAME.fullmatch(name):
            raise ModelRefused(about(process, f"变量名“{name}”不对"))
        variables[name] = item.get("label") or name
    return variables
