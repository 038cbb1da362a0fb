import datetime as dt

import factory

from zhongshu.domains.materials import naming
from zhongshu.domains.materials.choices import Audience, MaterialKind
from zhongshu.domains.materials.models import Material, Passage
from zhongshu.kernel import clock, text
from zhongshu.platform.organizations.tests.factories import UnitFactory


class MaterialFactory(factory.django.DjangoModelFactory):
    """A policy open to everyone, with one passage."""

    class Meta:
        model = Material
        skip_postgeneration_save = True

    kind = MaterialKind.POLICY
    title = factory.Sequence(lambda n: f"关于第{n + 1}项工作的意见")
    title_key = factory.LazyAttribute(lambda material: naming.title_key(material.title))
    source = "省政府办公厅"
    number = factory.Sequence(lambda n: f"省政办发〔2025〕{n + 1}号")
    number_key = factory.LazyAttribute(lambda material: naming.number_key(material.number))
    source_date = dt.date(2025, 3, 1)
    body = "坚持统筹兼顾，做好各项工作的衔接落实。"
    audience = Audience.EVERYONE
    organ = factory.SubFactory(UnitFactory)
    entered_by_name = "试用录入"
    created_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def cut(self: Material, create: bool, extracted, **kwargs) -> None:
        if create:
            for position, piece in enumerate(naming.paragraphs(self.body), start=1):
                Passage.objects.create(
                    material=self, position=position, text=piece, digest=text.digest(piece), secrecy=self.secrecy
                )
