"""机关名称: names that changed, names that are nearly those of the directory, wording about places."""

import re
from collections.abc import Iterator

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import PROSE, Kind, Manuscript
from zhongshu.domains.documents.checks.registry import Example, document_rule, pattern_rule
from zhongshu.domains.documents.checks.words import slips

CHANGED = "机构改革后的机关名称（2018年、2023年党和国家机构改革方案）"
_P = r"(?<=[省市县区旗州厅国])"

pattern_rule(
    "ORG-RENAMED",
    *(
        (rf"{_P}(?P<x>{old})(?![一-鿿]*(?:原|（原))", None, f"“{{found}}”已在机构改革中{new}")
        for old, new in (
            ("工商行政管理局|工商局", "并入市场监督管理局"),
            ("质量技术监督局|质监局", "并入市场监督管理局"),
            ("食品药品监督管理局|食药监局", "并入市场监督管理局"),
            ("国家税务局|地方税务局|国税局|地税局", "合并为税务局"),
            ("国土资源局", "改为自然资源局"),
            ("环境保护局|环保局", "改为生态环境局"),
            ("卫生和计划生育委员会|卫计委|卫生局|计生委|计划生育委员会", "改为卫生健康委员会（局）"),
            ("安全生产监督管理局|安监局", "改为应急管理局"),
            ("旅游局|文化局|文广新局", "改为文化和旅游局"),
            ("农业局|农业委员会", "改为农业农村局"),
            ("人事局|劳动局|劳动和社会保障局", "改为人力资源和社会保障局"),
            ("物价局", "并入发展和改革委员会等"),
            ("政府法制办|法制办公室", "并入司法局"),
            ("扶贫办|扶贫开发办公室", "改为乡村振兴部门，后并入农业农村部门"),
        )
    ),
    name="机关旧称",
    clause=CHANGED,
    explanation="机关名称用现行名称",
    category=Category.CONSISTENCY,
    gate=Gate.WORDING,
    kinds=PROSE | {Kind.RECIPIENTS, Kind.IMPRINT, Kind.TITLE},
    severity=Severity.HINT,
    also=Category.RECIPIENTS,
    needs="局委办",
    fails=["请青禾县工商局协助核查。", "市环保局："],
    passes=["请青禾县市场监督管理局协助核查。", "市生态环境局："],
)

pattern_rule(
    "ORG-TERRITORY",
    (
        r"(?P<x>港澳台(?:等)?国家|台湾(?:等)?国家|香港(?:等)?国家|澳门(?:等)?国家)",
        None,
        "香港、澳门、台湾是中国的地区，不能与“国家”并称",
    ),
    (
        r"(?P<x>中港台?(?:两地|三地|关系|贸易)|中台(?:关系|贸易)|大陆与香港|国内与香港|中国与(?:台湾|香港|澳门)|中国和(?:台湾|香港|澳门))",
        None,
        "应写“内地与香港（澳门）”“大陆与台湾（两岸）”",
    ),
    (r"(?P<x>台湾(?:总统|行政院|立法院|政府|中央|国防部|外交部))", None, "涉台用语不规范，请按有关规定加引号或改用规范称谓"),
    (r"(?P<x>台、港、澳|台港澳(?!办))", "港澳台", "顺序为“港澳台”"),
    name="涉港澳台用语",
    clause="涉港澳台用语规范",
    explanation="涉港澳台用语应当规范",
    category=Category.WORDING,
    gate=Gate.POLICY,
    kinds=PROSE | {Kind.TITLE},
    needs="港台澳",
    fails=["来自美国、台湾等国家的客商。", "港澳台等国家和地区", "中港两地贸易"],
    passes=["港澳台地区", "内地与香港", "两岸关系"],
)

pattern_rule(
    "ORG-PERSON-WORDS",
    (r"(?P<x>残废人|残废者)", "残疾人", "用“残疾人”"),
    (r"(?P<x>弱智(?:者|儿童|人)?)", None, "用“智力障碍者”“智力残疾人”"),
    (r"(?P<x>瞎子|聋子|哑巴|瘸子|傻子|聋哑人?(?!学校))", None, "用“视力（听力、言语、肢体）残疾人”"),
    (r"(?P<x>盲流|打工仔|打工妹|乡下人)", None, "用“进城务工人员”“外来务工人员”等"),
    (r"(?P<x>刁民|暴民|愚民|钉子户|老上访户|缠访户|闹访者)", None, "不用带有贬义、标签化的称谓"),
    name="不当称谓",
    clause="公文用语规范",
    explanation="不用歧视性、标签化的称谓",
    category=Category.WORDING,
    gate=Gate.POLICY,
    kinds=PROSE | {Kind.TITLE},
    fails=["关心残废人生活。", "做好老上访户的稳控。"],
    passes=["关心残疾人生活。"],
)


@document_rule(
    "RTE-NAME-REGISTER",
    name="机关名称与通讯录",
    clause="《党政机关公文处理工作条例》第九条第八项",
    category=Category.CONSISTENCY,
    gate=Gate.FORMAT,
    also=(Category.RECIPIENTS, Category.TYPO),
    unit="recipients",
    explanation="机关名称应当与通讯录一致",
    fails=[
        Example("云州市发展改革和委员会：", unit="recipients", facts={"organs": frozenset({"云州市发展和改革委员会"})}),
        Example("云洲市财政局：", "云州市财政局：", "recipients", {"organs": frozenset({"云州市财政局", "云州市水利局"})}),
        Example(
            "由云洲市财政局负责。", "由云州市财政局负责。", "sentence", {"organs": frozenset({"云州市财政局", "云州市水利局"})}
        ),
        Example("请报云州市发展改革委员会。", unit="sentence", facts={"organs": frozenset({"云州市发展和改革委员会"})}),
        Example("云州市才政局关于报送决算的通知", unit="title", facts={"organs": frozenset({"云州市财政局"})}),
    ],
    passes=[
        Example("云州市财政局：", unit="recipients", facts={"organs": frozenset({"云州市财政局", "云州市水利局"})}),
        Example("省水利厅：", unit="recipients", facts={"organs": frozenset({"云州市财政局"})}),
        Example(
            "由云州市财政局、云州市水利局负责。", unit="sentence", facts={"organs": frozenset({"云州市财政局", "云州市水利局"})}
        ),
        Example("由青禾县财政局负责。", unit="sentence", facts={"organs": frozenset({"云州市财政局", "青石县财政局"})}),
        Example("云州市水务局", unit="sentence", facts={"organs": frozenset({"云州市税务局"})}),
    ],
)
def register(manuscript: Manuscript) -> Iterator[Hit]:
    known = manuscript.facts.organs
    if not known:
        return
    for paragraph in manuscript.of(Kind.RECIPIENTS, Kind.SIGNATURE, Kind.IMPRINT):
        for match in re.finditer(r"[\u4e00-\u9fff（）]{5,40}", re.sub(r"^抄送", "　　", paragraph.text)):
            name = match.group()
            right = "" if name in known or name.startswith(("各", "有关")) else slips.meant(name, known)
            if right:
                yield Hit(match.start(), match.end(), f"通讯录中没有“{name}”，是否“{right}”", right, paragraph.index)
    for paragraph in manuscript.of(Kind.TITLE, Kind.HEADING, Kind.BODY, Kind.ATTACHMENT):
        for begin, end, right in slips.in_text(paragraph.text, known):
            yield Hit(begin, end, f"通讯录中没有“{paragraph.text[begin:end]}”，是否“{right}”", right, paragraph.index)
