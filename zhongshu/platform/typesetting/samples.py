"""One document of each format, invented, for the gallery and for trying a printer: ``python -m … samples FOLDER``."""

from datetime import date

from .document import Attachment, Attendance, OfficialDocument, SealPicture, SignatureStamp, Table
from .drafting import blocks_from_text, document_from_text
from .seals.picture import draw_test_seal

CITY = "云州市人民政府"
OFFICE = "云州市人民政府办公室"
BUREAUS = ("云州市发展和改革委员会", "云州市财政局", "云州市水利局")
DAY, PRINT_DAY = date(2026, 3, 5), date(2026, 3, 6)
NOTICE = """为切实做好2026年全市防汛抗旱工作，最大限度减少灾害损失，经市人民政府同意，现就有关事项通知如下。
一、压实工作责任
各县（市、区）要坚持“人民至上、生命至上”，克服麻痹思想和侥幸心理——把防汛抗旱工作摆在突出位置，主要负责同志亲自抓、分管负责同志具体抓……确保责任到岗、到人。
（一）落实行政责任。水库、堤防、涵闸等重点部位的行政责任人名单，于2026年4月15日前向社会公布。
（二）落实巡查责任
1.汛期（5月至9月）小型水库每日巡查不少于1次，强降雨期间不少于3次；
2.巡查记录当日录入，发现险情立即报告，联系电话：0000-1234567。
二、排查整治隐患
各级各部门要对照《责任清单》《隐患清单》逐项排查，做到边查边改、立查立改；一时难以整改到位的，要明确应急度汛措施、责任单位和整改时限。
三、强化应急准备
抓紧修订预案，补足物资，开展演练。防汛关键期实行24小时值班值守，重要情况按规定时限报告。"""
LETTER = """你局《关于商请提供水文资料的函》收悉。经研究，现函复如下。
一、同意提供2016—2025年云河干流3处水文站逐日资料。
二、资料仅限防洪规划编制使用，请按规定做好保管。
专此函复。"""
REQUEST = """受去冬今春持续干旱影响，我市3座中型水库蓄水不足，春灌缺口较大。为保障春灌和供水，拟实施应急引水工程，总投资2600万元。
恳请市人民政府从防汛抗旱专项资金中安排1500万元，其余由县区自筹。
妥否，请批示。"""
MINUTES = """3月2日，市人民政府召开第十次常务会议，研究防汛抗旱、春季农业生产等工作。现将会议议定事项纪要如下。
一、关于防汛抗旱工作
会议强调，要立足防大汛、抗大旱、抢大险，于4月底前完成全部险工险段除险加固。
二、关于春季农业生产
会议议定，由市农业农村局牵头，3月20日前拿出农资保供方案。"""
TABLE = Table.of(
    ("序号", "重点任务", "具体措施", "牵头单位", "完成时限"),
    [
        (str(number), "提升防洪能力", "完成病险水库除险加固主体工程并通过投入使用验收", "市水利局", "2026年4月底前")
        for number in range(1, 25)
    ],
)


def seals(*organs: str) -> tuple[SealPicture, ...]:
    return tuple(SealPicture(organ, draw_test_seal(organ)) for organ in organs)


def samples() -> dict[str, OfficialDocument]:
    """Return the documents by a short name."""
    letter = document_from_text(
        f"{OFFICE}关于提供水文资料的复函",
        LETTER,
        format="letter",
        masthead=(OFFICE,),
        number="云政办函〔2026〕7号",
        recipients="青川县水利局",
        signature_organs=(OFFICE,),
        signed_date=DAY,
        seals=seals(OFFICE),
        copy_recipients="市水利局",
    )
    command = OfficialDocument(
        format="command",
        masthead=(f"{CITY}令",),
        number="第12号",
        signed_date=DAY,
        stamp=SignatureStamp("市　长", "某某某"),
        body=blocks_from_text(
            "《云州市城市地下管线管理办法》已经2026年3月2日市人民政府第十次常务会议通过，现予公布，自2026年5月1日起施行。"
        ),
        printing_organ=OFFICE,
        print_date=PRINT_DAY,
    )
    minutes = document_from_text(
        "研究防汛抗旱和春季农业生产等工作",
        MINUTES,
        format="minutes",
        masthead=(f"{CITY}常务会议纪要",),
        number="〔2026〕10号",
        attendance=(
            Attendance("出席", "某甲、某乙、某丙、某丁、某戊、某己、某庚"),
            Attendance("请假", "某辛"),
            Attendance("列席", "某壬、某癸"),
        ),
        copy_recipients="各县（市、区）人民政府，市政府各部门",
        printing_organ=OFFICE,
        print_date=PRINT_DAY,
    )
    joint = document_from_text(
        "关于下达2026年水利项目资金计划的通知",
        LETTER.replace("函复", "通知"),
        masthead=BUREAUS,
        masthead_suffix="文件",
        number="云发改〔2026〕31号",
        copy_number="000001",
        urgency="加急",
        recipients="各县（市、区）人民政府",
        signature_organs=BUREAUS,
        seals=seals(*BUREAUS),
        signed_date=DAY,
        printing_organ=BUREAUS[0],
        print_date=PRINT_DAY,
    )
    request = document_from_text(
        "关于安排应急引水工程资金的请示",
        REQUEST,
        masthead=BUREAUS[1:],
        masthead_suffix="文件",
        number="云财〔2026〕18号",
        signatories=("某甲", "某某乙"),
        recipients=CITY,
        signature_organs=BUREAUS[1:],
        signed_date=DAY,
        remark="联系人：赟喆，电话：0000-1234567",
        printing_organ=BUREAUS[1],
        print_date=PRINT_DAY,
    )
    notice = document_from_text(
        f"{OFFICE}关于做好2026年防汛抗旱工作的通知",
        NOTICE,
        masthead=(OFFICE,),
        masthead_suffix="文件",
        number="云政办发〔2026〕12号",
        recipients="各县（市、区）人民政府，市政府各部门、各直属机构",
        signature_organs=(OFFICE,),
        seals=seals(OFFICE),
        signed_date=DAY,
        remark="此件公开发布",
        copy_recipients="市委各部门，市人大常委会办公室，市政协办公室",
        printing_organ=OFFICE,
        print_date=PRINT_DAY,
        attachments=(Attachment("2026年防汛抗旱重点任务分工表", (TABLE,)),),
    )
    return {"notice": notice, "joint": joint, "request": request, "letter": letter, "command": command, "minutes": minutes}
