"""What the city knows: figures with their sources, materials to quote, and a report that quotes both, not without a slip."""

import datetime as dt
from decimal import Decimal

from zhongshu.domains.documents import public as documents
from zhongshu.domains.figures import public as figures
from zhongshu.domains.materials import public as materials
from zhongshu.kernel.actors import Actor
from zhongshu.site.demonstration import playing
from zhongshu.site.demonstration.city import City

# Bureau, name, unit of measure, frequency, counted from the year's first day, definition, other names, values by period.
FIGURES = (
    (26, "地区生产总值", "亿元", "quarter", True, "全市常住单位一定时期内生产活动的最终成果，按现价计算，季度数为累计数", ("GDP", "生产总值"),
     {"2025Q3": "1178.6", "2025Q4": "1623.4", "2026Q1": "382.5", "2026Q2": "805.2", "2026Q3": "1256.34"}),
    (26, "规模以上工业增加值增速", "%", "month", True, "年主营业务收入2000万元及以上工业法人单位，按可比价计算", (),
     {"2026-08": "6.1", "2026-09": "6.4", "2026-10": "6.3"}),
    (26, "社会消费品零售总额", "亿元", "month", True, "企业（单位、个体户）售给个人和社会集团非生产、非经营用的实物商品金额及餐饮收入", ("社零总额",),
     {"2026-08": "338.2", "2026-09": "386.9", "2026-10": "431.5"}),
    (26, "居民人均可支配收入", "元", "quarter", True, "居民可用于最终消费支出和储蓄的收入，按城乡一体化住户调查口径", (),
     {"2026Q1": "9012", "2026Q2": "17120", "2026Q3": "25486"}),
    (26, "年末常住人口", "万人", "year", False, "年末在本市居住半年以上的人口，以人口变动抽样调查为准", ("常住人口",),
     {"2024": "303.2", "2025": "301.5"}),
    (26, "粮食总产量", "万吨", "year", False, "全年谷物、豆类和薯类产量，薯类五折一", ("粮食产量",), {"2024": "86.9", "2025": "88.2"}),
    (9, "一般公共预算收入", "亿元", "month", True, "全市地方一般公共预算收入，含市本级和县（区），不含上级补助", (),
     {"2026-08": "88.7", "2026-09": "101.3", "2026-10": "112.6"}),
    (10, "城镇新增就业", "万人", "month", True, "本期城镇各类单位、私营个体经济组织新就业人员减去自然减员", ("城镇新增就业人数",),
     {"2026-09": "2.31", "2026-10": "2.56"}),
    (12, "空气质量优良天数", "天", "month", True, "空气质量指数（AQI）小于或等于100的天数，市区国控站点", (), {"2026-09": "241", "2026-10": "268"}),
    (23, "森林覆盖率", "%", "year", False, "森林面积占土地总面积的比率，以林草湿综合监测为准", (), {"2025": "45.2"}),
)  # fmt: skip
MATERIALS = (
    ("policy", "关于加强城市供热保障工作的意见", "省政府办公厅", "省政办发〔2021〕18号", dt.date(2021, 9, 10),
     "供热期内居民卧室、起居室温度不低于18摄氏度。\n供热单位应当建立应急抢修队伍，接到报修后一小时内到场。", ("供暖", "民生")),
    ("policy", "关于进一步做好冬季供热保障工作的意见", "省政府办公厅", "省政办发〔2025〕33号", dt.date(2025, 9, 5),
     "供热期内居民卧室、起居室温度不低于20摄氏度。\n供热单位应当配备抢修队伍和备用热源，接到报修后三十分钟内响应。", ("供暖", "民生")),
    ("clause", "云州市城镇供水管理办法", "云州市人民政府", "云政发〔2023〕6号", dt.date(2023, 5, 20),
     "第十二条　因工程施工、设备维修确需停止供水的，供水企业应当提前二十四小时通知用户。\n第十五条　供水水质应当符合国家生活饮用水卫生标准。",
     ("供水",)),
    ("statement", "在全市经济工作会议上的讲话（公开发布稿）", "云州市人民政府网站", "", dt.date(2026, 1, 12),
     "要把稳就业、保民生摆在突出位置，把资金和力量用在群众最需要的地方。\n要坚持抓项目就是抓发展，做到要素跟着项目走、服务围着企业转。",
     ("经济工作",)),
    ("passage", "工作总结结尾段落", "市政府办公室范文", "", dt.date(2026, 3, 2),
     "总的看，全年各项工作平稳有序，但也存在基础工作不够扎实、创新举措不多等问题，将在今后工作中认真加以改进。", ("总结",)),
)  # fmt: skip
REPORT = """现将2026年前三季度经济运行情况报告如下：
一、总体情况
前三季度，全市经济运行平稳。{output}，增长5.6%。
2026年1—9月，全市社会消费品零售总额{sales}，一般公共预算收入达到110.3亿元。
二、民生保障
{heating}
三、下步打算
按照《关于加强城市供热保障工作的意见》要求，抓好冬季供热保障。"""


class Knowledge:
    """Lets the bureaus register what they answer for, and the office write with it."""

    def __init__(self, city: City) -> None:
        self.city = city

    def play(self) -> documents.OutgoingDocument:
        """Register, enter, write; returns the draft that quotes both."""
        held = [self._figure(*facts) for facts in FIGURES]
        output, sales = held[0], held[2]
        entered = [self._material(*facts) for facts in MATERIALS]
        drafter = self._actor("government.secretariat_drafter")
        values = {
            figure: figure.values.get(period=period, superseded_at=None)
            for figure, period in ((output, "2026Q3"), (sales, "2026-09"))
        }
        old = entered[0].passages.get(position=2)
        body = REPORT.format(
            output=f"2026年前三季度地区生产总值{_words(output, values[output])}",
            sales=_words(sales, values[sales]),
            heating=old.text,
        )
        draft = documents.draft(
            by=drafter,
            organ_id=self.city.unit("市政府办公室").pk,
            document_type="report",
            title="云州市人民政府办公室关于2026年前三季度经济运行情况的报告",
            body=body,
            principals="云州市人民政府",
        )
        for figure, value in values.items():
            figures.quote(figure, value_id=value.pk, ref=draft.ref, by=drafter)
        materials.quote(old, ref=draft.ref, by=drafter)
        figures.revise_value(
            values[sales],
            value=Decimal("388.4"),
            reason="根据省反馈数据修订",
            source="省反馈数",
            by=self._actor("department26.registry_clerk"),
        )
        materials.end_validity(
            entered[0], date=dt.date(2025, 10, 1), reason="省政办发〔2025〕33号第十条", superseded_by=entered[1], by=drafter
        )
        for name, period in (("地区生产总值", "2026年前三季度"), ("一般公共预算收入", "2026年1—10月"), ("粮食总产量", "2026年")):
            figures.ask(name=name, period=period, purpose="起草经济运行情况报告", by=drafter)
        figures.ask(name="粮食总产量", period="2026年", purpose="测算涉农补助", by=self._actor("department9.head"))
        return draft

    def _figure(
        self,
        bureau: int,
        name: str,
        unit: str,
        frequency: str,
        cumulative: bool,
        definition: str,
        others: tuple,
        values: dict[str, str],
    ) -> figures.Figure:
        keeper, head = self._actor(f"department{bureau}.registry_clerk"), self._actor(f"department{bureau}.head")
        figure = figures.register(
            name=name,
            definition=definition,
            unit_of_measure=unit,
            frequency=frequency,
            cumulative=cumulative,
            other_names=others,
            by=keeper,
        )
        rows = [
            figures.record_value(figure, period=period, value=Decimal(value), source="统计月报", by=keeper)
            for period, value in values.items()
        ]
        for row in rows[:-1] if frequency == "month" else rows:
            figures.verify_value(row, by=head)
        return figure

    def _material(
        self, kind: str, title: str, source: str, number: str, day: dt.date, body: str, tags: tuple[str, ...]
    ) -> materials.Material:
        return materials.enter(
            kind=kind,
            title=title,
            source=source,
            number=number,
            source_date=day,
            body=body,
            tags=tags,
            audience="everyone",
            by=self._actor("government.secretariat_drafter"),
        )

    def _actor(self, key: str) -> Actor:
        return playing.actor(self.city.roles[key].pk)


def _words(figure: figures.Figure, value: figures.FigureValue) -> str:
    return f"{value.value.normalize():f}{figure.unit_of_measure}"
