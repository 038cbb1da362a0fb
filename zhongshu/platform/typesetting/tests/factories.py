"""Documents to lay out: everything invented, the city of 云州 included."""

import random
from datetime import date
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from ..document import Attachment, OfficialDocument, SealPicture, SignatureStamp, Table
from ..drafting import document_from_text

ORGAN = "云州市人民政府办公室"
ORGANS = (
    "云州市发展和改革委员会",
    "云州市财政局",
    "云州市工业和信息化局",
    "云州市人力资源和社会保障局",
    "云州市生态环境局",
    "云州市水利局",
    "云州市农业农村局",
    "云州市商务局",
    "云州市文化和旅游局",
    "云州市卫生健康委员会",
    "云州市应急管理局",
    "云州市审计局",
    "云州市市场监督管理局",
    "云州市统计局",
    "云州市医疗保障局",
    "云州市信访局",
    "云州市机关事务管理局",
    "云州市地方金融管理局",
    "云州市政务服务和数据管理局",
    "云州市城市管理和综合行政执法局",
)
LONG_ORGAN = "云州市人民政府优化营商环境推动高质量发展暨重大项目建设工作领导小组办公室综合协调处"
SENTENCES = (
    "各级防汛抗旱指挥机构要健全工作机制，主要负责同志亲自抓，分管负责同志具体抓。",
    "要坚持“人民至上、生命至上”，克服麻痹思想和侥幸心理——把防汛抗旱工作摆在更加突出的位置……",
    "据气象部门预测，今年汛期（5月至9月）全市降水量较常年偏多10%—20%，局地可达500毫米以上。",
    "请于2026年4月15日17:00前将《责任清单》《隐患清单》报市防汛抗旱指挥部办公室（联系电话：0000-1234567）。",
    "对工作不力、推诿扯皮的，依规依纪严肃处理；对成绩突出的，按照有关规定予以表扬。",
    "坚持问题导向、目标导向、结果导向，实行“清单+责任+时限”管理，确保件件有着落、事事有回音。",
)
CLASSES = ("一、", "（一）", "1.", "（1）")
TODAY = date(2026, 3, 5)


def _ring() -> bytes:
    picture = Image.new("RGBA", (60, 60), (255, 255, 255, 0))
    ImageDraw.Draw(picture).ellipse((1, 1, 58, 58), outline=(230, 0, 18, 255), width=2)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


# A small stand-in for a seal's picture where only its place matters.
RING = _ring()


def body_text(paragraphs: int, seed: int = 0) -> str:
    """Return drafting text with headings of all levels and paragraphs of one to six sentences."""
    pick = random.Random(seed)
    lines = []
    for index in range(paragraphs):
        if index % 7 == 1:
            lines.append(f"{'一二三四五六七八九十'[index // 7 % 10]}、落实工作责任")
        elif index % 7 == 3:
            lines.append("（一）加强组织领导。" + pick.choice(SENTENCES))
        elif index % 7 == 5:
            lines.append(f"1.{pick.choice(SENTENCES)}")
        else:
            lines.append("".join(pick.choice(SENTENCES) for _ in range(pick.randint(1, 6))))
    return "\n".join(lines)


def document(
    paragraphs: int = 5, *, title: str = "云州市人民政府办公室关于做好2026年防汛抗旱工作的通知", **elements: Any
) -> OfficialDocument:
    """Return a notice with everything an ordinary document has; ``elements`` replace or add to it."""
    seed = elements.pop("seed", 0)
    usual: dict[str, Any] = {
        "masthead": (ORGAN,),
        "masthead_suffix": "文件",
        "number": "云政办发〔2026〕12号",
        "recipients": "各县（市、区）人民政府，市政府各部门、各直属机构",
        "signature_organs": (ORGAN,),
        "signed_date": TODAY,
        "copy_recipients": "市委各部门，市人大常委会办公室，市政协办公室",
        "printing_organ": ORGAN,
        "print_date": date(2026, 3, 6),
    }
    return document_from_text(title, body_text(paragraphs, seed), **{**usual, **elements})


def letter(paragraphs: int = 4, **elements: Any) -> OfficialDocument:
    return document(paragraphs, **{"format": "letter", "masthead_suffix": "", "number": "云政办函〔2026〕7号", **elements})


def command(**elements: Any) -> OfficialDocument:
    usual: dict[str, Any] = {
        "title": "",
        "format": "command",
        "masthead": ("云州市人民政府令",),
        "masthead_suffix": "",
        "number": "第12号",
        "recipients": "",
        "signature_organs": (),
        "stamp": SignatureStamp("市　长", "某某某"),
        "copy_recipients": "",
    }
    return document(1, **{**usual, **elements})


def minutes(paragraphs: int = 4, **elements: Any) -> OfficialDocument:
    usual = {
        "format": "minutes",
        "masthead": ("云州市人民政府常务会议纪要",),
        "masthead_suffix": "",
        "number": "〔2026〕5号",
        "recipients": "",
        "signature_organs": (),
        "signed_date": None,
        "title": "研究防汛抗旱等工作",
    }
    return document(paragraphs, **{**usual, **elements})


def seal(organ: str = ORGAN, picture: bytes = b"") -> SealPicture:
    return SealPicture(organ, picture)


def task_table(rows: int = 30) -> Table:
    return Table.of(
        ("序号", "重点任务", "牵头单位", "完成时限"),
        [
            (str(index), "完成病险水库除险加固主体工程并通过投入使用验收", "市水利局", "2026年5月底前")
            for index in range(1, rows + 1)
        ],
    )


def attachment(rows: int = 30, **elements: Any) -> Attachment:
    return Attachment("2026年全市防汛抗旱重点任务分工表", (task_table(rows),), **elements)
