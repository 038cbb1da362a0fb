"""Received documents as they come in: printed by typesetting, scanned by nobody's scanner, each with what it says about itself."""

import datetime as dt
import io
import random
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from zhongshu.platform.typesetting import public as typesetting

PLACES = ("云州市", "青禾县", "临江区", "丹阳县", "岚山省", "石桥镇", "江陵市", "望北县")
BUREAUS = (
    "财政局", "水利局", "教育局", "民政局", "卫生健康委员会", "自然资源和规划局", "农业农村局", "发展和改革委员会", "生态环境局",
    "应急管理局", "住房和城乡建设局", "交通运输局", "审计局", "档案局", "统计局", "市场监督管理局",
)  # fmt: skip
SUBJECTS = (
    "做好{y}年度防汛抗旱工作", "进一步加强安全生产监督管理", "印发《政务服务事项标准化管理办法》", "召开全市经济运行分析会议",
    "报送{y}年重点项目进展情况", "加快推进“一网通办”改革的若干措施", "开展第{n}次全国经济普查", "规范行政执法自由裁量权",
    "表彰{y}年度先进集体和先进个人", "调整市防汛抗旱指挥部组成人员", "做好国庆、中秋节期间值班值守和信息报送工作",
    "商请支持云河流域生态补偿资金", "安排农村饮水安全巩固提升工程资金", "2035年远景目标纲要任务分工", "切实减轻基层负担",
    "加强和改进新形势下机关档案管理工作促进档案资源开放利用", "同意设立青禾县高新技术产业开发区", "解决历史遗留问题",
)  # fmt: skip
SENTENCES = (
    "各级各部门要提高政治站位，强化责任意识，把思想和行动统一到决策部署上来，确保各项任务落到实处。",
    "要建立健全工作机制，明确责任分工，细化工作措施，加强督促检查，定期通报进展情况。",
    "对工作中出现的新情况、新问题，要及时研究解决，重大事项按规定请示报告。",
    "请于{y}年{m}月{d}日前将落实情况书面报送，联系电话：0000-1234567。",
    "资金使用要严格执行财经纪律，专款专用，不得挤占、截留、挪用，确保发挥效益。",
    "根据《行政许可法》和有关规定，现就有关事项明确如下，请认真贯彻执行。",
)  # fmt: skip
RECIPIENTS = (
    "各县（市、区）人民政府，市政府各部门、各直属机构", "市人民政府", "市财政局、市水利局、市应急管理局",
    "各乡镇人民政府，各街道办事处，县直有关单位", "青禾县人民政府",
    "各市、县（区）党委和人民政府，省委各部委，省级国家机关各部门，各人民团体，各高等院校，省属各企业", "省发展和改革委员会",
)  # fmt: skip
KINDS = ("通知", "通知", "意见", "通报", "决定", "批复", "请示", "报告", "函", "复函")
TYPES = {
    "通知": "notice", "意见": "opinion", "通报": "circular", "决定": "decision", "批复": "reply", "请示": "request", "报告": "report",
    "函": "letter", "复函": "letter",
}  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """A document and the fields that a clerk would write into the register."""

    document: typesetting.OfficialDocument
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def pdf(self) -> bytes:
        return typesetting.to_pdf(self.document)

    def pages(self, dpi: int = 150) -> list[Image.Image]:
        opened = pypdfium2.PdfDocument(self.pdf)
        try:
            return [opened[number].render(scale=dpi / 72).to_pil().convert("RGB") for number in range(len(opened))]
        finally:
            opened.close()


def paper(seed: int, **changes: Any) -> Paper:
    """Return the document of this number: always the same, each another kind of head, title, signature."""
    chance = random.Random(seed)
    place, bureau = chance.choice(PLACES), chance.choice(BUREAUS)
    organ = chance.choice(
        (f"{place}人民政府", f"{place}人民政府办公室", f"{place}{bureau}", f"中共{place}委员会", f"中共{place}委员会办公室")
    )
    kind = chance.choice(KINDS)
    year, month, day = chance.randint(2012, 2026), chance.randint(1, 12), chance.randint(1, 28)
    subject = chance.choice(SUBJECTS).format(y=year, n=chance.randint(2, 7))
    joined = "" if subject.startswith(("印发", "表彰", "调整")) and chance.random() < 0.5 else "关于"
    joint = chance.random() < 0.2
    organs = (organ, f"{place}{chance.choice(BUREAUS)}") if joint else (organ,)
    named = chance.random() < 0.6
    names = "、".join(dict.fromkeys(organs))
    title = f"{names if named else ''}{joined or ('' if named else '关于')}{subject}的{kind}"
    code = chance.choice(("云政", "云政办", "青府", "云财农", "岚委办", "临应急", "云发改投资", "丹教")) + chance.choice(
        ("发", "函", "字", "〔")
    )
    number = f"{code.removesuffix('〔')}〔{year}〕{chance.randint(1, 300)}号"
    signed = dt.date(year, month, day)
    body = "\n".join(chance.choice(SENTENCES).format(y=year, m=month, d=day) for _ in range(chance.randint(3, 9)))
    letter = "函" in kind or chance.random() < 0.15
    recipients = chance.choice(RECIPIENTS) if kind != "决定" else ""
    urgency = chance.choice(("", "", "", "特急", "加急"))
    upward = kind in {"请示", "报告"}
    copies = chance.choice(("", "市委各部门，市人大常委会办公室，市政协办公室", "省财政厅"))
    values: dict[str, Any] = {
        "format": "letter" if letter else "general",
        "masthead": organs[:1] if letter else tuple(dict.fromkeys(organs)),
        "masthead_suffix": "" if letter else "文件",
        "number": number,
        "urgency": urgency,
        "copy_number": f"{chance.randint(1, 900):06d}" if chance.random() < 0.3 else "",
        "signatories": ("某甲",) if upward and not letter else (),
        "recipients": recipients,
        "signature_organs": tuple(dict.fromkeys(organs)),
        "signed_date": signed,
        "copy_recipients": copies,
    }
    if not letter:
        values |= {"printing_organ": organ, "print_date": signed + dt.timedelta(days=1)}
    if chance.random() < 0.7:
        values["seals"] = tuple(typesetting.SealPicture(name, typesetting.draw_test_seal(name)) for name in dict.fromkeys(organs))
    if chance.random() < 0.2:
        values["attachments"] = (
            typesetting.Attachment("任务分工表", typesetting.blocks_from_text("一、牵头单位\n市财政局\n2020年1月1日")),
        )
    values |= changes
    document = typesetting.document_from_text(title, body, **values)
    fields = {
        "number": number,
        "title": title,
        "issuers": names,
        "recipients": recipients,
        "date": signed.isoformat(),
        "urgency": values["urgency"],
        "document_type": TYPES[kind],
        "copies_to": copies,
        "copy_number": values["copy_number"],
    }
    return Paper(document, fields)


@dataclass(frozen=True)
class Scanner:
    """What a scanner or a telephone does to a page."""

    skew: float = 0.0
    quarters: int = 0
    noise: float = 0.0
    blur: float = 0.0
    shade: float = 0.0
    quality: int = 80
    grey: bool = False

    def scan(self, page: Image.Image, seed: int = 0) -> bytes:
        """Return the page as JPEG."""
        chance = np.random.default_rng(seed)
        picture = page.rotate(self.skew, resample=Image.Resampling.BICUBIC, fillcolor=(250, 250, 248))
        if self.blur:
            picture = picture.filter(ImageFilter.GaussianBlur(self.blur))
        pixels = np.asarray(picture).astype(np.float32)
        if self.shade:
            pixels *= np.linspace(1.0, 1.0 - self.shade, pixels.shape[1])[None, :, None]
        if self.noise:
            pixels += chance.normal(0, self.noise, pixels.shape[:2])[..., None]
            specks = chance.random(pixels.shape[:2]) < 0.0008
            pixels[specks] = 40
        picture = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
        if self.grey:
            picture = picture.convert("L")
        if self.quarters:
            picture = picture.rotate(90 * self.quarters, expand=True)
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=self.quality)
        return target.getvalue()


CLEAN = Scanner()
OFFICE = Scanner(skew=0.7, noise=6, quality=75)
WORN = Scanner(skew=-1.4, noise=12, blur=0.5, shade=0.15, quality=55)
GREY = Scanner(skew=1.1, noise=8, quality=60, grey=True)
UPSIDE_DOWN = replace(OFFICE, quarters=2)
ON_ITS_SIDE = replace(OFFICE, quarters=1)


def scanned_pdf(pages: list[bytes]) -> bytes:
    """Return JPEG pages as a PDF without a text layer."""
    pictures = [Image.open(io.BytesIO(page)).convert("RGB") for page in pages]
    target = io.BytesIO()
    pictures[0].save(target, "PDF", save_all=True, append_images=pictures[1:], resolution=150)
    return target.getvalue()
