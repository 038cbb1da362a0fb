"""Whether a sentence of running text orders something, or only tells, praises and exhorts."""

import re

from zhongshu.domains.supervision.decomposition.clauses import Assignment, is_generic, stands_for_nobody
from zhongshu.domains.supervision.decomposition.days import Times
from zhongshu.domains.supervision.decomposition.deadlines import deadlines
from zhongshu.domains.supervision.decomposition.measures import measures
from zhongshu.domains.supervision.decomposition.reading import Reading
from zhongshu.domains.supervision.decomposition.tree import DeadlineKind, UnitMention

_PAST = re.compile(
    r"以来|累计|同比|已(?:经|于|全部|基本|建成|完成)?|去年|上年|过去|前几?年|刚刚|刚才|顺利|圆满|获得|荣获|取得了|得到了|"
    r"完成了|实现了|作了|做了|开展了|进行了|召开了|出台了|制定了|受到|被评为|成立了|当时|曾|先后"
)
_TOLD = re.compile(
    r"(?:完成|实现|建立|出台|印发|制定|开展|召开|举办|建成|形成|取得|组织)了|曾|刚刚|刚换届|作了|做了|当时|前不久|上个月|前段时间"
)
_FUTURE = re.compile(r"明年|要|须|力争|确保|务必|请|必须|应(?!急|用)|将|计划|拟|争取|由|责成|限")
_VISION = re.compile(r"到20\d\d年$|十[四五六]五")
_DELIVER = re.compile(
    r"(?:制定|制订|出台|印发|编制|起草|拟定|拟订|提出|形成|建立|成立|组建|完善|报送|上报|提交|公布|发布|签订|召开|编印|"
    r"研究提出|明确|报)"
    r"[^，。；]{0,24}?(?:方案|办法|细则|规划|计划|清单|台账|报告|预案|责任制|专班|领导小组|平台|名单|目录|目标责任书|指南|"
    r"规程|备案|实施意见|实施方案|信息数据库|数据库|工作小组|细化措施|具体措施|总结)|"
    r"(?:出台|制定|制订|修订|印发)[^，。；]{0,16}?(?:政策|标准|规范|制度|措施|文件|规定|条例)"
)
_ACT = re.compile(
    r"完成|建成|竣工|开工|投用|投入使用|启用|通车|验收|销号|整改|兑现|拨付|移交|报送|上报|报|提交|制定|制订|出台|印发|编制|"
    r"拿出|形成|启动|实现|达到|解决|办结|"
    r"完工|封顶|交房|见效|出让|供地|招标|动工|试运行|并网|入库|签约|落地|到账|退出|达标|关停|淘汰|排查|摸底|分解|公示|拿|"
    r"签订|公布|发布|成立|组建|建立|召开|培训|覆盖|清零|取缔|拆除|搬迁|上线|运行|反馈|答复|汇总|备案|新增|新建|改造|创建|配备|配齐|到岗|安装|更换|修复|清退|发放|追缴|腾退|入驻|开放|投产|送|说明|答复|"
    r"争取|引进|培育|压减|下降|提高|总结|开展|落实|接入|交付|清理|整治|审议|审定|修订|到位"
)
_NO_TRADE = re.compile(r"^各|有关|相关|主管|职能|责任|党政|领导|督查|综合|上级|下级|直属|司法机关|党政机关")
_EXHORTS = re.compile(
    r"要(?:切实|充分|始终|认真|坚持|进一步|高度|努力|敢于|善于|勇于|主动|积极|强化|树立|增强|提高|发挥|加强|深刻|牢固|继续|"
    r"带头|密切|及时回应|自觉|不断|大力|着力)"
)
_ADMONISHES = re.compile(r"要(?:始终|敢于|善于|勇于|带头|自觉|牢固|牢记|深刻|坚定|时刻|树立|增强|敢|想[^，。]{0,6}之所想)")
_DAY_TO_SETTLE = re.compile(r"工作日|前$")
_ONLY_A_DAY = re.compile(r"[^，。；：]{2,16}：(?:自[^，。；]{0,8}(?:之日|日)起)?[\d年月日底前内个半工作周天小时]{2,16}[。；]?")
_DECIDED = re.compile(
    r"(?:经[^，。]{2,16}，)?[一-龥]{0,16}(?:决定|拟)(?:，|于|从|自|在|对|将)|(?:按照|根据)[^，。]{2,40}，[我全][省市县区]"
)
_EACH = re.compile(r"(?:^|[，、：])[一-龥]{2,6}(?:部门|机关|系统)要")
_URGES = re.compile(r"必须|务必|抓紧|尽快")
_PROMPT = re.compile(r"抓紧|立即|尽快|马上|开展一次|逐一|全覆盖|拉网式|牵头")
_GOAL = re.compile(
    r"100%|力争|确保|达到|达|完成|新建|建成|实现|不低于|以上|控制在|提高到|下降|增长|新增|改造|引进|培育|压减|开工|整治|不少于|"
    r"至少|超过|突破"
)


class Judge:
    """Judges the sentences of one text.

    Args:
        assigned: most of the text names responsible units in brackets or fields, so that what names none is no task.
    """

    def __init__(self, reading: Reading, times: Times, *, assigned: bool):
        self.reading, self.times, self.assigned = reading, times, assigned

    def is_task(self, heard: Assignment, first: int, last: int, *, guided: bool, ahead: bool, more: bool) -> bool:
        text = self.reading.text[first:last]
        if len(text) < 6 or text.endswith(("？", "：", "如下")):
            return False
        ordered = bool(heard.explicit or heard.obliged or _FUTURE.search(text))
        found = deadlines(self.reading, first, last, self.times)
        fixed = [deadline for deadline in found if deadline.kind is DeadlineKind.FIXED or _DAY_TO_SETTLE.search(deadline.text)]
        if _PAST.search(text) and not (
            heard.explicit
            or heard.obliged
            or any(deadline.day and heard.units and deadline.day >= self.times.written_on for deadline in fixed)
            or re.search(r"务必|必须|力争|确保|尽快|抓紧|(?:底|末|日|月)前", text)
        ):
            return False
        dated = bool(fixed) and bool(heard.explicit or heard.obliged or _ACT.search(text) or _URGES.search(text))
        near = any(not _VISION.search(deadline.text) for deadline in fixed)
        regular = any(deadline.kind is DeadlineKind.RECURRING for deadline in found)
        counted = any(True for _ in measures(self.reading, first, last))
        delivers = bool(_DELIVER.search(text))
        units = [unit for unit in heard.units if not heard.helps_only]
        if found and _ONLY_A_DAY.fullmatch(text):
            return False  # 宏达仓储：2026年8月15日前。
        if not units and _DECIDED.match(text):
            return False
        if not (dated or counted or delivers or heard.explicit) and len(_EACH.findall(text)) > 1:
            return False  # 网信部门要管住用好网络，宣传部门要守好主阵地
        if _TOLD.search(text) and not dated:
            return False
        if units:
            specific = any(not is_generic(unit) for unit in units)
            if not specific and not fixed and re.match(r"(?:如|如果|若|凡|凡是|一旦)(?!期|实|下)", text):
                return False  # what is to be done in a case that may come
            if heard.obliged and not (heard.explicit or dated or regular or delivers or counted) and _ADMONISHES.search(text):
                return False
            if specific and (heard.explicit or heard.obliged or (heard.listed and not _PAST.search(text))):
                return True
            if heard.listed and not specific and not _EXHORTS.search(text):
                return not (re.search(r"有关|相关|其他|其它", units[0].name) or all(stands_for_nobody(unit) for unit in units))
            if not dated and all(re.match(r"(?:有关|相关)", unit.name) for unit in units):
                return False
            if dated or (regular and (specific or heard.explicit or heard.obliged or _ACT.search(text))):
                return True
            if all(stands_for_nobody(unit) for unit in units):
                return heard.obliged and delivers and bool(_PROMPT.search(text))
            if heard.explicit or (heard.obliged and (_PROMPT.search(text) or self._concrete(units, text))):
                return True
            return (heard.obliged or (specific and not _PAST.search(text))) and (
                delivers or (counted and bool(_GOAL.search(text)))
            )
        if heard.helps_only or guided or more:
            return False
        if near and dated and not self.assigned:
            return True
        if fixed and dated and counted and not self.assigned:
            return True
        if self.assigned or not counted:
            return False
        return (ahead and bool(_GOAL.search(text) or _ACT.search(text))) or (ordered and self._promises(text))

    def _concrete(self, units: list[UnitMention], text: str) -> bool:
        """住建部门要对在建工地开展检查 is an order; 督查部门要敢于碰硬 is not."""
        named = any(re.search(r"(?:部门|机关)$", unit.name) and not _NO_TRADE.search(unit.name) for unit in units)
        return named and not _EXHORTS.search(text)

    def _promises(self, text: str) -> bool:
        """A figure counts as a target only where the sentence looks forward."""
        return bool(_GOAL.search(text)) and bool(
            re.search(r"力争|确保|今年|20\d\d年|明年|全年|目标|年内|不低于|不少于|至少", text)
        )
