"""前后一致: counts, totals, percentages, names (条例 art. 20)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import PROSE, Kind, Manuscript, Paragraph
from zhongshu.domains.documents.checks.registry import REGULATION, Example, document_rule, paragraph_rule
from zhongshu.domains.documents.checks.rules.levels import marker
from zhongshu.domains.documents.checks.rules.numbers import hanzi_value

SAME = {"category": Category.CONSISTENCY, "gate": Gate.WORDING, "clause": f"{REGULATION}第二十条第四项"}
_UNIT = "万元|亿元|元|人次|人|个|户|家|件|吨|万吨|亩|万亩|公顷|公里|千米|平方米|台|辆|套|项|名|处|所|起|场|次|条|份|座|万人|米|公斤|宗|例|株|头|门|栋"
_SUM = re.compile(
    rf"(?:共|总|参加|参会|到会|出席|应到|实到|报名|查处|排查|整改|受理|办理|新建|招聘|录用|检查|合计|共计|总计|累计|全年|全部)[^，。；：\d]{{0,12}}?(?P<total>\d[\d,]*(?:\.\d+)?)(?P<unit>{_UNIT})[，（：、,；]?(?:其中|包括|分别为|分别是|即)[，：:]?(?P<parts>[^。；]*)"
)
_PART = re.compile(rf"(?P<value>\d[\d,]*(?:\.\d+)?)(?P<unit>{_UNIT})")


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


@paragraph_rule(
    "TXT-SUM",
    name="合计与分项",
    kinds=PROSE,
    also=Category.NUMBER,
    **SAME,
    explanation="合计应当等于各分项之和",
    fails=[
        "共投入100万元，其中省级60万元、市级50万元。",
        "全县共发生事故12起，其中道路交通8起、火灾3起、其他2起。",
        "参会人员共50人，其中县级30人，乡镇25人。",
        "共有干部120人，其中男80人、女30人。",
        "参加会议120人，其中男80人，女50人。",
    ],
    passes=[
        "共投入100万元，其中省级60万元、市级40万元。",
        "全县共有学校50所，其中小学30所。",
        "共投入100万元，其中省级60万元，比上年增加5万元。",
        "共投入100万元，其中省级30万元、市级20万元。",
    ],
)
def total(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    if not ("其中" in text or "包括" in text or "分别" in text):
        return
    for match in _SUM.finditer(text):
        parts = [part for part in _PART.finditer(match.group("parts")) if part.group("unit") == match.group("unit")]
        clause = match.group("parts")
        if len(parts) < 2 or re.search(r"比|增长|增加|减少|下降|提高|占|约|多|余|近|以上|左右|同比|人均|平均|含", clause):
            continue
        whole = _value(match.group("total"))
        values = [_value(part.group("value")) for part in parts]
        added = sum(values)
        exhaustive = len(parts) >= 3 or bool(re.search(r"其他|其余|男|女|省级|市级|县级|中央|自筹", clause))
        if added > whole or (added != whole and exhaustive and added * 10 >= whole * 7):
            begin, end = match.span("total")
            yield Hit(begin, end, f"合计{whole}{match.group('unit')}与分项之和{added}{match.group('unit')}不符")


@paragraph_rule(
    "TXT-PERCENT",
    name="百分比",
    kinds=PROSE,
    also=Category.NUMBER,
    **SAME,
    explanation="各部分的百分比之和不超过百分之百，增幅与数值相符",
    fails=[
        "其中第一产业占30%，第二产业占45%，第三产业占35%。",
        "由100万元增加到150万元，增长30%。",
        "从200件下降到150件，下降50%。",
        "增长率为120%，占总数的105%。",
    ],
    passes=["其中第一产业占20%，第二产业占45%，第三产业占35%。", "由100万元增加到150万元，增长50%。", "完成率95%，占30%。"],
)
def percent(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    if "%" not in text:
        return
    for sentence in re.finditer(r"[^。；]+", text):
        shares = list(
            re.finditer(
                r"(?:占|占比)(?:全[市县省区年国部]|总[^，。\d]{0,6}|比)?[^，。；\d]{0,8}?(\d+(?:\.\d+)?)%", sentence.group()
            )
        )
        values = [Decimal(share.group(1)) for share in shares]
        if len(values) >= 3 and sum(values) > Decimal("100.5") and re.search(r"其中|分别", sentence.group()):
            begin = sentence.start() + shares[-1].start(1)
            yield Hit(begin, begin + len(shares[-1].group(1)) + 1, f"各部分占比之和为{sum(values)}%，超过100%")
        elif values and max(values) > 100 and not re.search(r"倍|计划|任务|目标|预算|指标", sentence.group()):
            share = next(one for one in shares if Decimal(one.group(1)) > 100)
            begin = sentence.start() + share.start(1)
            yield Hit(begin, begin + len(share.group(1)) + 1, "占比不能超过100%")
    for match in re.finditer(
        rf"[由从](?P<a>\d[\d,.]*)(?:{_UNIT}|%)?[^，。；\d]{{0,6}}?(?:增加|增长|提高|上升|下降|减少|降低|扩大|降|升|增)(?:到|至|为)(?:了)?(?P<b>\d[\d,.]*)(?:{_UNIT})?，(?:同比)?(?P<d>增长|增加|提高|上升|增幅(?:为|达)?|下降|减少|降低|降幅(?:为|达)?)(?:了)?(?P<p>\d+(?:\.\d+)?)%(?!点)",
        text,
    ):
        first, last, told = (
            _value(match.group("a").rstrip(".,")),
            _value(match.group("b").rstrip(".,")),
            Decimal(match.group("p")),
        )
        if first:
            real = abs(last - first) * 100 / first
            if abs(real - told) > max(Decimal("0.6"), real / 50):
                yield Hit(match.start("p"), match.end("p") + 1, f"按所列数值计算应为{real:.1f}%")


_SHARE = re.compile(
    rf"(?P<a>\d[\d,.]*)(?P<u>{_UNIT})，(?:占|完成|为)[^，。；\d]{{0,14}}?(?P<b>\d[\d,.]*)(?P=u)(?:的)?(?P<p>\d+(?:\.\d+)?)%"
)
_LEFT = re.compile(
    r"(?P<t>\d+)(?P<u>个|户|项|家|件|人|名)[^，。；\d]{0,10}中?，(?:已|现已|其中|目前)[^，。；\d]{0,8}(?P<a>\d+)(?P=u)[^，。；\d]{0,4}，(?:剩余|其余|尚有|还有|还剩|未完成)[^，。；\d]{0,8}(?P<x>\d+)(?P=u)"
)
_REST = re.compile(r"占[^，。；\d]{0,10}(?P<a>\d+(?:\.\d+)?)%，(?:其余|其他|剩余)[^，。；\d]{0,10}(?P<x>\d+(?:\.\d+)?)%")


@paragraph_rule(
    "TXT-SHARE",
    name="占比与数值",
    kinds=PROSE,
    also=Category.NUMBER,
    **SAME,
    explanation="所占比例应当与所列数值相符",
    fails=[
        "上半年完成投资5亿元，占年度计划10亿元的60%。",
        "占总数的60%，其余50%由市级承担。",
        "全县8个乡镇中，已完成6个，剩余3个。",
    ],
    passes=["上半年完成投资5亿元，占年度计划10亿元的50%。", "占总数的60%，其余40%由市级承担。"],
)
def share(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    for match in _LEFT.finditer(text):
        added = int(match.group("a")) + int(match.group("x"))
        if added != int(match.group("t")):
            yield Hit(match.start("x"), match.end("x"), f"两部分之和为{added}，与总数{match.group('t')}不符")
    if "%" not in text:
        return
    for match in _SHARE.finditer(text):
        part, whole, told = (_value(match.group(name).rstrip(".,")) for name in ("a", "b", "p"))
        if whole and abs(part * 100 / whole - told) > max(Decimal("0.6"), told / 50):
            yield Hit(match.start("p"), match.end("p") + 1, f"按所列数值计算应为{part * 100 / whole:.1f}%")
    for match in _REST.finditer(text):
        both = Decimal(match.group("a")) + Decimal(match.group("x"))
        if abs(both - 100) > Decimal("0.6"):
            yield Hit(match.start("x"), match.end("x") + 1, f"两部分之和为{both}%，不是100%")


_LISTED = re.compile(
    r"(?P<list>[\u4e00-\u9fff]{2,14}(?:、[\u4e00-\u9fff]{2,14})+(?:(?:和|及|以及)[\u4e00-\u9fff]{2,12}?)?)(?P<etc>等)?(?P<n>[两二三四五六七八九十]|\d{1,2})个?(?P<u>部门|单位|县|乡镇|县区|街道|社区|村|市|区|局|项目|方面|企业)(?=[，。；、的共联负参要]|分别|开展|组成)"
)
_MIXED_LIST = re.compile(
    r"(?P<list>(?:\d+个[\u4e00-\u9fff]{1,4}、)*\d+个[\u4e00-\u9fff]{1,4}(?:、|和)\d+个[\u4e00-\u9fff]{1,4})(?:等|共|共计|合计)(?P<n>\d+)个(?:单位|部门|村社区|地方|点位)"
)


@paragraph_rule(
    "TXT-LIST-COUNT",
    name="所列的个数与总数",
    kinds=PROSE,
    also=Category.NUMBER,
    **SAME,
    explanation="“甲、乙、丙三个部门”应当正好列出三个",
    fails=["分别由县财政局、县教育局、县民政局两个部门负责。", "3个村、2个社区等6个单位参加。"],
    passes=[
        "分别由县财政局、县教育局、县民政局三个部门负责。",
        "由县财政局、县教育局等五个部门负责。",
        "3个村、2个社区等5个单位参加。",
        "县财政局和教育、卫生两个部门",
    ],
)
def list_count(paragraph: Paragraph) -> Iterator[Hit]:
    text = paragraph.text
    if "、" not in text:
        return
    for match in _LISTED.finditer(text):
        names = [name for name in re.split(r"、|以及|(?<=[局委办厅县镇乡村区])(?:和|及)", match.group("list")) if name]
        if not all(re.search(rf"(?:局|委|办|厅|院|{match.group('u')[-1]})$", name) for name in names):
            continue
        word = match.group("n").replace("两", "二")
        said = int(word) if word.isdigit() else hanzi_value(word)
        if len(names) > said or (not match.group("etc") and len(names) != said):
            yield Hit(match.start("n"), match.end("u"), f"所列为{len(names)}个，所写为“{match.group('n')}个”")
    for match in _MIXED_LIST.finditer(text):
        added = sum(int(number) for number in re.findall(r"\d+", match.group("list")))
        if added != int(match.group("n")):
            yield Hit(match.start("n"), match.end("n"), f"所列各项合计{added}个，所写为{match.group('n')}个")


_COUNTED = re.compile(
    r"(?:以下|如下|下列|这|抓好|做好|突出|坚持|围绕|把握|实施|着力|重点(?:抓好|做好)?|主要(?:有|是|抓)?|存在|提出|讲|强调|从)(?:以下|如下)?(?P<n>[一二两三四五六七八九十]{1,2}|\d{1,2})(?P<u>个方面|方面|项工作|项措施|项任务|个问题|点意见|点要求|个重点|条措施|大任务|项要求|个环节|条意见|项原则|点|个着力点|项重点|件事|个原则|大工程|大行动|项|条)"
)


@document_rule(
    "TXT-COUNT",
    name="所说的项数与所列",
    also=(Category.NUMBER, Category.SEQUENCE),
    **SAME,
    explanation="“三项工作”应当正好列出三项",
    fails=[
        "要抓好以下三项工作：一是健全机制；二是强化保障；三是严格考核；四是加强宣传。",
        "主要存在四个方面问题：一是认识不够；二是投入不足；三是管理不严。",
        Example("现提出以下三点意见：\n一、提高认识\n二、落实责任\n三、加强督查\n四、严肃纪律", unit="structure"),
    ],
    passes=[
        "要抓好以下三项工作：一是健全机制；二是强化保障；三是严格考核。",
        Example("现提出以下三点意见：\n一、提高认识\n二、落实责任\n三、加强督查", unit="structure"),
    ],
)
def counted(manuscript: Manuscript) -> Iterator[Hit]:
    rows = manuscript.text
    for position, paragraph in enumerate(rows):
        for match in _COUNTED.finditer(paragraph.text):
            said = int(match.group("n")) if match.group("n").isdigit() else hanzi_value(match.group("n").replace("两", "二"))
            if said < 2:
                continue
            rest = paragraph.text[match.end() :]
            inline = [hanzi_value(value) for value in re.findall(r"(?:^|[，；。：])([一二三四五六七八九十]{1,2})(?:是|要)", rest)]
            found = 0
            if inline and inline[0] == 1 and re.match(r"[^。；]{0,16}[：。，；]", rest):
                for value in inline:
                    if value != found + 1:
                        break
                    found = value
            elif re.fullmatch(r"[^。]{0,12}[：:。]", rest) and position + 1 < len(rows):
                first = marker(rows[position + 1].text)
                if first and first[1] == 1:
                    for other in rows[position + 1 :]:
                        at = marker(other.text)
                        if at and at[0] < first[0]:
                            break
                        if at and at[0] == first[0]:
                            if at[1] != found + 1:
                                break
                            found = at[1]
            if found > 1 and found != said:
                yield Hit(
                    match.start("n"),
                    match.end("u"),
                    f"前面说“{match.group('n')}{match.group('u')}”，后面列了{found}项",
                    paragraph=paragraph.index,
                )


@paragraph_rule(
    "TXT-DAYS",
    name="天数与起止日期",
    kinds=PROSE,
    also=(Category.DATE, Category.NUMBER),
    **SAME,
    explanation="天数应当与起止日期相符",
    fails=["会议定于3月5日至7日召开，会期2天。", "活动为期三天，从5月1日至5月5日。", "放假时间为10月1日至7日，共8天。"],
    passes=["会议定于3月5日至7日召开，会期3天。", "10月1日至7日放假调休，共7天。"],
)
def days(paragraph: Paragraph) -> Iterator[Hit]:
    for match in re.finditer(
        r"(?P<m>\d{1,2})月(?P<a>\d{1,2})日(?:（[^）]*）)?[至—～-](?:(?P<m2>\d{1,2})月)?(?P<b>\d{1,2})日(?:（[^）]*）)?[^。；\d]{0,14}?(?:共|会期|为期|时间|历时|期限为?|共计)(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})天(?!半)",
        paragraph.text,
    ):
        if match.group("m2") and match.group("m2") != match.group("m"):
            continue
        real = int(match.group("b")) - int(match.group("a")) + 1
        said = int(match.group("n")) if match.group("n").isdigit() else hanzi_value(match.group("n").replace("两", "二"))
        if real > 0 and said != real:
            yield Hit(match.start("n"), match.end("n") + 1, f"按起止日期计算是{real}天")
    for match in re.finditer(
        r"(?:为期|会期|历时|共|期限)(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})天，(?:自|从|即|时间为|于)(?P<m>\d{1,2})月(?P<a>\d{1,2})日[至到—～-](?:(?P=m)月)?(?P<b>\d{1,2})日",
        paragraph.text,
    ):
        real = int(match.group("b")) - int(match.group("a")) + 1
        said = int(match.group("n")) if match.group("n").isdigit() else hanzi_value(match.group("n").replace("两", "二"))
        if real > 0 and said != real:
            yield Hit(match.start("n"), match.end("n") + 1, f"按起止日期计算是{real}天")


_FIGURE = re.compile(
    rf"(?P<what>[\u4e00-\u9fff]{{3,12}}?)(?:为|是|达到?|共计?|有|完成|投入)(?P<value>\d[\d,]*(?:\.\d+)?)(?P<unit>{_UNIT}|%)"
)


@document_rule(
    "TXT-FIGURE",
    name="同一数字前后不一",
    also=Category.NUMBER,
    **(SAME | {"severity": Severity.HINT}),
    explanation="同一指标在全文中的数字应当一致",
    fails=["全县粮食总产量为32万吨。\n全县粮食总产量为23万吨。"],
    passes=["全县粮食总产量为32万吨。\n全县油料总产量为23万吨。"],
)
def figure(manuscript: Manuscript) -> Iterator[Hit]:
    seen: dict[tuple[str, str], tuple[str, int]] = {}
    for paragraph in manuscript.text:
        for match in _FIGURE.finditer(paragraph.text):
            what = match.group("what")
            if re.search(r"^(?:其中|不少于|不得|应当|每|最|平均|同比|分别|总数|合计|共)|年$|月$|不$", what):
                continue
            key = (what, match.group("unit"))
            value, where = seen.setdefault(key, (match.group("value"), paragraph.index))
            if value != match.group("value") and where != paragraph.index:
                yield Hit(
                    match.start("value"),
                    match.end("unit"),
                    f"前文（第{where + 1}段）“{what}”为{value}{match.group('unit')}",
                    paragraph=paragraph.index,
                )


@document_rule(
    "TXT-ORGAN-SPELLING",
    name="同一机关两种写法",
    **SAME,
    also=Category.RECIPIENTS,
    explanation="同一机关的名称在全文中应当一致",
    unit="document",
    fails=[
        "云州市人民政府办公室关于报送情况的通知\n各县人民政府：\n请报云州市人民政府办公厅。\n云州市人民政府办公室\n2024年3月5日"
    ],
    passes=[
        "云州市人民政府办公室关于报送情况的通知\n各县人民政府：\n请报云州市人民政府办公室。\n云州市人民政府办公室\n2024年3月5日"
    ],
)
def spelling(manuscript: Manuscript) -> Iterator[Hit]:
    issuer = re.sub(r"\s", "", manuscript.issuer)
    if not re.search(r"[市县区省]人民政府办公[厅室]$", issuer):
        return
    other = issuer[:-1] + ("厅" if issuer.endswith("室") else "室")
    for paragraph in manuscript.of(*PROSE, Kind.IMPRINT, Kind.SIGNATURE, Kind.TITLE):
        at = paragraph.text.find(other)
        if at >= 0:
            yield Hit(at, at + len(other), f"前后不一：“{issuer}”“{other}”", issuer, paragraph.index)


@document_rule(
    "TXT-NAME",
    name="同一人姓名两种写法",
    **(SAME | {"severity": Severity.HINT}),
    explanation="同一职务前后姓名应当一致",
    fails=["组长：张明华县长。\n由县长张明桦任组长，县长张明华负责。"],
    passes=["由县长张明华任组长，县长张明华负责。"],
)
def person(manuscript: Manuscript) -> Iterator[Hit]:
    seen: dict[str, str] = {}
    for paragraph in manuscript.text:
        for match in re.finditer(
            r"(?<!副)(?P<post>县长|市长|县委书记|市委书记|区长|局长)(?P<name>[\u4e00-\u9fff]{3})(?=任|负责|主持|出席|作|讲话|同志|，|。|、|为)",
            paragraph.text,
        ):
            name = seen.setdefault(match.group("post"), match.group("name"))
            if name != match.group("name") and sum(a == b for a, b in zip(name, match.group("name"), strict=True)) == 2:
                yield Hit(match.start("name"), match.end("name"), f"前文作“{name}”", paragraph=paragraph.index)
