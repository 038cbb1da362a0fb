"""The parts of the style page and what each shows."""

from collections.abc import Callable
from typing import Any

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page
from zhongshu.kernel.style import samples
from zhongshu.kernel.style.forms import SampleFilters, SampleForm


def controls() -> dict[str, Any]:
    good = SampleForm(initial={"title": "关于做好2026年冬季农村供水保障工作的通知", "kind": "notice", "handlers": [3, 4]})
    bad = SampleForm({"title": "", "kind": "", "urgency": "none", "words": "同意", "copies": "0"}, auto_id="bad_%s")
    bad.add_error(None, "此件已由他人办理，不能重复提交；请核对后再试")
    return {"good": good, "bad": bad, "phrases": ["同意。", "已阅。", "请按程序办理。", "拟同意，请领导审签。"]}


def lists() -> dict[str, Any]:
    content = samples.part("lists")
    return {**content, "rows": Page(content["rows"], "bmV4dA", None), "filters": SampleFilters()}


def records() -> dict[str, Any]:
    return {**samples.part("records"), "reply": SampleForm(auto_id="reply_%s")}


def machines() -> dict[str, Any]:
    return {**samples.part("machines"), "question": SampleForm(auto_id="question_%s")}


def diagram() -> dict[str, Any]:
    return {**samples.part("diagram"), "xml": samples.model()}


# key → label, icon, content
PARTS: dict[str, tuple[str, str, Callable[[], dict[str, Any]]]] = {
    "controls": ("按钮与表单", "edit", controls),
    "lists": ("列表", "list", lists),
    "records": ("办理", "slip", records),
    "paper": ("公文", "document", lambda: samples.part("paper")),
    "machines": ("部件", "settings", machines),
    "diagram": ("流程图", "flow", diagram),
    "viewer": ("流程图（只读）", "eye", diagram),
    "empty": ("空与出错", "warning", dict),
    "icons": ("图标", "image", lambda: {"icons": samples.icon_names()}),
}


def shell(part: str) -> dict[str, Any]:
    """Return a frame with navigation, as a section head would see it."""
    work = [
        ("待办", "tasks", 12, "to_do"),
        ("待阅", "reading", 5, "to_read"),
        ("在办", "hourglass", 0, ""),
        ("已办", "check", 0, ""),
    ]
    delegation = {"text": "顾明远（副主任）委托您办理文件审核，至11月28日止", "url": "#", "label": "委托我的"}
    organ = "云州市人民政府办公室"
    return {
        "actor": Actor(None, "林知夏", post_name="秘书科科长", unit_name="秘书科", organ_name=organ, account_id=0),
        "unread": 3,
        "delegations": [delegation] if part == "lists" else [],
        "posts": [
            {"id": 1, "label": "秘书科科长", "note": organ, "current": True},
            {"id": 2, "label": "值班室副主任（兼）", "note": organ, "current": False},
        ],
        "menu_groups": [
            {
                "label": "样式",
                "entries": [_entry(label, icon, f"?page={key}", key == part) for key, (label, icon, _) in PARTS.items()],
            },
            {"label": "我的工作", "entries": [_entry(label, icon, "#", False, count, name) for label, icon, count, name in work]},
        ],
    }


def _entry(label: str, icon: str, url: str, active: bool, badge: int = 0, count_name: str = "") -> dict[str, Any]:
    return {"label": label, "url": url, "icon": icon, "active": active, "badge": badge, "count_name": count_name}
