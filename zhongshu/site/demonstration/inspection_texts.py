"""What the demonstration city inspects and aims at. All of it is invented."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Found:
    """One finding: the fact, what is required, and what the unit said to it with the answer (accepted or not)."""

    fact: str
    requirement: str
    statement: str = ""
    answer: str = ""
    accepted: bool = False


@dataclass(frozen=True)
class Going:
    """One visit: to whom, on which working day counted from today, for how many, what was found there."""

    unit: str
    day: int
    days: int = 1
    place: str = ""
    summary: str = ""
    found: tuple[Found, ...] = ()


@dataclass(frozen=True)
class Plan:
    """One inspection with its group, by the keys of the city's people, and how far it has come."""

    title: str
    kind: str
    basis: str
    content: str
    department: str
    keeper: str
    leader: str
    members: tuple[str, ...]
    visits: tuple[Going, ...]
    unannounced: bool = False
    stage: str = "registered"  # drafting, awaiting, registered, announced, underway, reported
    began: int = -15  # working days from today on which it was drafted
    words: str = field(default="")


PLANS = (
    Plan(
        "2026年度重点工作综合督查", "comprehensive", "市政府第21次常务会议纪要", "政府工作报告重点任务、民生实事、领导批示件落实情况",
        "市政府办公室", "government.supervision_head", "government.deputy_director1",
        ("government.supervision_drafter", "government.general_head"),
        (
            Going("青禾县政府", -8, 2, "青禾县政务服务中心、城东泵站", "重点任务总体按计划推进，供水改造进度略慢。", (
                Found("城东泵站2号配电箱门敞开，值班记录自上月20日起空白。", "配电箱上锁，值班人员到岗、记录完整"),
                Found("民生实事台账所列12条管网，现场核实已通水9条。", "12条管网全部通水，水压合格率不低于98%",
                      "3条管网因文物勘探暂停，有批复文件。", "批复属实，仍应明确复工时间，不予撤回。"),
            )),
            Going("临溪县政府", -5, 2, "临溪县第二幼儿园", "公办幼儿园建设进度较好。", (
                Found("第二幼儿园消防验收资料缺少2份检测报告。", "补齐检测报告并通过消防验收",
                      "2份报告在审批局留存，已调取核对。", "资料齐全，撤回该问题。", True),
            )),
            Going("市城管局", -2, 1, "新华路停车场", "车位建设数量属实。", (
                Found("新华路停车场充电车位被燃油车占用5处，无人引导。", "落实引导人员，充电车位占用当日清理"),
            )),
        ),
        stage="reported", began=-14, words="对3个问题逐项督办，一个月后回访；不要求各单位另报整改台账。",
    ),
    Plan(
        "冬季安全生产专项督查", "special", "省安委会关于开展冬季安全生产督查的通知", "燃气、消防、人员密集场所隐患排查整改", "市应急局",
        "government.supervision_head", "department21.deputy", ("department21.drafter",),
        (
            Going("望山县政府", 1, 2, "望山县燃气门站"),
            Going("青禾县政府", 6, 3, "青禾县开发区"),
            Going("市市场监管局", 11, 1),
        ),
        stage="announced", began=-6,
    ),
    Plan(
        "为基层减负落实情况实地督查", "field", "市委常委会会议纪要（第34期）", "文山会海、报表台账、政务应用程序清理情况", "市委办公室",
        "party.supervision_head", "party.deputy_director1", ("party.supervision_drafter",),
        (
            Going("青禾县政府", 7, 2, "青禾县部分乡镇"),
            Going("安澜县政府", 3, 2),
            Going("望山县政府", 2, 1, "望山县部分乡镇"),
        ),
        stage="announced", began=-5,
    ),
    Plan(
        "餐饮场所燃气安全督查", "special", "全市燃气安全专项整治方案", "随机抽取餐饮场所，直奔现场", "市政府办公室",
        "government.supervision_head", "government.secretariat_head", ("government.information_head",),
        (
            Going("市城管局", 0, 1, "老城区餐饮一条街", "", (
                Found("抽查6家餐饮店，2家未安装燃气报警器。", "2家餐饮店装好报警器并联网，街区逐户复查"),
            )),
            Going("市住房城乡建设局", 4, 1),
        ),
        unannounced=True, stage="underway", began=-3,
    ),
    Plan(
        "供水管网改造办结事项回访", "call_back", "督查台账已销号事项", "办结事项是否反弹，群众是否认可", "市政府办公室",
        "government.supervision_head", "government.supervision_drafter", (),
        (Going("市水利局", 0, 1, "城东片区3个小区"),),
        stage="underway", began=-4,
    ),
    Plan(
        "年末营商环境综合督查", "comprehensive", "省政府办公厅关于开展营商环境督查的通知", "惠企资金兑现、涉企收费清理", "市政府办公室",
        "government.supervision_head", "government.deputy_director2", ("government.general_drafter",),
        (Going("市财政局", 12, 2), Going("市行政审批局", 14, 1)),
        stage="awaiting", began=-1, words="省里统一部署，与年度综合督查内容不同，控制在3个工作日。",
    ),
)  # fmt: skip
CALLED_BACK = (
    ("held", "入户回访5户，用水正常，水压0.24兆帕。", "城东社区5户居民", False),
    ("rebounded", "3户反映早高峰水压再次不足，现场测压0.12兆帕。", "城东社区8户居民", True),
)

# Title, number, unit of measure, lead unit, helpers, leader, quarterly plan and what was reached; figure of the registry; parts.
# A part: title, number, lead unit, plan, reached.
TARGETS = (
    ("地区生产总值", "1720", "亿元", "市发展改革委", ("市统计局",), "head", ("380", "800", "1250", "1720"), ("382.5", "805.2", "1256.34"),
     "地区生产总值", ()),
    ("一般公共预算收入", "135", "亿元", "市财政局", (), "deputy1", ("34", "68", "102", "135"), ("33.1", "65.8", "101.3"), "一般公共预算收入", ()),
    ("老旧小区改造户数", "12000", "户", "市住房城乡建设局", ("市城管局", "市财政局"), "deputy2", ("1500", "5000", "9500", "12000"),
     ("1600", "4700", "8300"), "", (
        ("老旧小区改造户数（青禾县）", "5200", "青禾县政府", ("700", "2200", "4200", "5200"), ("760", "2250", "4150")),
        ("老旧小区改造户数（临溪县）", "3800", "临溪县政府", ("500", "1600", "3000", "3800"), ("520", "1450", "2300")),
        ("老旧小区改造户数（市直管）", "2700", "市住房城乡建设局", ("300", "1200", "2300", "2700"), ("320", "1000", "1850")),
     )),
    ("新建公办幼儿园", "6", "所", "市教育局", ("市自然资源和规划局",), "deputy3", ("0", "2", "4", "6"), ("0", "2", "4"), "", (
        ("新建公办幼儿园（城区）", "4", "市教育局", ("0", "1", "3", "4"), ("0", "1", "3")),
        ("新建公办幼儿园（望山县）", "2", "望山县政府", ("0", "1", "1", "2"), ("0", "1", "1")),
     )),
    ("城镇新增就业", "3", "万人", "市人力资源社会保障局", (), "deputy3", ("0.7", "1.5", "2.3", "3"), ("0.74", "1.58", "2.31"), "城镇新增就业", ()),
    ("政务数据共享接口联通", "40", "个", "市数据局", ("市行政审批局",), "deputy1", ("8", "20", "32", "40"), ("9", "16", "23"), "", ()),
)  # fmt: skip
# Numbers that should stay low, and works without a number.
LOW = ("12345热线重复投诉率", "8", "%", "市信访局", "deputy2", ("8", "8", "8", "8"), ("7.2", "7.9", "8.6"))
WORK = ("市县一体化政务数据平台上线", "市数据局", "deputy1", ("20", "50", "80", "100"), ("20", "45", "70"))
WHY_BEHIND = "雨季影响施工，已增加班组、倒排工期。"
