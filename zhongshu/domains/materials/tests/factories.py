import factory

from zhongshu.domains.materials.choices import State
from zhongshu.domains.materials.models import Material
from zhongshu.kernel import clock
from zhongshu.platform.organizations.tests.factories import PersonFactory, UnitFactory


class MaterialFactory(factory.django.DjangoModelFactory):
    """A matter in progress; ``closed=True`` for one that is closed."""

    class Meta:
        model = Material

    class Params:
        closed = factory.Trait(state=State.CLOSED, close_date=factory.LazyFunction(clock.today))

    title = factory.Sequence(lambda n: f"第{n + 1}号素材")
    organ = factory.SubFactory(UnitFactory)
    handler = factory.SubFactory(PersonFactory)
    created_at = factory.LazyFunction(clock.now)
