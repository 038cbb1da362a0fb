"""The head of a document: everything above the first sentence of its text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from zhongshu.domains.documents.intake import dates, numbers, organs
from zhongshu.domains.documents.intake.found import Found, Piece, certainty, whole, words
from zhongshu.domains.documents.intake.lines import Line
from zhongshu.platform.secrecy import public as secrecy

LONGEST = 120  # lines: beyond them no head goes on
PAGE_NUMBER = re.compile(r"[—\-－―–·•. ]*\d{1,4}[—\-－―–·•. ]*|第? ?\d{1,4} ?页(?:[ ，/]*共 ?\d{1,4} ?页)?|\d{1,4} ?/ ?\d{1,4}")
COPY_NUMBER = re.compile(r"(?:份号|编号|№|No\.?|NO\.?)?[： ]*(?P<n>\d{5,7})")
COPY_LABEL = re.compile(r"(?:份号|№|No\.?|NO\.?)[： ]*(?P<n>\d{1,7})")
URGENCY = re.compile(r"(?:紧急程度|缓急|等级)?[： ]*(?P<u>特 ?提|特 ?急|加 ?急|平 ?急|急 ?件|紧 ?急)(?:[ ·]*明 ?[电传])?[！!]?")
URGENCY_FIELD = re.compile(r"(?:紧急程度|缓急|等级)[： ]*(?P<u>特提|特急|加急|平急)")
INTERNAL = re.compile(r"(?:密级[： ]*)?(?P<s>内部|工作秘密)(?:[资材]料|文件|使用)?(?:[ ，]*(?:注意保存|不得外传|请勿外传))?")
SIGNERS = re.compile(r"签 ?发 ?人?[： ]+(?P<names>[\u4e00-\u9fff·]{1,4}(?:[ 、，][\u4e00-\u9fff·]{1,4})*)")
NAMES_ONLY = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[ 、][\u4e00-\u9fff·]{2,4}){0,3}")
TYPES = """
决议 决定 命令 令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要 答复 办法 规定
细则 条例 方案 规划 要点 制度 规则 说明 总结 讲话 汇报 公示 简报 安排 计划 指南 名单 声明
倡议书 建议 章程 准则 指示 措施 标准 预案 情况 目录 清单 协议 致辞 提案 任务书 通则 解释 宣言
守则 程序 规范 申请 介绍信 证明 启事 大纲 纲要 解读 布告 提纲
"""
TITLE_END = re.compile(rf"(?:{'|'.join(TYPES.split())})(?:（[^（）]{{1,30}}）)?$")
NOTICE_END = re.compile(r"(?:决议|决定|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要|答复)(?:（[^（）]{1,30}）)?$")
NOTE = re.compile(r"^（.*）?$|通过[）]?$|施行[）]?$|批准[）]?$|公布[）]?$|发布[）]?$|修正[）]?$|修订[）]?$")
STARTS_SUBJECT = re.compile(
    r"^(?:关于|调整|成立|修改|废止|授权|印发|转发|批转|公布|发布|表彰|命名|授予|对.{2,}的|就.{2,}的|同意|批准)"
)
BODY = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]+[章条节]|\d{1,2}[.．、]|根据|为了|为进一步|为深入|为切实|为全面|"
    r"为认真|为贯彻|为做好|为加强|按照|经研究|经.{2,20}(?:同意|批准|研究)|现将|现就|近期|目前|近年来|日前|你[省市县区局厅委院部处校司单办政]|你们|您|贵|收悉|"
    r"兹|鉴于|因.{2,20}[，]|今年|去年|自.{2,12}以来|.{0,40}收悉|出席|时间：|地点：|主持：|会议(?:听取|认为|指出|议定|研究|强调)|\d{4}年\d{1,2}月\d{1,2}日[，上下]|特此|此复|"
    r".{2,30}同志[：，]|《.{2,80}》(?:已|业|经)|\d{1,2}月\d{1,2}日[，上下至])"
)
_LABEL_NAMES = """
索引号 主题分类 发文机关 发布机构 制发机关 成文日期 生成日期 发文日期 发布日期 标题 名称 发文字号
文号 主题词 公文种类 有效性 体裁 组配分类 来源 浏览次数 信息来源 公开方式
"""
LABEL = re.compile(rf"(?P<name>{'|'.join(' ?'.join(name) for name in _LABEL_NAMES.split())})：")
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）")
LABELS = {
    "number": {"发文字号", "文号"},
    "title": {"标题", "名称"},
    "issuers": {"发文机关", "发布机构", "制发机关"},
    "date": {"成文日期", "发文日期", "生成日期", "发布日期"},
}
NOISE = re.compile(
    r"(?:内部)?(?:明|传真|密码)(?:传)?(?:电报|电)|发电(?:单位)?.{0,40}|签批(?:盖章)?.{0,40}|文 ?件|公 ?文|打印|关闭|字体.{0,8}|"
    r".{0,3}分享到?.{0,20}|\*+|[-=_—]{3,}|(?:\d{4}-\d\d-\d\d ?)?\d\d:\d\d(?::\d\d)?.{0,30}|(?:首页|当前位置|您现在的位置).{0,80}"
)


ORDERED, ANNOUNCED, ISSUED = "令", "公告|通告|布告", "纪要|简报|公报|通报|专报|信息|要情"
SERIALS = ((numbers.SERIAL, ORDERED), (numbers.YEARLY, ANNOUNCED), (numbers.SERIAL, ANNOUNCED), (numbers.ISSUE, ISSUED))


@dataclass(slots=True)
class Head:
    """What the head says. ``title`` are its pieces; ``after`` is the first line behind the title, ``body`` the first of the text."""

    fields: dict[str, Found] = field(default_factory=dict)
    mastheads: list[Piece] = field(default_factory=list)
    title: list[Piece] = field(default_factory=list)
    noted_date: Found | None = None
    noted_issuers: Found | None = None
    after: int = 0
    body: int = 0


class HeadReader:
    """Goes down the lines once and says what each is."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.texts = [line.plain for line in lines[:LONGEST]]
        self.head = Head()
        self.runs: list[tuple[list[Piece], bool]] = []
        self.run: list[Piece] = []
        self.body_size = self._body_size()

    def _body_size(self) -> float:
        sized = [line.size for line in self.lines[:400] if line.size and len(line.text) >= 15]
        return median(sized) if len(sized) >= 3 else 0.0

    def read(self) -> Head:
        self._labels()
        index = 0
        while index < len(self.texts):
            step = self._take(index)
            if not step:
                break
            index += step
        self._close_run()
        self.head.body = index
        self._choose_title()
        return self.head

    # ── one line ─────────────────────────────────────────────────────────────

    def _take(self, index: int) -> int:
        """Say what the line is and return how many lines were used; 0 where the text begins."""
        text, line = self.texts[index], self.lines[index]
        if (
            not text
            or (PAGE_NUMBER.fullmatch(text) and not COPY_NUMBER.fullmatch(text))
            or NOISE.fullmatch(text)
            or _is_labelled(text)
        ):
            return 1
        if self._small_element(index) or self._number(index):
            return 1
        if taken := self._addressees(index):
            return taken
        if self._masthead(index) or self._note(index):
            return 1
        if self._is_body(index):
            return 0
        if len(self.run) >= 12 or len(text) > 200:
            return 0
        self.run.append(whole(index, line))
        return 1

    def _small_element(self, index: int) -> bool:
        text, fields = self.texts[index], self.head.fields
        if not self._has_title() and (copy := COPY_NUMBER.fullmatch(text) or COPY_LABEL.fullmatch(text)):
            fields.setdefault("copy_number", self._found(copy["n"], 0.95, Piece(index, copy.start("n"), copy.end("n"))))
            return True
        if len(text) <= 40:
            marks = secrecy.scan_marks(text)
            if marks:
                fields.setdefault("secrecy", self._found(marks[0], 1.0, whole(index, self.lines[index])))
                rest = URGENCY.search(text)
                if rest:
                    self._urgency(index, rest)
                return True
        if internal := INTERNAL.fullmatch(text):
            fields.setdefault("secrecy", self._found(internal["s"], 0.9, whole(index, self.lines[index])))
            return True
        if urgent := URGENCY.fullmatch(text):
            self._urgency(index, urgent)
            return True
        if urgent := URGENCY_FIELD.search(text):
            self._urgency(index, urgent)
        if signers := SIGNERS.search(text):
            self._signers(index, signers)
            if not numbers.find(text, blurred=self.lines[index].sure < 1):
                return signers.start() <= 1
        elif (
            "signers" in fields
            and fields["signers"].pieces[-1].line == index - 1
            and NAMES_ONLY.fullmatch(text)
            and len(text) <= 9
        ):
            before = fields["signers"]
            names = before.value + "、" + "、".join(re.split(r"[ 、]+", text))
            fields["signers"] = Found(names, before.sure, (*before.pieces, whole(index, self.lines[index])))
            return True
        return False

    def _urgency(self, index: int, match: re.Match[str]) -> None:
        value = match["u"].replace(" ", "")
        self.head.fields.setdefault("urgency", self._found(value, 0.97, Piece(index, match.start("u"), match.end("u"))))

    def _signers(self, index: int, match: re.Match[str]) -> None:
        names = [name for name in re.split(r"[ 、，]+", match["names"]) if name]
        piece = Piece(index, match.start("names"), match.end("names"))
        self.head.fields.setdefault("signers", self._found("、".join(names), 0.9, piece))

    def _number(self, index: int) -> bool:
        text, line = self.texts[index], self.lines[index]
        if self._serial(index):
            return True
        found = numbers.find(text, blurred=line.sure < 1)
        if not found or len(text) > 120:
            return False
        value, start, end = found
        before = text[:start].strip(" ：（").removesuffix("发文字号").removesuffix("文号").strip(" ：")
        rest = text[end:].strip(" ）")
        if "signers" in self.head.fields and self.head.fields["signers"].pieces[0].line == index:
            rest = ""
        if len(before) + len(rest) > 4 and ("。" in text or (line.is_paragraph and len(text) > 110) or BODY.match(text)):
            return False
        value = numbers.as_written(value, line.text[start:end])
        self.head.fields.setdefault("number", self._found(value, 0.98, Piece(index, start, end)))
        for token in before.split(" "):
            self._beside_number(index, token)
        if TITLE_END.search(before) or "关于" in before:
            self.run.append(Piece(index, 0, len(text[:start].rstrip(" （："))))
        elif before and organs.of_masthead(before):
            self.head.mastheads.append(Piece(index, 0, start))
        self._close_run()
        if TITLE_END.search(rest) or "关于" in rest:
            self.run.append(Piece(index, len(text) - len(text[end:].lstrip(" ）")), len(text)))
        elif rest and organs.is_organ(rest):
            self.head.mastheads.append(Piece(index, len(text) - len(text[end:].lstrip(" ）")), len(text)))
        return True

    def _beside_number(self, index: int, token: str) -> None:
        """Take urgency or 份号 that stand on the number's line, as in letters."""
        place = self.texts[index].find(token)
        if urgent := URGENCY.fullmatch(token):
            found = self._found(urgent["u"], 0.95, Piece(index, place, place + len(token)))
            self.head.fields.setdefault("urgency", found)
        elif copy := COPY_NUMBER.fullmatch(token):
            self.head.fields.setdefault("copy_number", self._found(copy["n"], 0.9, Piece(index, place, place + len(token))))

    def _serial(self, index: int) -> bool:
        """Take 第706号 below the head of an order, 2025年第8号 of an announcement, 第12期 of minutes; also on one line with it."""
        text = self.texts[index]
        for pattern, kinds in SERIALS:
            match = re.search(rf"(?P<head>.*?)[ （]*(?P<serial>{pattern.pattern})[ ）]*$", text)
            if not match or len(match["head"]) > 60:
                continue
            own = match["head"].strip(" （")
            above = [*self.head.mastheads, *self.run]
            if not re.search(rf"(?:{kinds})$", own or words(self.lines, above[-1:])):
                continue
            if own:
                self.head.mastheads.append(Piece(index, 0, len(match["head"].rstrip(" （"))))
            elif self.run and kinds is not ANNOUNCED:
                self.head.mastheads += self.run
                self.run = []
            serial = re.sub(r"[ （）]", "", match["serial"])
            pieces = [Piece(index, match.start("serial"), match.end("serial"))]
            if kinds is ORDERED:
                pieces.insert(0, self.head.mastheads[-1])
                serial = words(self.lines, pieces[:1]).replace(" ", "") + serial
            self.head.fields.setdefault("number", self._found(serial, 0.9, *pieces))
            if own and kinds is ANNOUNCED:
                self.run.append(self.head.mastheads.pop())
            self._close_run()
            return True
        return False

    def _addressees(self, index: int) -> int:
        """Take 主送: up to ten lines that end with a colon; return how many."""
        if not self._has_title() and "number" not in self.head.fields and index > 3:
            return 0
        joined = ""
        for count in range(1, 11):
            place = index + count - 1
            if place >= len(self.texts):
                return 0
            text = self.texts[place]
            if count > 1 and PAGE_NUMBER.fullmatch(text):
                continue
            if (
                "。" in text
                or ("关于" in text and not text.startswith("各"))
                or NOTICE_END.search(text)
                or dates.DATE.fullmatch(text)
            ):
                return 0
            joined += text
            if text.endswith("："):
                break
            head, colon, rest = text.partition("：")
            if (
                colon
                and count == 1
                and len(rest) > 6
                and organs.is_addressees(head)
                and self._has_title()
                and re.match("各|你", head)
            ):
                self._keep_addressees([Piece(index, 0, len(head))], 0.75)
                return 0
            if len(text) < 18 and not text.endswith(("、", "，", "；")):
                return self._unmarked_addressees(index) if count == 1 else 0
            if len(joined) > 600:
                return 0
        else:
            return 0
        if not organs.is_addressees(joined):
            return 0
        pieces = [
            whole(place, self.lines[place])
            for place in range(index, index + count)
            if not PAGE_NUMBER.fullmatch(self.texts[place])
        ]
        last = pieces[-1]
        self._keep_addressees([*pieces[:-1], Piece(last.line, 0, len(self.texts[last.line].rstrip("：")))], 0.97)
        self._close_run()
        return count

    def _unmarked_addressees(self, index: int) -> int:
        """Take a line of addressees that lost its colon: below a finished title, above the first sentence."""
        text = self.texts[index]
        finished = (self.run and TITLE_END.search(self.texts[self.run[-1].line])) or (not self.run and self._has_title())
        following = self.texts[index + 1] if index + 1 < len(self.texts) else ""
        if (
            finished
            and organs.is_addressees(text)
            and ("。" in following or BODY.match(following))
            and not organs.is_organ(text + "的")
        ):
            self._keep_addressees([whole(index, self.lines[index])], 0.6)
            self._close_run()
            return 1
        return 0

    def _keep_addressees(self, pieces: list[Piece], sure: float) -> None:
        value = words(self.lines, pieces).strip("：: ")
        self.head.fields.setdefault("recipients", self._found(value, sure, *pieces))

    def _masthead(self, index: int) -> bool:
        text, line = self.texts[index], self.lines[index]
        if len(text) > 60 or (self.run and TITLE_END.search(self.texts[self.run[-1].line])):
            return False
        following = next((other for other in self.texts[index + 1 : index + 3] if other and not URGENCY.fullmatch(other)), "")
        if text.endswith("文件") and "关于" not in text and (organs.of_masthead(text) or line.is_red):
            return self._keep_masthead(index)
        if text.endswith(("令", "命令")) and "关于" not in text and organs.of_masthead(text) and len(text) <= 36:
            return self._keep_masthead(index)
        if (
            text.endswith("纪要")
            and "关于" not in text
            and (line.is_red or numbers.ISSUE.search(following) or numbers.find(following))
        ):
            return self._keep_masthead(index)
        if organs.organs_in(text) and not text.endswith("、"):
            if self.head.mastheads and "number" in self.head.fields:
                return False  # the head of paper stands above the number: below it an organ begins the title
            apart = line.is_red or bool(
                line.size and index + 1 < len(self.lines) and line.size > 1.3 * self.lines[index + 1].size > 0
            )
            begins_title = STARTS_SUBJECT.match(following) or self._joined_before_subject(index)
            if not apart and begins_title:
                return False
            if self.run and self.run[-1].line != index - 1:
                return False
            if self.run and not organs.organs_in(self.texts[self.run[-1].line]):
                return False
            return self._keep_masthead(index)
        if line.is_red and len(text) >= 3 and not self._has_title() and "关于" not in text:
            return self._keep_masthead(index)
        return False

    def _joined_before_subject(self, index: int) -> bool:
        """Tell whether several organs, one a line, are followed by 关于…"""
        for place in range(index + 1, min(index + 6, len(self.texts))):
            if STARTS_SUBJECT.match(self.texts[place]):
                return True
            if not organs.organs_in(self.texts[place]):
                return False
        return False

    def _keep_masthead(self, index: int) -> bool:
        self._close_run()
        self.head.mastheads.append(whole(index, self.lines[index]))
        return True

    def _note(self, index: int) -> bool:
        """Take what stands under the title: （民政部 一九九七年一月二十八日）, 2015年1月21日……通过; organ and date of a bulletin."""
        text = self.texts[index]
        found = dates.find(text)
        if not found or len(text) > 120 or "。" in text:
            return False
        day, start, end = found
        rest = (text[:start] + " " + text[end:]).strip(" （）")
        names = organs.organs_in(rest)
        is_note = bool(NOTE.search(text)) and (
            text.startswith("（") or start <= 1 or bool(re.search("通过|施行|批准|公布|发布|修", text))
        )
        if not is_note and rest and not names:
            return False
        piece = Piece(index, start, end)
        adopted = re.search(r"施行|生效|修正|修订", text) is None
        if adopted and self.head.noted_date is None:
            self.head.noted_date = self._found(day.isoformat(), 0.85, piece)
        if names and self.head.noted_issuers is None:
            place = text.find(names[0])
            self.head.noted_issuers = self._found("、".join(names), 0.85, Piece(index, place, place + len(rest)))
        self._close_run()
        return True

    def _is_body(self, index: int) -> bool:
        text, line = self.texts[index], self.lines[index]
        if HEADING.match(text):
            return True
        if "。" in text or ("；" in text and len(text) > 30) or (BODY.match(text) and self._has_title()):
            return True
        if len(text) > 90 and not TITLE_END.search(text):
            return True
        if not self.run or not self.body_size or line.is_paragraph or not line.size:
            return False
        # The title is set larger: what follows it in the size of the text is the text.
        sizes = [self.lines[piece.line].size for piece in self.run]
        return min(sizes) > 1.15 * self.body_size and line.size < 1.1 * self.body_size

    # ── the title ────────────────────────────────────────────────────────────

    def _has_title(self) -> bool:
        return bool(self.run or self.runs)

    def _close_run(self) -> None:
        if self.run:
            self.runs.append((self.run, "number" in self.head.fields))
            self.run = []

    def _choose_title(self) -> None:
        best, best_score = None, -1.0
        for run, _ in self.runs:
            pieces = self._largest(run)
            text = "".join(self.texts[piece.line][piece.start : piece.end] for piece in pieces)
            score = 2.0 * bool(NOTICE_END.search(text)) + 1.0 * bool(TITLE_END.search(text)) + 1.5 * ("关于" in text)
            score += 0.5 * (len(text) >= 8) - 2.0 * (len(text) < 4)
            if self.body_size and all(self.lines[piece.line].size > 1.15 * self.body_size for piece in pieces):
                score += 1.0
            if score > best_score:
                best, best_score = pieces, score
        if best:
            self.head.title = self._finished(best)
            self.head.after = self.head.title[-1].line + 1
            text = words(self.lines, self.head.title)
            sure = 0.97 if best_score >= 3.5 else 0.85 if best_score >= 1.5 else 0.5
            self.head.fields["title"] = self._found(_title(self.lines, self.head.title, text), sure, *self.head.title)

    def _largest(self, run: list[Piece]) -> list[Piece]:
        """Of a run in which some lines are larger than the text, return only those."""
        if not self.body_size:
            return run
        large = [piece for piece in run if self.lines[piece.line].size > 1.15 * self.body_size]
        return large if large and any(TITLE_END.search(self.texts[piece.line]) for piece in large) else run

    def _finished(self, run: list[Piece]) -> list[Piece]:
        """Cut off what follows the line that ends the title, if a line ends one."""
        ends = [place for place, piece in enumerate(run) if NOTICE_END.search(self.texts[piece.line][piece.start : piece.end])]
        if ends and ends[-1] < len(run) - 1:
            rest = "".join(self.texts[piece.line] for piece in run[ends[-1] + 1 :])
            if not TITLE_END.search(rest) or len(run) - ends[-1] > 3:
                return run[: ends[-1] + 1]
        return run

    # ── a table of facts above the text, as web pages show it ───────────────

    def _labels(self) -> None:
        labelled = [index for index, text in enumerate(self.texts[:24]) if _is_labelled(text)]
        if len(labelled) < 2:
            return
        for index in labelled:
            matches = list(LABEL.finditer(self.texts[index]))
            for place, match in enumerate(matches):
                end = matches[place + 1].start() if place + 1 < len(matches) else len(self.texts[index])
                value = self.texts[index][match.end() : end].strip()
                if value:
                    self._labelled(match["name"].replace(" ", ""), value, Piece(index, match.end(), end))

    def _labelled(self, name: str, value: str, piece: Piece) -> None:
        fields = self.head.fields
        if name in LABELS["number"] and (found := numbers.find(value)):
            fields.setdefault("number", self._found(found[0], 0.97, piece))
        elif name in LABELS["date"] and (day := dates.find(value)):
            is_own = name in {"成文日期", "发文日期"}
            if is_own or self.head.noted_date is None:
                self.head.noted_date = self._found(day[0].isoformat(), 0.9 if is_own else 0.6, piece)
        elif name in LABELS["issuers"] and (names := organs.organs_in(value)):
            self.head.noted_issuers = self._found("、".join(names), 0.9, piece)
        elif name in LABELS["title"] and len(value) > 6:
            self.runs.append(([piece], False))

    def _found(self, value: str, sure: float, *pieces: Piece) -> Found:
        return Found(value, sure * certainty(self.lines, pieces), tuple(pieces))


def _is_labelled(text: str) -> bool:
    match = LABEL.match(text)
    return match is not None


def _title(lines: Sequence[Line], pieces: Sequence[Piece], text: str) -> str:
    """Return the title as one line; organs that stand one a line keep a gap between them."""
    if len(pieces) > 1:
        first, second = (words(lines, [piece]) for piece in pieces[:2])
        if organs.organs_in(first) and organs.stands_alone(second):
            return first + " " + words(lines, pieces[1:])
    return text
