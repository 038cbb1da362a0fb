"""Names of organs: what looks like one, how several stand side by side, who issues according to a title."""

import re
from difflib import SequenceMatcher

_SUFFIXES = """
人民政府 政府 办公厅 办公室 委员会 常委会 委 局 厅 部 院 署 会 办 中心 公司 集团 社 队 站
所 处 科 室 馆 校 学院 大学 中学 小学 医院 银行 法院 检察院 军区 总部 指挥部 领导小组 小组
联席会议 工委 党组 管委会 兵团 纪委 政协 人大 工会 妇联 科协 文联 残联 中央 国务院 中央军委
街道 办事处 监狱 海关 电视台 报社 总台 行 厂 矿 港 机关 组 司 分局 支局 总局
"""
_ENDING = "|".join(sorted(_SUFFIXES.split(), key=len, reverse=True))
_ENDS_AS_ORGAN = re.compile(rf"(?:{_ENDING})$")
ORGAN = re.compile(rf"[\u3400-\u9fff（）·A-Za-z0-9]{{0,38}}(?:{_ENDING})(?:（[\u3400-\u9fff]{{1,12}}）)?")
_NEVER = re.compile(
    r"[。；：，！？《》“”]|^[各本请特附此现以你您凡在对]|关于|^(?:一|二|三|四|五|六|七|八|九|十)+、|^[（(]?\d|的|如下|联系人|电话|主题词|"
    r"对(?!外)|转发|印发|召开|做好|进一步|同意"
)
_BODIES_OF_PEOPLE = re.compile(r"(?:代表|委员|同志|负责人|主任|局长|书记|先生|女士|各位\w{1,6}|校长|院长)$")
_AFTER_ISSUER = re.compile(
    r"关于|印发|转发|批转|公布|发布|颁布|表彰|命名|授予|批准|同意|通报|转批|修改|废止|决定|对(?=[\u4e00-\u9fff“《])|就(?=[\u4e00-\u9fff“《])"
)
# What is the end of a name rather than a name.
BARE = frozenset(
    {"办公室", "办公厅", "委员会", "常务委员会", "人民政府", "领导小组", "领导小组办公室", "指挥部", "管理局", "管理委员会"}
)
_COUNTRY = re.compile(r"^中华人民共和国(?=.{2,}(?:院|部|委员会|署|局|总局|厅|会)$)")
_MEETING = re.compile(
    r"(?:第?[\d一二三四五六七八九十百]+[届次])*(?:党组|常务|全体|专题|办公|工作|党委|局长|主任|市长|县长|区长|部务|厅务|协调|联席|现场)*"
    r"(?:（扩大）)?(?:办公)?会议?(?:议定事项)?$"
)
# A congress or committee in session decides in the session's name.
_SESSION = re.compile(
    r"[\u3400-\u9fff]{2,20}第[\d一二三四五六七八九十]{1,4}届[\u3400-\u9fff]{0,10}(?:代表大会|委员会)"
    r"第[\d一二三四五六七八九十]{1,4}次(?:全体)?会议"
)
_NO_ADDRESSEES = re.compile(
    r"[。！？]|如下|以下|现将|现就|收悉|通知你们|指出|强调|认为|决定$|包括$|分别为|"
    r"^(?:附|为|根据|经|一、|抄|主题词|联系|签发人|出席|列席|请假|主持|时间|地点|参加|记录|发至|印发|电话|会议)"
)
_GROUPS = re.compile(
    r"(?:各[^，。]{1,24}|直属机构|有关单位|各单位|企业|单位|机构|团体|院校|高校|学校|省|自治区|直辖市|市|县|区|乡|镇|村|社区|部门|"
    r"开发区|新区|园区|农场|林场|基地|你们|县市|处室|科室|厂矿|各界|人士|市民|群众|公民|朋友|企事业单位|办委局|人大代表)$"
)


def is_organ(text: str) -> bool:
    """Tell whether a whole text may be the name of one organ."""
    text = text.strip()
    return 2 <= len(text) <= 40 and not _NEVER.search(text) and ORGAN.fullmatch(text) is not None


def organs_in(text: str) -> list[str]:
    """Return the organs that make up a text, as in a signature or before 关于; empty if anything else is in it."""
    parts = [part for part in re.split(r"[ 、，,；]+", text.strip()) if part]
    if parts and all(is_organ(part) for part in parts):
        return parts
    joined = "".join(parts)
    return [joined] if is_organ(joined) and "、" not in text else []


def stands_alone(text: str) -> bool:
    """Tell whether a line of organs begins with a name of its own, not with the rest of the name above it (…人民政府|办公室)."""
    found = organs_in(text)
    return bool(found) and found[0] not in BARE


def before_subject(title: str) -> tuple[list[str], int]:
    """Return the organs with which a title begins and where they end: 国务院、中央军委|关于同意…"""
    for match in _AFTER_ISSUER.finditer(title):
        head = title[: match.start()]
        if len(head) > 80:
            break
        found = organs_in(head) or ([head] if _SESSION.fullmatch(head) else [])
        if found:
            return found, match.start()
        if "《" in head:
            break
    return [], 0


def of_masthead(text: str) -> list[str]:
    """Return whose head of paper this is: …文件, …令, …会议纪要, or the bare name."""
    text = re.sub(r"(?:文件|公文处理单)$", "", text)
    if re.search(r"(?:命令|令)$", text):
        text = re.sub(r"(?:主席)?(?:命令|令)$", lambda match: "主席" if "主席" in match[0] else "", text)
        return organs_in(without_country(text)) or ([text] if text.endswith("主席") else [])
    if text.endswith("纪要"):
        text = re.sub(r"第[\d一二三四五六七八九十]+届", "", _MEETING.sub("", text.removesuffix("纪要")))
    return organs_in(text)


def without_country(name: str) -> str:
    """Return 国务院 for 中华人民共和国国务院."""
    return _COUNTRY.sub("", name)


def is_addressees(text: str) -> bool:
    """Tell whether a text before a colon names those to whom a document is sent."""
    text = text.rstrip("：: ")
    if not 2 <= len(text) <= 600 or _NO_ADDRESSEES.search(text):
        return False
    parts = [part for part in re.split(r"[，、；,;]", re.sub(r"（[^）]*）", "", text)) if part]
    if not parts or len(parts[-1]) > 40:
        return False
    last = parts[-1].strip()
    return any(pattern.search(last) for pattern in (_BODIES_OF_PEOPLE, _ENDS_AS_ORGAN, _GROUPS))


def resemblance(first: str, second: str) -> float:
    """Return how alike two names are, 0–1."""
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def known(name: str, names: list[str] | tuple[str, ...] | frozenset[str]) -> str:
    """Return the one known name that a blurred one surely means, or the name itself."""
    if name in names or len(name) < 4:
        return name
    near = [one for one in names if abs(len(one) - len(name)) <= 2 and resemblance(one, name) >= 0.8]
    best = sorted(near, key=lambda one: -resemblance(one, name))[:2]
    if best and (len(best) == 1 or resemblance(best[0], name) - resemblance(best[1], name) > 0.08):
        return best[0]
    return name
