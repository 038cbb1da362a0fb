"""Fill the database with the fictional city 云州市 at work (装入演示数据)."""

import datetime as dt
import random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from zhongshu.domains.documents import public as documents
from zhongshu.kernel import clock, events
from zhongshu.platform.accounts.public import Account, register_persona
from zhongshu.platform.organizations.public import Unit
from zhongshu.site.demonstration import personas, playing
from zhongshu.site.demonstration.city import City
from zhongshu.site.demonstration.drafting import Drafting
from zhongshu.site.demonstration.inspecting import Inspecting
from zhongshu.site.demonstration.knowledge import Knowledge
from zhongshu.site.demonstration.month import Month, working_moment
from zhongshu.site.demonstration.old_ledger import OldLedger
from zhongshu.site.demonstration.supervising import Supervising


class Command(BaseCommand):
    help = "装入演示数据：虚构的云州市，四套班子、12个县（区、市）、40个部门、120个乡镇、600多人和一个月的公文"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=2026, help="同一个数得到同样的城市")
        parser.add_argument("--until", help="最后一天，例如 2026-11-20；默认今天")
        parser.add_argument("--once", action="store_true", help="已有单位时什么也不做")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("正式环境不能装入演示数据")
        if Unit.objects.exists():
            if options["once"]:
                return
            raise CommandError("数据库里已有单位，演示数据只能装入空库")
        until = clock.now()
        if options["until"]:
            until = timezone.make_aware(dt.datetime.fromisoformat(options["until"]).replace(hour=17))
        self.stdout.write("正在装入演示数据：云州市 ……")
        playing.forget()
        with clock.frozen(until):
            city = City(options["seed"]).build()
            documents.load_collective_names()
        turns = Month(city, until=until, seed=options["seed"]).play()
        lately = working_moment(until - dt.timedelta(days=2), random.Random(options["seed"]), backwards=True)
        with transaction.atomic(), clock.frozen(lately):
            Drafting(city).play()
            Knowledge(city).play()
            events.deliver_all()
        followed = Supervising(city, until=until, seed=options["seed"]).play()
        OldLedger(city, until=until).play()
        inspected = Inspecting(city, until=until).play()
        for rank, persona in enumerate(personas.PERSONAS):
            person = city.roles.get(persona.key)
            account = Account.objects.get(person=person) if person else Account.objects.get(username=persona.key)
            label = f"{person.name}　{persona.label}" if person else persona.label
            register_persona(account, group=persona.group, label=label, description=persona.description, rank_order=rank)
        self.stdout.write(
            f"已装入 {len(city.units)} 个单位、{len(city.plans)} 人，一个月里办了 {turns} 步，督查台账 {followed} 项、督查任务 {inspected} 项"
        )
