"""Texts written by several: tasks of 市政府办公室 with bureaus, a few in each state."""

from collections.abc import Callable

from zhongshu.domains.drafting import public as drafting
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.calendars import public as calendars
from zhongshu.site.demonstration import playing
from zhongshu.site.demonstration.city import City

OUTLINE = """一、今年工作情况
先讲总体，再讲亮点，数据以统计部门口径为准。
（一）经济运行
主要指标、与去年同期比较。
（二）民生实事
十件实事逐件说明进度。
二、财政收支情况
收支、结构、风险。
三、水利建设情况
在建项目、投资完成、汛期准备。
四、明年工作打算
提出三到五项重点。"""
WORDS = {
    "财政收支情况": "今年以来，全市一般公共预算收入完成预算的95%。\n民生支出占一般公共预算支出的78%，重点支出得到较好保障。\n"
    "政府债务风险总体可控。",
    "水利建设情况": "全市在建水利项目46个，完成投资12.6亿元。\n治理中小河流35公里，除险加固小型水库18座。\n"
    "防汛物资已按要求储备到位。",
}
TITLES = (
    "关于今年重点工作进展和明年打算的报告",
    "关于推进城乡供水一体化的意见",
    "关于优化营商环境情况的报告",
    "关于冬春农田水利建设的通知",
    "关于加强政务服务的意见",
    "关于基层减负工作情况的报告",
)


class Drafting:
    """Plays the tasks up to a state each; the first one goes the whole way but the last step."""

    def __init__(self, city: City) -> None:
        self.city = city

    def play(self) -> list[drafting.DraftingTask]:
        """Make a task in every state: outlining, under review, given out, partly in, merged, handed over."""
        made: list[drafting.DraftingTask] = []
        steps: tuple[Callable[[drafting.DraftingTask], object], ...] = (
            self.merge,
            self.outline,
            self.submit_outline,
            self.give_out,
            self.write_partly,
            self.hand_over,
        )
        for title, step in zip(TITLES, steps, strict=True):
            task = self.request(title)
            made.append(task)
            step(task)
        return made

    def actor(self, key: str) -> Actor:
        return playing.actor(self.city.roles[key].pk)

    @property
    def writer(self) -> Actor:
        return self.actor("government.secretariat_drafter")

    def request(self, title: str) -> drafting.DraftingTask:
        return drafting.request_task(
            title=title,
            writer_id=self.city.roles["government.secretariat_drafter"].pk,
            document_type="opinion" if title.endswith("意见") else "notice" if title.endswith("通知") else "report",
            requirement="突出重点，数据准确，全文控制在3000字以内。",
            due_date=calendars.add_working_days(clock.today(), 12),
            by=self.actor("government.director"),
        )

    def outline(self, task: drafting.DraftingTask) -> None:
        drafting.save_outline(task, text=OUTLINE, by=self.writer)
        entries = drafting.entries(task)
        head, director = self.actor("government.secretariat_head"), self.actor("government.director")
        first = drafting.comment(task, words="民生实事建议单列，放在第二部分。", entry_id=entries[2].pk, by=director)
        drafting.answer_comment(first, answer="已采纳，篇幅适当增加。", by=self.writer)
        drafting.comment(task, words="缺少存在问题，请补充。", by=head)

    def submit_outline(self, task: drafting.DraftingTask) -> None:
        self.outline(task)
        waiting = task.comments.filter(answered_at=None).get()
        drafting.answer_comment(waiting, answer="已在第一部分补写。", by=self.writer)
        drafting.submit_outline(task, by=self.writer)

    def give_out(self, task: drafting.DraftingTask) -> list[drafting.Part]:
        self.submit_outline(task)
        drafting.approve_outline(task, by=self.actor("government.secretariat_head"))
        found = []
        for heading, unit in (("财政收支情况", "市财政局"), ("水利建设情况", "市水利局"), ("明年工作打算", "市发展改革委")):
            entry = next(row for row in drafting.entries(task) if row.heading == heading)
            found.append(
                drafting.assign_part(
                    task,
                    entry_ids=[entry.pk],
                    unit_id=self.city.unit(unit).pk,
                    working_days=5,
                    instruction="控制在600字以内，数据注明截止时间。",
                    by=self.writer,
                )
            )
        return found

    def write(self, part: drafting.Part, words: str = "") -> None:
        contact = playing.actor(part.contact_id)
        text = f"{part.text}\n{words or WORDS.get(part.title, '谋划一批重点项目，抓好前期工作。')}"
        saved = drafting.save_part(part, text=text, revision=part.revision, by=contact)
        drafting.submit_part(saved, by=contact)

    def write_partly(self, task: drafting.DraftingTask) -> None:
        finance, water, planning = self.give_out(task)
        self.write(finance)
        drafting.accept_part(finance, by=self.writer)
        self.write(water)
        drafting.return_part(water, reason="请补充农村供水情况，投资数与统计口径核对。", by=self.writer)
        drafting.remind_part(planning, by=self.writer)

    def merge(self, task: drafting.DraftingTask) -> None:
        for part in self.give_out(task):
            self.write(part)
            drafting.accept_part(part, by=self.writer)
        drafting.begin_merging(task, by=self.writer)
        text = task.merged_text.replace("总体可控", "可防可控")
        drafting.save_merged(task, text=text, revision=task.merged_revision, by=self.writer)

    def hand_over(self, task: drafting.DraftingTask) -> None:
        self.merge(task)
        drafting.hand_over(task, by=self.writer)
