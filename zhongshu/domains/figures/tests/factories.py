import datetime as dt
from decimal import Decimal

import factory

from zhongshu.domains.figures import names, periods
from zhongshu.domains.figures.choices import Frequency, ValueStatus
from zhongshu.domains.figures.models import Figure, FigureImport, FigureName, FigureValue
from zhongshu.kernel import clock
from zhongshu.platform.organizations.public import spell
from zhongshu.platform.organizations.tests.factories import PersonFactory, UnitFactory


class FigureFactory(factory.django.DjangoModelFactory):
    """A cumulative quarterly figure of the city in 亿元, open to everyone; its name is entered as well."""

    class Meta:
        model = Figure
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"S{n + 1}")
    name = factory.Sequence(lambda n: f"第{n + 1}类产值")
    region = "云州市"
    definition = "按现价计算"
    unit_of_measure = "亿元"
    frequency = Frequency.QUARTER
    cumulative = True
    organ = factory.SubFactory(UnitFactory, region="云州市")
    owner_unit = factory.SelfAttribute("organ")
    contact = factory.SubFactory(PersonFactory)
    pinyin = factory.LazyAttribute(lambda figure: spell(figure.name)[0])
    initials = factory.LazyAttribute(lambda figure: spell(figure.name)[1])
    created_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def called(self: Figure, create: bool, extracted, **kwargs) -> None:
        if create:
            for name in (self.name, *(extracted or ())):
                FigureName.objects.create(figure=self, name=name, key=names.key_of(name), region=self.region)


class FigureValueFactory(factory.django.DjangoModelFactory):
    """A verified value; give ``figure``, ``period`` as a key and ``value``."""

    class Meta:
        model = FigureValue

    figure = factory.SubFactory(FigureFactory)
    period = "2026Q3"
    value = Decimal("1256.34")
    status = ValueStatus.VERIFIED
    entered_by_name = "试用填报"
    entered_at = factory.LazyFunction(clock.now)

    @factory.lazy_attribute
    def period_start_date(self) -> dt.date:
        return periods.parse(self.period, self.figure.frequency).start

    @factory.lazy_attribute
    def period_end_date(self) -> dt.date:
        return periods.parse(self.period, self.figure.frequency).end


class FigureImportFactory(factory.django.DjangoModelFactory):
    """A spreadsheet as it was read: 名称, 期间, 数值."""

    class Meta:
        model = FigureImport

    organ = factory.SubFactory(UnitFactory, region="云州市")
    unit = factory.SelfAttribute("organ")
    entered_by = factory.SubFactory(PersonFactory)
    file_name = "数据.xlsx"
    headers = ["名称", "期间", "数值"]
    mapping = ["name", "period", "value"]
    created_at = factory.LazyFunction(clock.now)
