import factory

from zhongshu.domains.supervision.choices import State
from zhongshu.domains.supervision.models import SupervisionItem
from zhongshu.kernel import clock
from zhongshu.platform.organizations.tests.factories import PersonFactory, UnitFactory


class SupervisionItemFactory(factory.django.DjangoModelFactory):
    """A matter in progress; ``closed=True`` for one that is closed."""

    class Meta:
        model = SupervisionItem

    class Params:
        closed = factory.Trait(state=State.CLOSED, close_date=factory.LazyFunction(clock.today))

    title = factory.Sequence(lambda n: f"第{n + 1}号督查事项")
    organ = factory.SubFactory(UnitFactory)
    handler = factory.SubFactory(PersonFactory)
    created_at = factory.LazyFunction(clock.now)
