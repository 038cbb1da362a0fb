"""What a text says about itself: number, title, issuers, addressees, date, type, and the rest."""

import pytest

from zhongshu.domains.documents.intake.extracting import extract
from zhongshu.domains.documents.intake.found import places, words
from zhongshu.domains.documents.intake.lines import Box, Line, Reading, cleaned
from zhongshu.domains.documents.intake.reading.rows import in_rows


def read(text: str, **fields) -> dict[str, str]:
    lines = cleaned([Line(line, is_paragraph=True, **fields) for line in text.strip().split("\n")])
    proposal = extract(Reading(tuple(lines), "text"))
    return {name: found.value for name, found in proposal.fields.items()}


CASES = {
    "a notice with a head of paper": (
        """000012
特急
云州市人民政府办公室文件
云政办发〔2026〕12号
云州市人民政府办公室关于印发云州市
防汛应急预案的通知
各县（市、区）人民政府，市政府各部门、各直属机构：
《云州市防汛应急预案》已经市政府同意，现印发给你们，请认真贯彻执行。
云州市人民政府办公室
2026年3月5日
（此件公开发布）
云州市防汛应急预案
一、总则
2020年1月1日
抄送：市委各部门，市人大常委会办公室。
云州市人民政府办公室 2026年3月6日印发""",
        {
            "number": "云政办发〔2026〕12号",
            "title": "云州市人民政府办公室关于印发云州市防汛应急预案的通知",
            "issuers": "云州市人民政府办公室",
            "recipients": "各县（市、区）人民政府，市政府各部门、各直属机构",
            "date": "2026-03-05",
            "document_type": "notice",
            "urgency": "特急",
            "copy_number": "000012",
            "copies_to": "市委各部门，市人大常委会办公室",
        },
    ),
    "an order": (
        """中华人民共和国国务院令
第812号
《云河流域管理条例》已经2025年5月6日国务院第60次常务会议通过，现予公布，自2025年9月1日起施行。
总理 某某
2025年6月1日
云河流域管理条例
第一章 总则
第一条 为了加强云河流域管理，制定本条例。""",
        {
            "number": "中华人民共和国国务院令第812号",
            "title": "云河流域管理条例",
            "issuers": "国务院",
            "date": "2025-06-01",
            "document_type": "order",
        },
    ),
    "an order of a ministry on one line": (
        """中华人民共和国水利部令 第55号
《水文监测管理办法》已经2023年1月8日部务会议审议通过，现予公布，自2023年3月1日起施行。
部长 某某某
2023年1月20日
水文监测管理办法""",
        {
            "number": "中华人民共和国水利部令第55号",
            "title": "水文监测管理办法",
            "issuers": "水利部",
            "date": "2023-01-20",
            "document_type": "order",
        },
    ),
    "an order of a local government with the title first": (
        """岚山省人工增雨管理办法
岚山省人民政府令〔2011〕第7号
《岚山省人工增雨管理办法》已经省政府常务会议通过，现予公布。
省长 某某
二○一一年十二月二十五日""",
        {
            "number": "岚山省人民政府令〔2011〕第7号",
            "title": "岚山省人工增雨管理办法",
            "issuers": "岚山省人民政府",
            "date": "2011-12-25",
            "document_type": "order",
        },
    ),
    "two organs side by side, a date in Hanzi, a number of the year first": (
        """岚山省人民政府、岚山省军区关于同意民兵训练基地迁址的批复
（1997）岚政函12号
临江区人民政府：
你区《关于民兵训练基地迁址的请示》（〔1997〕临政字第3号）收悉，现批复如下：
同意迁址，所需资金自筹解决。
岚山省人民政府　岚山省军区
一九九七年十一月二十日""",
        {
            "number": "〔1997〕岚政函12号",
            "title": "岚山省人民政府、岚山省军区关于同意民兵训练基地迁址的批复",
            "issuers": "岚山省人民政府、岚山省军区",
            "recipients": "临江区人民政府",
            "date": "1997-11-20",
            "document_type": "reply",
        },
    ),
    "a resolution of a congress's standing committee": (
        """岚山省人民代表大会常务委员会
关于加强云河流域生态环境保护的决议
（2024年5月30日岚山省第十四届人民代表大会常务委员会第九次会议通过）
岚山省第十四届人民代表大会常务委员会第九次会议听取和审议了省人民政府的报告。会议决议如下：
一、提高认识。""",
        {
            "title": "岚山省人民代表大会常务委员会关于加强云河流域生态环境保护的决议",
            "issuers": "岚山省人民代表大会常务委员会",
            "date": "2024-05-30",
            "document_type": "resolution",
        },
    ),
    "an opinion that a notice forwards, with issuer and date under the title": (
        """关于加强基层档案工作的意见
（省档案局　二〇〇三年四月八日）
为加强基层档案工作，现提出如下意见：
一、指导思想
加强领导。""",
        {"title": "关于加强基层档案工作的意见", "issuers": "省档案局", "date": "2003-04-08", "document_type": "opinion"},
    ),
    "an answer to a deputy": (
        """云州市财政局对市十六届人大
三次会议第48号建议的答复
云财函〔2025〕19号
某某某代表：
您提出的关于加大农村道路投入的建议收悉，现答复如下：
感谢您的关心。
云州市财政局
2025年6月3日""",
        {
            "number": "云财函〔2025〕19号",
            "title": "云州市财政局对市十六届人大三次会议第48号建议的答复",
            "issuers": "云州市财政局",
            "recipients": "某某某代表",
            "date": "2025-06-03",
            "document_type": "letter",
        },
    ),
    "only the last page": (
        """三、组织实施
各单位要按时完成任务。
附：1、申报表；
2、汇总表。
中共云州市委干部教育
领导小组办公室
2011年6月3日
主题词：干部  教育  通知
抄送：市委组织部。
中共云州市委办公室 2011年6月4日印发""",
        {
            "issuers": "中共云州市委干部教育领导小组办公室",
            "date": "2011-06-03",
            "document_type": "notice",
            "copies_to": "市委组织部",
        },
    ),
    "a public notice without a title": (
        """因云河大桥维修施工需要，为保障通行安全，决定对大桥实行交通管制。现将有关事项通告如下：
一、管制时间为2025年7月1日至7月31日。
二、请过往车辆绕行。
本通告自发布之日起施行。
云州市公安局交通警察支队
2025年6月25日""",
        {"issuers": "云州市公安局交通警察支队", "date": "2025-06-25", "document_type": "public_notice"},
    ),
    "minutes with their own head": (
        """云州市人民政府常务会议纪要
〔2026〕3号
云州市人民政府办公室 2026年2月9日
2月6日，市长主持召开市政府常务会议，研究春耕备耕等工作。现纪要如下。
会议听取了市农业农村局的汇报。
出席：某甲、某乙。""",
        {
            "number": "〔2026〕3号",
            "title": "云州市人民政府常务会议纪要",
            "issuers": "云州市人民政府",
            "date": "2026-02-09",
            "document_type": "minutes",
        },
    ),
    "minutes of which only title and beginning are there": (
        """青禾县第十七届人民政府第12次常务（扩大）会议纪要
6月3日，县政府主要负责同志主持召开县十七届政府第12次常务（扩大）会议，研究防汛工作。""",
        {
            "title": "青禾县第十七届人民政府第12次常务（扩大）会议纪要",
            "issuers": "青禾县人民政府",
            "document_type": "minutes",
        },
    ),
    "joint issuance by three with a request": (
        """签发人：某甲 某乙
云州市财政局
云州市水利局
云州市农业农村局
文件
云财农〔2026〕31号
云州市财政局 云州市水利局 云州市农业农村局
关于下达水利资金的请示
云州市人民政府：
受干旱影响，拟安排资金1500万元。
妥否，请批示。
云州市财政局 云州市水利局
云州市农业农村局
2026年4月2日""",
        {
            "number": "云财农〔2026〕31号",
            "title": "云州市财政局 云州市水利局 云州市农业农村局关于下达水利资金的请示",
            "issuers": "云州市财政局、云州市水利局、云州市农业农村局",
            "recipients": "云州市人民政府",
            "date": "2026-04-02",
            "document_type": "request",
            "signers": "某甲、某乙",
        },
    ),
    "a page of the web with its table of facts": (
        """索引号：000014349/2021-00012 主题分类：农业
发文机关：云州市人民政府 成文日期：2021年3月2日
标题：云州市人民政府关于做好春耕备耕工作的意见
发文字号：云政发〔2021〕5号 发布日期：2021年3月9日
云州市人民政府关于做好
春耕备耕工作的意见
云政发〔2021〕5号
各县（区）人民政府：
为做好春耕备耕工作，提出以下意见。
云州市人民政府
2021年3月2日""",
        {
            "number": "云政发〔2021〕5号",
            "title": "云州市人民政府关于做好春耕备耕工作的意见",
            "issuers": "云州市人民政府",
            "recipients": "各县（区）人民政府",
            "date": "2021-03-02",
            "document_type": "opinion",
        },
    ),
    "a title that holds other titles and marks": (
        """云州市人民政府办公室转发市发展改革委等部门《关于进一步优化营商环境，加快推进“一网通办”的意见》的通知
云政办发〔2022〕8号
各区、县人民政府，市政府各委、办、局：
市发展改革委等部门《关于进一步优化营商环境，加快推进“一网通办”的意见》已经市政府同意，现转发给你们。
云州市人民政府办公室
2022年1月30日""",
        {
            "number": "云政办发〔2022〕8号",
            "title": "云州市人民政府办公室转发市发展改革委等部门《关于进一步优化营商环境，加快推进“一网通办”的意见》的通知",
            "issuers": "云州市人民政府办公室",
            "recipients": "各区、县人民政府，市政府各委、办、局",
            "date": "2022-01-30",
            "document_type": "notice",
        },
    ),
    "a letter to private persons and enterprises": (
        """致全市企业家的感谢信
各位企业家：
过去一年，你们为云州发展作出了贡献，谨此致谢。
中共云州市委
云州市人民政府
2026年2月10日""",
        {
            "title": "致全市企业家的感谢信",
            "issuers": "中共云州市委、云州市人民政府",
            "recipients": "各位企业家",
            "date": "2026-02-10",
        },
    ),
    "letter-spaced, with the date on the signature's line": (
        """关 于 召 开 党 组 会 议 的 通 知
局机关各科室、局属各单位：
定于3月6日上午召开党组扩大会议，请准时参加。
云州市水利局 2026年3月4日""",
        {
            "title": "关于召开党组会议的通知",
            "issuers": "云州市水利局",
            "recipients": "局机关各科室、局属各单位",
            "date": "2026-03-04",
            "document_type": "notice",
        },
    ),
    "Traditional characters": (
        """雲州市人民政府關於加強檔案工作的通知
雲政發〔2020〕9號
各縣（區）人民政府：
為加強檔案工作，現通知如下。
雲州市人民政府
二〇二〇年十月五日""",
        {
            "number": "雲政發〔2020〕9號",
            "title": "雲州市人民政府關於加強檔案工作的通知",
            "issuers": "雲州市人民政府",
            "recipients": "各縣（區）人民政府",
            "date": "2020-10-05",
            "document_type": "notice",
        },
    ),
    "a judicial reply adopted at a meeting": (
        """最高人民检察院关于某类案件管辖问题的批复
2021年4月2日 最高人民检察院第十三届检察委员会第六十次会议通过
2021年5月1日 施行
岚山省人民检察院：
你院《关于某类案件管辖问题的请示》收悉。经研究，批复如下。""",
        {
            "title": "最高人民检察院关于某类案件管辖问题的批复",
            "issuers": "最高人民检察院",
            "recipients": "岚山省人民检察院",
            "date": "2021-04-02",
            "document_type": "reply",
        },
    ),
    "a communique of a congress": (
        """中国共产党云州市第十三届委员会第五次全体会议公报
（2025年12月20日中国共产党云州市第十三届委员会第五次全体会议通过）
中国共产党云州市第十三届委员会第五次全体会议，于2025年12月19日至20日在云州举行。""",
        {
            "title": "中国共产党云州市第十三届委员会第五次全体会议公报",
            "date": "2025-12-20",
            "document_type": "communique",
        },
    ),
    "an announcement with a number of its own": (
        """云州市自然资源和规划局公告
2025年第8号
根据《土地管理法》有关规定，现将征地补偿安置方案予以公告。
特此公告。
云州市自然资源和规划局
2025年8月8日""",
        {
            "number": "2025年第8号",
            "title": "云州市自然资源和规划局公告",
            "issuers": "云州市自然资源和规划局",
            "date": "2025-08-08",
            "document_type": "announcement",
        },
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_fields_of(name):
    text, expected = CASES[name]

    assert read(text) == expected


def test_a_recognised_number_may_have_lost_its_brackets():
    found = read(
        "云州市水利局关于防汛的通知\n云水函12026]36号\n各县水利局：\n请做好防汛工作。\n云州市水利局\n2026年3月5日", sure=0.93
    )

    assert found["number"] == "云水函〔2026〕36号"


def test_a_number_that_is_quoted_is_not_the_documents_own():
    found = read(
        "关于贯彻落实有关文件的通知\n各单位：\n根据《关于防汛的通知》（云政发〔2020〕3号）要求，现通知如下。\n云州市水利局\n2026年3月5日"
    )

    assert "number" not in found


def test_a_blurred_signature_becomes_the_organ_that_is_known():
    lines = [Line(text, sure=0.9) for text in ("关于防汛的通知", "各县水利局：", "请做好工作。", "云州布水利局", "2026年3月5日")]

    proposal = extract(Reading(tuple(lines), "scan"), known_organs=["云州市水利局", "云州市财政局"])

    assert proposal["issuers"] == "云州市水利局"


def test_a_field_knows_its_place():
    lines = (
        Line("云政发〔2026〕3号 签发人：某甲", 0, Box(0.2, 0.1, 0.7, 0.12)),
        Line("关于防汛的通知", 0, Box(0.3, 0.2, 0.7, 0.23)),
    )
    number = extract(Reading(lines, "pdf")).fields["number"]

    assert words(lines, number.pieces) == "云政发〔2026〕3号"
    ((page, box),) = places(lines, number.pieces)
    assert (page, box.x0, box.x1 < 0.6) == (0, 0.2, True)


def test_what_stands_side_by_side_is_one_line():
    pieces = [
        Line("2026年3月5日", 0, Box(0.6, 0.5, 0.8, 0.52), 0.02),
        Line("云州市水利局", 0, Box(0.2, 0.501, 0.4, 0.521), 0.02),
        Line("各县水利局：", 0, Box(0.1, 0.3, 0.3, 0.32), 0.02),
    ]

    assert [line.text for line in in_rows(pieces)] == ["各县水利局：", "云州市水利局 2026年3月5日"]
