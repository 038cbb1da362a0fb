import factory

from __package__.choices import State
from __package__.models import __Item__
from zhongshu.kernel import clock
from zhongshu.platform.organizations.tests.factories import PersonFactory, UnitFactory


class __Item__Factory(factory.django.DjangoModelFactory):
    """A matter in progress; ``closed=True`` for one that is closed."""

    class Meta:
        model = __Item__

    class Params:
        closed = factory.Trait(state=State.CLOSED, close_date=factory.LazyFunction(clock.today))

    title = factory.Sequence(lambda n: f"第{n + 1}号__item_label__")
    organ = factory.SubFactory(UnitFactory)
    handler = factory.SubFactory(PersonFactory)
    created_at = factory.LazyFunction(clock.now)
