"""Sample content of the style page: the fictional 云州市, its documents and people."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse_lazy

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.pages import Page
from zhongshu.kernel.widgets import DateInput, DropInput, PickerInput, TextArea, wide

PEOPLE = [
    {"id": 1, "text": "沈若川", "note": "市政府办公室 主任"},
    {"id": 2, "text": "顾明远", "note": "市政府办公室 副主任"},
    {"id": 3, "text": "林知夏", "note": "市政府办公室秘书科 科长"},
    {"id": 4, "text": "许安澜", "note": "市政府办公室秘书科 科员"},
    {"id": 5, "text": "江望舒", "note": "市财政局办公室 主任"},
    {"id": 6, "text": "陆闻笙", "note": "市发展和改革委员会 办公室主任"},
]
NAMES = {person["id"]: person["text"] for person in PEOPLE}


def search(words: str) -> list[dict[str, Any]]:
    """Return the sample people whose name or post holds the words."""
    return [person for person in PEOPLE if words in person["text"] or words in person["note"]]


class SampleForm(OfficeForm):
    """One field of each kind."""

    title = forms.CharField(label="标题", max_length=100, help_text="不超过100字，不写发文机关", widget=wide(forms.TextInput({"autocomplete": "off"})))
    kind = forms.ChoiceField(label="文种", choices=[("", "请选择"), ("notice", "通知"), ("reply", "批复"), ("letter", "函")])
    urgency = forms.ChoiceField(
        label="紧急程度", choices=[("none", "一般"), ("fast", "加急"), ("flash", "特急")], widget=forms.RadioSelect, initial="none"
    )
    deadline = forms.DateField(label="办理时限", widget=DateInput, required=False)
    handlers = forms.CharField(
        label="承办人",
        widget=PickerInput(reverse_lazy("kernel:style_search"), multiple=True, names_of=lambda ids: [(one, NAMES[int(one)]) for one in ids]),
        required=False,
    )
    words = forms.CharField(label="意见", widget=TextArea(3))
    copies = forms.IntegerField(label="份数", min_value=1, initial=30)
    by_paper = forms.BooleanField(label="同时印发纸质件", required=False)
    files = forms.FileField(label="附件", widget=DropInput(limit="版式文件、文字、表格、图片，单个不超过200 MB"), required=False)


class SampleFilters(OfficeForm):
    """A search line."""

    q = forms.CharField(label="关键词", required=False, widget=forms.TextInput(attrs={"type": "search", "placeholder": "标题、文号"}))
    kind = forms.ChoiceField(label="文种", choices=[("", "全部"), ("notice", "通知"), ("reply", "批复")], required=False)
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), ("open", "在办"), ("done", "办结")], required=False)
    since = forms.DateField(label="成文日期自", required=False, widget=DateInput)


def shell(request: HttpRequest, part: str) -> dict[str, Any]:
    """Return a frame with navigation, as a section head would see it."""
    sections = {key: page["label"] for key, page in PAGES.items()}
    entries = [
        {"label": label, "url": f"?page={key}", "icon": PAGES[key]["icon"], "active": key == part, "badge": "", "count_name": ""}
        for key, label in sections.items()
    ]
    work = [("待办", "tasks", 12, "to_do"), ("待阅", "reading", 5, "to_read"), ("在办", "hourglass", 0, ""), ("已办", "check-circle", 0, "")]
    return {
        "actor": Actor(None, "林知夏", post_name="秘书科科长", unit_name="秘书科", organ_name="云州市人民政府办公室", account_id=0),
        "unread": 3,
        "delegations": [{"text": "顾明远（副主任）委托您办理文件审核，至11月28日止", "url": "#", "label": "委托我的"}] if part == "lists" else [],
        "posts": [
            {"id": 1, "label": "秘书科科长", "note": "云州市人民政府办公室", "current": True},
            {"id": 2, "label": "值班室副主任（兼）", "note": "云州市人民政府办公室", "current": False},
        ],
        "menu_groups": [
            {"label": "样式", "entries": entries},
            {
                "label": "我的工作",
                "entries": [
                    {"label": label, "url": "#", "icon": icon, "active": False, "badge": count, "count_name": name} for label, icon, count, name in work
                ],
            },
        ],
    }


def controls(request: HttpRequest) -> dict[str, Any]:
    good = SampleForm(initial={"title": "关于做好2026年冬季农村供水保障工作的通知", "kind": "notice", "handlers": [3, 4]})
    bad = SampleForm({"title": "", "kind": "", "urgency": "none", "words": "同意", "copies": "0"}, prefix=None, auto_id="bad_%s")
    bad.add_error(None, "此件已由他人办理，不能重复提交；请核对后再试")
    return {"good": good, "bad": bad, "phrases": ["同意。", "已阅。", "请按程序办理。", "拟同意，请领导审签。"]}


def lists(request: HttpRequest) -> dict[str, Any]:
    return {"rows": Page(_rows(clock.now()), "bmV4dA", None), **_list_frame()}


def _rows(now: Any) -> list[dict[str, Any]]:
    samples = [
        ("关于做好2026年冬季农村供水保障工作的通知", "云政办发〔2026〕41号", "通知", "市水利局", "林知夏", "核稿", "red", "超期2个工作日", 95, "unread", "特急"),
        ("关于调整市安全生产委员会组成人员的通知", "云政办发〔2026〕42号", "通知", "市应急管理局", "林知夏", "会签", "yellow", "剩余1个工作日", 200, "unread", "加急"),
        ("关于云溪县行政区域界线勘定有关问题的请示", "溪政〔2026〕17号", "请示", "云溪县人民政府", "顾明远", "拟办", "green", "剩余6个工作日", 1500, "", ""),
        ("关于拨付城区老旧小区改造补助资金的函", "云财函〔2026〕93号", "函", "市财政局", "林知夏", "承办", "green", "剩余4个工作日", 2900, "", ""),
        ("关于召开全市重点项目建设推进会的通知", "", "通知", "市发展和改革委员会", "沈若川", "签发", "yellow", "今日到期", 4400, "", "加急"),
        ("云州市人民政府办公室关于印发全市政务公开工作要点的通知（代拟稿，含附件三件，请各单位一并研提意见后按时限反馈）", "", "通知", "市数据局", "许安澜", "拟稿", "", "", 7400, "", ""),
    ]
    keys = ("title", "number", "kind", "unit", "who", "step", "light", "limit", "minutes", "state", "urgency")
    rows = [dict(zip(keys, sample, strict=True)) for sample in samples]
    for row in rows:
        row["at"] = now - timedelta(minutes=row.pop("minutes"))
    return rows


def _list_frame() -> dict[str, Any]:
    return {
        "filters": SampleFilters(),
        "saved": [{"label": "本周到期", "url": "#", "active": True}, {"label": "我科室承办", "url": "#"}],
        "tabs": [
            {"label": "待办", "url": "#", "active": True, "count": 12},
            {"label": "待阅", "url": "#", "count": 5},
            {"label": "在办", "url": "#"},
            {"label": "已办", "url": "#"},
            {"label": "委托我的", "url": "#", "count": 2},
        ],
        "stats": [
            {"label": "待办", "value": 12, "unit": "件", "url": "#", "icon": "tasks", "note": "今日新到 4 件"},
            {"label": "超期", "value": 1, "unit": "件", "url": "#", "icon": "warning", "tone": "danger", "note": "最长 2 个工作日"},
            {"label": "即将到期", "value": 3, "unit": "件", "url": "#", "icon": "clock", "tone": "warn", "note": "2 个工作日内"},
            {"label": "本月办结", "value": 86, "unit": "件", "url": "#", "icon": "check-circle", "tone": "ok", "note": "按时率 97.7%"},
        ],
        "items": [
            {"title": "关于转发《云州市政务值班工作规范》的通知", "meta": "市政府办公室 · 云政办函〔2026〕58号", "at": clock.now() - timedelta(hours=2), "state": "unread"},
            {"title": "市长办公会议纪要（第18期）", "meta": "市政府办公室 · 〔2026〕18", "at": clock.now() - timedelta(hours=26), "state": ""},
        ],
    }


def records(request: HttpRequest) -> dict[str, Any]:
    now = clock.now()
    opinion = {"words": "已与水利局、财政局会商，文稿符合规范。拟同意，请明远同志审核。", "name": "林知夏", "post": "秘书科科长", "at": now - timedelta(hours=20)}
    leader = {"words": "同意。请水利局抓紧落实冬季管护经费，按周报送进度。", "name": "沈若川", "post": "主任", "at": now - timedelta(hours=3)}
    paper = {**leader, "name": "顾明远", "post": "副主任", "words": "请按程序办理。", "entered_by": "许安澜", "paper_date": now, "delegate_for": ""}
    return {
        "facts": [
            {"label": "文号", "value": "云政办发〔2026〕41号"},
            {"label": "文种", "value": "通知"},
            {"label": "主送", "value": "各县（市、区）人民政府，市政府各部门", "wide": True},
            {"label": "拟稿", "value": "许安澜（秘书科）"},
            {"label": "成文日期", "value": "2026年11月20日"},
            {"label": "紧急程度", "value": "加急"},
            {"label": "办理时限", "value": "2026年11月27日，自登记之日起5个工作日"},
            {"label": "公开方式", "value": ""},
            {"label": "依据文件", "value": "省政府办公厅关于农村供水保障的通知", "url": "#"},
        ],
        "steps": [
            {"name": "拟稿", "who": "许安澜", "state": "done", "note": "11-18 09:40"},
            {"name": "核稿", "who": "林知夏", "state": "done", "note": "11-18 16:02"},
            {"name": "会签", "who": "水利局、财政局", "state": "returned", "note": "退回1次"},
            {"name": "审批", "who": "顾明远", "state": "now", "note": "办理中"},
            {"name": "签发", "who": "沈若川", "state": "next"},
            {"name": "编号", "who": "文书", "state": "next"},
            {"name": "校核", "state": "skipped", "note": "免"},
            {"name": "用印", "state": "next"},
            {"name": "分发", "state": "next"},
        ],
        "timeline": [
            {"who": "顾明远", "post": "副主任", "what": "正在办理", "step": "审批", "at": now - timedelta(minutes=40), "tone": "now"},
            {"who": "江望舒", "post": "市财政局办公室主任", "what": "退回修改", "step": "会签", "at": now - timedelta(hours=18), "tone": "warn", "words": "第三条经费渠道请写明“从现有涉农资金中统筹”。", "attitude": "不同意"},
            {"who": "林知夏", "post": "秘书科科长", "what": "同意", "step": "核稿", "at": now - timedelta(hours=20), "tone": "ok", "words": opinion["words"]},
            {"who": "系统", "what": "催办提醒（将于1个工作日内到期）", "at": now - timedelta(days=2), "tone": "quiet"},
            {"who": "许安澜", "post": "科员", "what": "提交核稿", "step": "拟稿", "at": now - timedelta(days=4), "facts": "附件2件，正文1860字"},
        ],
        "slip_left": {"label": "", "value": "云州市人民政府办公室"},
        "slip_right": {"label": "收文编号", "value": "2026-收-0317"},
        "slip_rows": [
            [{"label": "来文单位", "value": "云溪县人民政府"}, {"label": "来文字号", "value": "溪政〔2026〕17号"}],
            [{"label": "收文日期", "value": "2026年11月20日"}, {"label": "办理时限", "value": "2026年12月4日"}],
            [{"label": "标题", "value": "关于云溪县行政区域界线勘定有关问题的请示", "span": 3, "kind": "title"}],
            [{"label": "拟办意见", "value": [opinion], "span": 3, "kind": "opinions"}],
            [{"label": "领导批示", "value": [leader, paper], "span": 3, "kind": "opinions"}],
            [{"label": "承办结果", "value": [], "span": 3, "kind": "opinions"}],
        ],
        "readers": [
            {"name": "云溪县", "state": "read", "note": "11-20 15:12 签收"},
            {"name": "柳河县", "state": "read", "note": "11-20 15:40 签收"},
            {"name": "青石区", "state": "waiting", "note": "未签收"},
            {"name": "市教育局", "state": "refused", "note": "退文：非本单位职责"},
        ],
        "reply": SampleForm(auto_id="reply_%s"),
        "phrases": ["同意。", "已阅。", "请按程序办理。"],
    }


def paper(request: HttpRequest) -> dict[str, Any]:
    body = [
        (0, "为做好今冬明春农村供水保障工作，确保群众饮水安全，现就有关事项通知如下。"),
        (1, "一、压实工作责任"),
        (0, "各县（市、区）人民政府要落实农村供水保障主体责任，建立县级领导包乡、乡级干部包村、村级专人包户工作机制，逐村逐户排查供水管网冻损隐患。"),
        (2, "（一）开展隐患排查"),
        (0, "11月底前完成一次全覆盖排查，建立台账，明确整改时限和责任人。"),
        (1, "二、强化要素保障"),
        (0, "市财政局从现有涉农资金中统筹安排管护经费；市水利局按周调度进度，重要情况及时报告市人民政府。"),
    ]
    return {
        "watermark": "林知夏 秘书科科长",
        "paper": {
            "copy_number": "000012",
            "secrecy": "内部",
            "urgency": "加急",
            "organ": "云州市人民政府办公室文件",
            "number": "云政办发〔2026〕41号",
            "title": "云州市人民政府办公室\n关于做好2026年冬季农村供水保障工作的通知",
            "recipients": "各县（市、区）人民政府，市政府各部门、各直属机构",
            "paragraphs": [{"level": level, "text": text} for level, text in body],
            "attachments": ["农村供水隐患排查台账", "包保责任人名单"],
            "signers": ["云州市人民政府办公室"],
            "date": "2026年11月20日",
            "note": "此件不公开",
            "copies_to": "市委办公室，市人大常委会办公室，市政协办公室",
            "imprint_organ": "云州市人民政府办公室",
            "imprint_date": "2026年11月20日",
        },
    }


def machines(request: HttpRequest) -> dict[str, Any]:
    return {
        "chart": {
            "kind": "bar",
            "title": "近六个月办文量",
            "categories": ["6月", "7月", "8月", "9月", "10月", "11月"],
            "series": [{"name": "发文", "values": [32, 41, 28, 36, 30, 22]}, {"name": "收文", "values": [210, 188, 240, 232, 205, 171]}],
        },
        "question": SampleForm(auto_id="question_%s"),
    }


MODEL = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zw="urn:zhongshu:workflow:1" id="sample" targetNamespace="sample">
  <process id="sample_process" name="发文（样例）" isExecutable="true">
    <extensionElements><zw:variable name="countersigners" label="会签人员"/></extensionElements>
    <startEvent id="start"><outgoing>f1</outgoing></startEvent>
    <userTask id="draft" name="拟稿"><extensionElements><zw:step assign="starter" column="拟稿"/></extensionElements><incoming>f1</incoming><outgoing>f2</outgoing></userTask>
    <userTask id="review" name="核稿"><extensionElements><zw:step assign="duty:reviewer" column="核稿" dueWorkdays="1" outcomes="approve:同意,reject:不同意" allowBatch="true"/></extensionElements><incoming>f2</incoming><outgoing>f3</outgoing></userTask>
    <userTask id="countersign" name="会签"><extensionElements><zw:step assign="var:countersigners" column="会签"/></extensionElements><incoming>f3</incoming><outgoing>f4</outgoing><multiInstanceLoopCharacteristics isSequential="false" zw:collection="countersigners" zw:rule="all"/></userTask>
    <endEvent id="end"><incoming>f4</incoming></endEvent>
    <sequenceFlow id="f1" sourceRef="start" targetRef="draft"/>
    <sequenceFlow id="f2" sourceRef="draft" targetRef="review"/>
    <sequenceFlow id="f3" sourceRef="review" targetRef="countersign"/>
    <sequenceFlow id="f4" sourceRef="countersign" targetRef="end"/>
  </process>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="sample_process">
    <bpmndi:BPMNShape id="s1" bpmnElement="start"><dc:Bounds x="120" y="102" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s2" bpmnElement="draft"><dc:Bounds x="210" y="80" width="100" height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s3" bpmnElement="review"><dc:Bounds x="370" y="80" width="100" height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s4" bpmnElement="countersign"><dc:Bounds x="530" y="80" width="100" height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s5" bpmnElement="end"><dc:Bounds x="692" y="102" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="e1" bpmnElement="f1"><di:waypoint x="156" y="120"/><di:waypoint x="210" y="120"/></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="e2" bpmnElement="f2"><di:waypoint x="310" y="120"/><di:waypoint x="370" y="120"/></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="e3" bpmnElement="f3"><di:waypoint x="470" y="120"/><di:waypoint x="530" y="120"/></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="e4" bpmnElement="f4"><di:waypoint x="630" y="120"/><di:waypoint x="692" y="120"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>
"""


def diagram(request: HttpRequest) -> dict[str, Any]:
    return {
        "xml": MODEL,
        "states": {"draft": "done", "f1": "done", "f2": "done", "review": "now"},
        "choices": {
            "duties": [("reviewer", "核稿"), ("office_director", "办公室主任"), ("signatory", "签发人")],
            "commands": [("documents.approve_for_issue", "签发"), ("documents.take_number", "编号")],
            "columns": ["拟稿", "核稿", "会签", "审批", "签发"],
            "states": [],
        },
        "problems": [{"element": "countersign", "sentence": "名单可能为空"}],
    }


Content = Callable[[HttpRequest], dict[str, Any]]
PAGES: dict[str, dict[str, Any]] = {
    "controls": {"label": "按钮与表单", "icon": "edit", "content": controls},
    "lists": {"label": "列表", "icon": "list", "content": lists},
    "records": {"label": "办理", "icon": "slip", "content": records},
    "paper": {"label": "公文", "icon": "document", "content": paper},
    "machines": {"label": "部件", "icon": "settings", "content": machines},
    "diagram": {"label": "流程图", "icon": "flow", "content": diagram},
    "viewer": {"label": "流程图（只读）", "icon": "eye", "content": diagram},
    "empty": {"label": "空与出错", "icon": "warning", "content": lambda request: {}},
    "icons": {"label": "图标", "icon": "image", "content": lambda request: {"icons": icon_names()}},
}


def icon_names() -> list[str]:
    """Return the names of all symbols of the sprite."""
    sprite = (Path(__file__).parent / "static/icons.svg").read_text()
    return re.findall(r'<symbol id="([^"]+)"', sprite)
