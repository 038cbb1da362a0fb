import factory

from zhongshu.domains.figures.choices import State
from zhongshu.domains.figures.models import Figure
from zhongshu.kernel import clock
from zhongshu.platform.organizations.tests.factories import PersonFactory, UnitFactory


class FigureFactory(factory.django.DjangoModelFactory):
    """A matter in progress; ``closed=True`` for one that is closed."""

    class Meta:
        model = Figure

    class Params:
        closed = factory.Trait(state=State.CLOSED, close_date=factory.LazyFunction(clock.today))

    title = factory.Sequence(lambda n: f"第{n + 1}号指标")
    organ = factory.SubFactory(UnitFactory)
    handler = factory.SubFactory(PersonFactory)
    created_at = factory.LazyFunction(clock.now)
