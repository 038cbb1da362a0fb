"""引文: title first, then the number in brackets; short forms explained (条例 art. 19, office practice)."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import PROSE, Manuscript
from zhongshu.domains.documents.checks.registry import Example, document_rule, pattern_rule

CITED = {"category": Category.CITATION, "gate": Gate.WORDING, "kinds": PROSE}
CLAUSE = "引用公文应当先引标题，后引发文字号（公文处理惯例）"
_NO = r"[\u4e00-\u9fff]{1,10}〔\d{4}〕\d{1,5}号"
_LEAD = r"(?:根据|按照|依据|依照|遵照|贯彻落实|贯彻|落实|执行|转发|收到|你[局委部厅省市县区]|贵[局委部厅省市县区单位])"

pattern_rule(
    "CIT-ORDER",
    (
        rf"(?:{_LEAD})?(?P<x>(?P<no>(?!{_LEAD}){_NO})(?:文件|文)?(?P<title>《[^》]+》))",
        lambda match: _swap(match),
        "引用公文应当先引标题，后引发文字号，如“{new}”",
    ),
    (
        rf"(?P<x>[（(](?P<no>{_NO})[）)](?P<title>《[^》]+》))",
        r"\g<title>（\g<no>）",
        "引用公文应当先引标题，后引发文字号，如“{new}”",
    ),
    (rf"》(?P<x>(?P<no>{_NO}))", r"（\g<no>）", "发文字号放在标题之后的圆括号内"),
    (rf"》(?P<x>[\[【〔](?P<no>{_NO})[\]】〕])", r"（\g<no>）", "发文字号放在标题之后的圆括号内"),
    (rf"(?P<x>《(?P<a>[^《》]{{4,80}})（(?P<no>{_NO})）》)", r"《\g<a>》（\g<no>）", "发文字号放在书名号之外"),
    (r"(?<=》)(?P<x>(?:文件|文)?(?:的)?(?:文件精神的精神|精神精神))", "精神", "“精神”重复"),
    name="引文次序",
    clause=CLAUSE,
    explanation="先引标题，后引发文字号",
    **CITED,
    fails=[
        ("根据云政发〔2024〕5号《关于做好防汛工作的通知》要求，", "根据《关于做好防汛工作的通知》（云政发〔2024〕5号）要求，"),
        ("《关于做好防汛工作的通知》云政发〔2024〕5号收悉。", "《关于做好防汛工作的通知》（云政发〔2024〕5号）收悉。"),
        ("根据《关于做好防汛工作的通知（云政发〔2024〕5号）》，", "根据《关于做好防汛工作的通知》（云政发〔2024〕5号），"),
    ],
    passes=[
        "根据《关于做好防汛工作的通知》（云政发〔2024〕5号）要求，",
        "你们关于建设示范区的请示（国科发高〔2018〕235号）收悉。",
    ],
)


def _swap(match: re.Match[str]) -> str:
    number = re.sub(
        r"^(?:根据|按照|依据|依照|遵照|贯彻落实|贯彻|落实|执行|转发|收到|和|及|以及|与|的|将|对)", "", match.group("no")
    )
    return f"{match.group('no')[: len(match.group('no')) - len(number)]}{match.group('title')}（{number}）"


pattern_rule(
    "CIT-REPLY",
    (
        r"(?P<x>(?:你|贵)[局委部厅省市县区院校镇乡办][^，。；《》]{0,6}(?:来函|来文|请示|函|报告|申请|来信)(?:已)?收悉)",
        None,
        "引述来文应当写明标题和发文字号",
    ),
    (
        r"(?P<x>(?:你|贵)[局委部厅省市县区院校镇乡办][^，。；《》（]{0,6}关于[^，。；（《》]{2,40}的(?:请示|函|来函|报告))(?:已)?收(?:悉|到)",
        None,
        "引述来文应当在标题后写明发文字号",
    ),
    (
        r"^(?P<x>(?:你|贵)[局委部厅省市县区院校镇乡办单][^，。；《》（]{0,4}(?:\d{4}年)?(?:\d{1,2}月\d{1,2}日)?(?:报来的|来|的)?(?:请示|来函|来文|函|报告))(?:已)?收(?:悉|到)",
        None,
        "引述来文应当写明标题和发文字号",
    ),
    (r"^(?P<x>来(?:函|文|信)(?:已)?收(?:悉|到))", None, "引述来文应当写明来文机关、标题和发文字号"),
    (r"(?:请示|函|报告)》?（[^（）]+号）(?P<x>已?收到)(?=[，。])", "收悉", "引述来文用“收悉”"),
    (r"(?P<x>《[^《》]*(?:请示|函|报告|来函)》)(?:已)?收?悉", None, "引述来文应当在标题后写明发文字号"),
    name="引述来文",
    clause=CLAUSE,
    explanation="引述来文写作“《关于……的请示》（……号）收悉”",
    **CITED,
    also=Category.MISSING,
    fails=[
        "你局来函收悉。",
        "你县请示收悉。经研究，现批复如下。",
        "你局《关于拨付资金的请示》收悉。",
        "你局关于拨付经费的请示收悉。",
        "来函收悉，现函复如下：",
    ],
    passes=["你局《关于拨付资金的请示》（青水〔2024〕7号）收悉。", "你们关于建设示范区的请示（国科发高〔2018〕235号）收悉。"],
)

pattern_rule(
    "CIT-VAGUE",
    (
        r"(?:根据|按照|依据|依照|遵照)(?P<x>(?:中央|国务院|省委|省政府|市委|市政府|县委|县政府|上级|上级部门)(?:、(?:国务院|省政府|市政府|县政府))?(?:的)?(?:有关|相关)?文件(?:的)?(?:精神|要求|规定)?)(?=[，。；])",
        None,
        "引用公文应当写明标题和发文字号",
    ),
    (
        r"(?:^|(?<=[，。；]))(?:根据|按照|依据)(?P<x>(?:上级)?(?:有关|相关)文件(?:的)?(?:精神|要求|规定)?)(?=，)",
        None,
        "引用公文应当写明标题和发文字号",
    ),
    (r"(?:根据|按照|依据)(?P<x>(?:省|市|县|区)(?:委|政府|委办|政府办)?\d{1,3}号文件)", None, "引用公文应当写明标题和发文字号"),
    (r"(?:根据|按照|依据)(?P<x>[一-鿿]{1,8}\d{4}年第?\d{1,4}号文件?)", None, "引用公文应当写明标题，发文字号写作“……〔2024〕5号”"),
    (r"(?P<x>《(?:通知|意见|办法|规定|决定|方案)》（[一-鿿]{1,8}〔\d{4}〕\d{1,4}号）)", None, "首次引用应当写标题全称"),
    (
        r"(?P<x>规定(?:的)?精神要求|精神要求规定|要求精神|规定要求精神)",
        None,
        "“规定”“精神”“要求”只用一个",
    ),
    (r"》(?P<x>第(?P<n>\d{1,3})条)(?=规定|的?规定|第|之规定|、|，)", None, "引用法律条文用原文的汉字序号"),
    (r"(?P<x>《关于[^《》]*问题》的(?:通知|函|请示|意见|报告|批复))", None, "文种应当写在书名号之内"),
    name="引文不具体",
    clause=CLAUSE,
    explanation="引用公文应当写明标题和发文字号",
    **CITED,
    fails=[
        "根据省政府文件精神，",
        "根据有关文件精神，经研究，决定如下：",
        "根据市委1号文件精神，",
        "根据国办发2006年31号文件，",
        "根据《通知》（国发〔2006〕31号）的要求，",
        "根据《中华人民共和国土地管理法》第45条规定，",
        "你委《关于解决资金问题》的函收悉。",
        "按照《中华人民共和国安全生产法》规定精神要求",
    ],
    passes=["根据《关于做好防汛工作的通知》（云政发〔2024〕5号）精神，", "按照省政府要求，"],
)

pattern_rule(
    "CIT-LAW",
    (
        r"(?<!《)(?P<x>中华人民共和国[\u4e00-\u9fff]{2,16}?(?:法|条例))(?=的?(?:有关)?规定|第|等|和|及|，|。|（|精神)(?<!宪法)",
        r"《\g<x>》",
        "法律、法规的全称加书名号",
    ),
    (
        r"(?:根据|按照|依据|依照|违反)(?P<x>[\u4e00-\u9fff]{1,6}[省市县区][\u4e00-\u9fff]{2,20}?(?:条例|管理办法|实施办法|实施细则))(?=的?(?:有关)?(?:规定|要求)|第)",
        r"《\g<x>》",
        "法规、规章的名称加书名号",
    ),
    name="法律名称",
    clause="GB/T 15834—2011《标点符号用法》 4.15",
    explanation="引用法律、法规全称加书名号",
    **CITED,
    also=Category.PUNCTUATION,
    fails=[
        ("根据中华人民共和国安全生产法的规定，", "根据《中华人民共和国安全生产法》的规定，"),
        ("根据云州市档案管理办法的规定，", "根据《云州市档案管理办法》的规定，"),
    ],
    passes=["根据《中华人民共和国安全生产法》的规定，", "根据安全生产法的规定，"],
)


@document_rule(
    "CIT-TITLE-MISSING",
    name="引文缺标题",
    clause=CLAUSE,
    category=Category.CITATION,
    gate=Gate.WORDING,
    explanation="首次引用公文时不能只引发文字号",
    also=Category.MISSING,
    fails=[
        "根据云政发〔2024〕5号文件精神，现将有关事项通知如下：",
        "你局青水〔2024〕7号请示收悉。",
        "按照省政府（云政发〔2024〕5号）文件要求，",
    ],
    passes=[
        "根据《关于做好防汛工作的通知》（云政发〔2024〕5号）精神，",
        Example("《办法》（云政发〔2024〕5号）印发后，\n各县按照云政发〔2024〕5号文件要求，"),
        "本通知自印发之日起施行，云政发〔2020〕5号同时废止。",
    ],
)
def title_missing(manuscript: Manuscript) -> Iterator[Hit]:
    known: set[str] = set()
    for paragraph in manuscript.text:
        text = paragraph.text
        if "〕" not in text:
            continue
        for match in re.finditer(r"[\u4e00-\u9fff]{1,8}?(?P<no>[\u4e00-\u9fff]{2}〔\d{4}〕\d{1,5}号)", text):
            number = match.group("no")
            before = text[max(0, match.start("no") - 60) : match.start("no")]
            titled = re.search(
                r"》[（(]?[\u4e00-\u9fff]{0,12}$|关于[^，。；]{4,80}[（(][\u4e00-\u9fff]{0,12}$|[（(][^）)]*》[^）)]*$", before
            )
            if titled or number in known:
                known.add(number)
                continue
            known.add(number)
            after = text[match.end() : match.end() + 8]
            sentence = re.split(r"[。；]", before)[-1]
            named = re.match(r"[）)]?(?:文件|文(?!本|物|化)|号文)", after) and not re.search(r"[》]|关于", sentence)
            lead = re.search(
                r"(?:根据|按照|依据|依照|遵照|贯彻|落实|你[局委部厅省市县区]|贵[局委部厅省市县区]|转发|学习|执行|政府|委)[^，。；《]{0,14}$",
                before,
            )
            if named or (
                lead and re.match(r"[）)]?(?:文件|文|请示|来函|通知|函|收悉|精神|要求|规定|的(?:要求|规定|通知)|，)", after)
            ):
                yield Hit(
                    match.start("no"), match.end(), "首次引用公文应当先引标题，再用圆括号引发文字号", paragraph=paragraph.index
                )


@document_rule(
    "RTE-REPLY-LINK",
    name="批复、复函引述来文",
    clause="《党政机关公文处理工作条例》第八条第十二项；公文处理惯例",
    category=Category.CITATION,
    gate=Gate.APPROVAL,
    unit="document",
    also=Category.MISSING,
    explanation="批复、复函开头应当引述来文的标题和发文字号",
    fails=[
        "云州市人民政府关于同意拨付防汛资金的批复\n青禾县人民政府：\n经研究，同意拨付防汛资金30万元。\n此复。\n云州市人民政府\n2024年3月5日",
        "云州市人民政府关于同意拨付防汛资金的批复\n青禾县人民政府：\n你县请示收悉。经研究，现批复如下。\n此复。\n云州市人民政府\n2024年3月5日",
    ],
    passes=[
        "云州市人民政府关于同意拨付防汛资金的批复\n青禾县人民政府：\n《关于拨付防汛资金的请示》（青政〔2024〕7号）收悉。现批复如下。\n云州市人民政府\n2024年3月5日"
    ],
)
def reply(manuscript: Manuscript) -> Iterator[Hit]:
    title = manuscript.title
    if title is None or not (manuscript.document_type == "批复" or title.text.endswith("复函")) or not manuscript.text:
        return
    opening = "".join(paragraph.text for paragraph in manuscript.text[:2])
    first = manuscript.text[0]
    if not re.search(r"收悉|悉|请示|来函|来文|函收|的函", opening):
        yield Hit(0, min(20, len(first.text)), "开头应当引述来文：《关于……的请示》（……号）收悉", paragraph=first.index)
    elif not re.search(r"关于|《", opening):
        yield Hit(0, min(20, len(first.text)), "引述来文应当写明标题和发文字号", paragraph=first.index)
    elif "号" not in opening:
        yield Hit(0, min(20, len(first.text)), "引述来文应当写明发文字号", paragraph=first.index, severity=Severity.HINT)


pattern_rule(
    "TXT-FIRST-SHORT",
    (r"(?P<x>以下(?:简称|统称)[：:])", lambda match: match.group()[:-1], "“以下简称”后不用冒号"),
    (
        r"(?<![（(，、])(?P<x>以下简称[“《]?[^”》，。；）]{1,14}[”》]?)(?=[，。；])",
        None,
        "简称的说明放在圆括号内，如“（以下简称……）”",
    ),
    (r"(?P<x>（(?:下称|简称|下简称|以下简(?!称)))", "（以下简称", "应写“以下简称”"),
    (
        r"》（以下简称(?P<x>“(?P<i>意见|办法|通知|决定|规定|条例|方案|细则|纲要|规划|章程|准则|实施意见|实施方案|实施办法)”)）",
        r"《\g<i>》",
        "文件的简称用书名号，写作（以下简称{new}）",
    ),
    name="简称说明",
    clause="使用非规范化简称应当先用全称并注明简称（公文处理惯例）",
    explanation="首次出现写全称，注明“（以下简称……）”",
    **CITED,
    fails=[
        ("云州市水利局（以下简称：市水利局）", "云州市水利局（以下简称市水利局）"),
        "云州市水利局以下简称市水利局，负责本项工作。",
        ("《云州市防汛办法》（以下简称“办法”）", "《云州市防汛办法》（以下简称《办法》）"),
    ],
    passes=["云州市水利局（以下简称市水利局）"],
)


@document_rule(
    "TXT-QUOTE",
    name="同一公文前后引法不一",
    clause="引文应当准确（《党政机关公文处理工作条例》第二十条）",
    category=Category.CONSISTENCY,
    gate=Gate.WORDING,
    also=Category.CITATION,
    explanation="同一发文字号对应的标题应当一致",
    fails=[
        "根据《关于做好防汛工作的通知》（云政发〔2024〕5号），\n《关于加强防汛工作的通知》（云政发〔2024〕5号）要求，",
        "根据《关于做好防汛工作的通知》（云政发〔2024〕5号），\n《关于做好防汛工作的通知》（云政发〔2024〕6号）要求，",
    ],
    passes=["根据《关于做好防汛工作的通知》（云政发〔2024〕5号），\n《关于加强防火工作的通知》（云政发〔2024〕6号）要求，"],
)
def same_quote(manuscript: Manuscript) -> Iterator[Hit]:
    titles: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for paragraph in manuscript.text:
        for match in re.finditer(r"《([^》]+)》（([^（）]*?〔\d{4}〕\d+号)）", paragraph.text):
            title, number = match.groups()
            if titles.setdefault(number, title) != title and not (title in titles[number] or titles[number] in title):
                yield Hit(match.start(1), match.end(1), f"{number}前文引作《{titles[number]}》", paragraph=paragraph.index)
            elif numbers.setdefault(title, number) != number:
                yield Hit(match.start(2), match.end(2), f"《{title}》前文引作{numbers[title]}", paragraph=paragraph.index)
            known = manuscript.facts.quoted.get(number)
            if known and known != title and title not in known:
                yield Hit(match.start(1), match.end(1), f"登记簿中{number}的标题是《{known}》", paragraph=paragraph.index)
