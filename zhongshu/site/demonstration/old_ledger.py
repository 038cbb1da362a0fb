"""The ledger that the supervision section kept as a spreadsheet before: last year's matters taken in, this year's waiting to be looked at."""

import datetime as dt
from typing import Any

from django.db import transaction

from zhongshu.domains.supervision import public as supervision
from zhongshu.kernel import clock
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.spreadsheets.public import Column, workbook
from zhongshu.site.demonstration import playing
from zhongshu.site.demonstration.city import City

HEADS = (
    "序号", "督办事项", "立项依据", "牵头单位", "配合单位", "责任人", "交办日期", "完成时限", "进展情况", "办理状态", "办结日期",
)  # fmt: skip
# Matter, source, lead, supporting, limit (month-day), progress, state, day of completion (month-day).
LAST_YEAR = (
    ("改造中心城区积水点18处", "市政府常务会议", "市住房和城乡建设局", "市财政局", "06-30", "18处全部完工", "已销号", "06-20"),
    ("新增公办幼儿园学位3600个", "政府工作报告", "市教育局", "市财政局、市住房和城乡建设局", "08-31", "9所园投用", "已销号", "08-25"),
    ("完成病险水库除险加固12座", "政府工作报告", "市水利局", "市财政局", "10-31", "12座完工验收", "已销号", "11-14"),
    ("建成农村寄递物流服务点96个", "市委常委会决定", "市交通运输局", "", "09-30", "96个服务点运营", "已办结", "09-29"),
    ("整治背街小巷47条", "市长批示", "市住房和城乡建设局", "市财政局", "11-30", "47条完成", "已销号", "11-28"),
    ("补贴适老化改造2000户", "政府工作报告", "市民政局", "市财政局", "12-25", "已改造2000户", "已办结", "12-24"),
    ("化解历史遗留不动产登记问题31个小区", "专项行动", "市自然资源局", "市住房和城乡建设局", "12-31", "已化解24个小区，完成77%", "办理中", ""),
    ("建设高标准农田9万亩", "省政府交办", "市农业农村局", "市财政局、市水利局", "12-31", "已建成8.1万亩，完成90%", "办理中", ""),
)  # fmt: skip
THIS_YEAR = (
    ("建设社区食堂15家", "政府工作报告", "市民政局", "各县区", "12月底", "已开办9家", "办理中", ""),
    ("更新公共自行车站点40处", "市政府常务会议", "市公共自行车公司", "市财政局", "9.30", "", "办理中", ""),
    ("清理拖欠中小企业账款", "专项行动", "市工业和信息化局", "市财政局", "长期坚持", "", "办理中", ""),
    ("修复农村公路水毁路段22处", "市长批示", "市交通运输局", "", "2026-08-31", "22处修复", "已办结", ""),
    ("增设老年人助浴点6个", "建议提案", "市民政局、市卫生健康委", "", "13月40日", "", "办理中", ""),
    ("完成城区路灯节能改造", "政府工作报告", "市住房和城乡建设局", "市财政局", "2026-12-20", "完成55%", "办理中", ""),
)  # fmt: skip


class OldLedger:
    """Takes last year's spreadsheet in and leaves this year's, which is messy, to be looked at."""

    def __init__(self, city: City, *, until: dt.datetime) -> None:
        self.city, self.until = city, until
        self.supervisor = playing.actor(city.roles["government.supervision_head"].pk)

    @transaction.atomic
    def play(self) -> int:
        """Returns how many items were taken in."""
        year = self.until.year
        with clock.frozen(self.until - dt.timedelta(days=9)):
            shown = self.upload("旧台账.xlsx", f"云州市{year - 1}年督查台账", LAST_YEAR, year - 1)
            supervision.understand_ledger(shown, undated_done="deadline", by=self.supervisor)
            supervision.take_in_ledger(shown, leave_out=True, by=self.supervisor)
        with clock.frozen(self.until - dt.timedelta(hours=2)):
            self.upload("今年补报台账.xlsx", f"云州市{year}年督查台账（补报）", THIS_YEAR, year)
        shown.refresh_from_db()
        return shown.imported

    def upload(self, name: str, title: str, matters: tuple[tuple[str, ...], ...], year: int) -> supervision.LedgerImport:
        rows = [self._row(number, year, *matter) for number, matter in enumerate(matters, start=1)]
        rows.append(["合计", f"{len(matters)}项", *[""] * (len(HEADS) - 2)])
        content = workbook(title, [Column(head) for head in HEADS], rows)
        return supervision.upload_ledger(file_name=name, content=content, by=self.supervisor)

    def _row(
        self,
        number: int,
        year: int,
        title: str,
        source: str,
        lead: str,
        supporting: str,
        limit: str,
        progress: str,
        state: str,
        done: str,
    ) -> list[Any]:
        deadline = f"{year}-{limit}" if limit[:2].isdigit() and limit[2:3] == "-" else limit
        completed = f"{year}-{done}" if done else ""
        return [
            str(number), title, source, lead, supporting, "", f"{year}-{self._docketed(year):%m-%d}", deadline, progress, state, completed,
        ]  # fmt: skip

    def _docketed(self, year: int) -> dt.date:
        """The first working day of March, when the ledger of a year is given out."""
        return calendars.next_working_day(dt.date(year, 2, 28))
