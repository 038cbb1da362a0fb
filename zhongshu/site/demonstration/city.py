"""The organs, posts and people of 云州市."""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from zhongshu.platform.accounts.models import Account
from zhongshu.platform.organizations.public import (
    Duty,
    LeadingBody,
    Level,
    Person,
    Post,
    PostDuty,
    PostHolding,
    Subordination,
    Unit,
    UnitKind,
    spell,
)
from zhongshu.site.demonstration import names

PASSWORD = "Yunzhou-2026"
START = dt.date(2024, 1, 1)

# Name, short name, document code.
DEPARTMENTS = (
    ("发展和改革委员会", "市发展改革委", "云发改"),
    ("教育局", "市教育局", "云教"),
    ("科学技术局", "市科技局", "云科"),
    ("工业和信息化局", "市工业和信息化局", "云工信"),
    ("民族宗教事务局", "市民族宗教局", "云民宗"),
    ("公安局", "市公安局", "云公"),
    ("民政局", "市民政局", "云民"),
    ("司法局", "市司法局", "云司"),
    ("财政局", "市财政局", "云财"),
    ("人力资源和社会保障局", "市人力资源社会保障局", "云人社"),
    ("自然资源和规划局", "市自然资源和规划局", "云自然资"),
    ("生态环境局", "市生态环境局", "云环"),
    ("住房和城乡建设局", "市住房城乡建设局", "云建"),
    ("交通运输局", "市交通运输局", "云交"),
    ("水利局", "市水利局", "云水"),
    ("农业农村局", "市农业农村局", "云农"),
    ("商务局", "市商务局", "云商"),
    ("文化广电和旅游局", "市文化广电旅游局", "云文旅"),
    ("卫生健康委员会", "市卫生健康委", "云卫"),
    ("退役军人事务局", "市退役军人局", "云退役"),
    ("应急管理局", "市应急局", "云应急"),
    ("审计局", "市审计局", "云审"),
    ("林业局", "市林业局", "云林"),
    ("市场监督管理局", "市市场监管局", "云市监"),
    ("体育局", "市体育局", "云体"),
    ("统计局", "市统计局", "云统"),
    ("医疗保障局", "市医保局", "云医保"),
    ("城市管理局", "市城管局", "云城管"),
    ("信访局", "市信访局", "云信"),
    ("国有资产监督管理委员会", "市国资委", "云国资"),
    ("数据局", "市数据局", "云数"),
    ("行政审批局", "市行政审批局", "云审批"),
    ("机关事务管理局", "市机关事务局", "云机管"),
    ("供销合作社", "市供销社", "云供"),
    ("档案馆", "市档案馆", "云档"),
    ("地方金融管理局", "市地方金融局", "云金"),
    ("乡村振兴促进中心", "市乡村振兴中心", "云振"),
    ("投资促进局", "市投资促进局", "云投"),
    ("住房公积金管理中心", "市公积金中心", "云公积金"),
    ("气象服务中心", "市气象服务中心", "云气"),
)

ALL_CLERKS = (Duty.REGISTRY_CLERK, Duty.PROOFREADER, Duty.PRINTER, Duty.SEAL_KEEPER, Duty.CONTACT_PERSON)


@dataclass
class Plan:
    """One post to be filled: name, duties, rank, clearance; ``also`` repeats the post in another organ for the same person."""

    unit: Unit
    post: str
    duties: tuple[str, ...]
    rank: int
    clearance: int = 1
    also: tuple[tuple[Unit, str, tuple[str, ...]], ...] = ()
    key: str = ""
    person: Person | None = field(default=None)


class City:
    """Builds the city in bulk; ``roles`` gives the people who play a part in the demonstration by a speaking key."""

    def __init__(self, seed: int = 2026) -> None:
        self.random = random.Random(seed)
        self.units: list[Unit] = []
        self.plans: list[Plan] = []
        self.roles: dict[str, Person] = {}
        self._names: Iterator[str] = names.people(self.random)
        self._townships: Iterator[str] = names.townships(self.random)

    @transaction.atomic
    def build(self) -> "City":
        self._leading_bodies()
        self._departments()
        self._counties()
        self._fill_posts()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # thousands of rows at once: the planner must know before it is asked
        return self

    def unit(self, name: str) -> Unit:
        """Return a unit by its full or short name."""
        found = [unit for unit in self.units if name in (unit.name, unit.short_name)]
        if not found:
            raise LookupError(name)
        return found[0]

    def _unit(self, name: str, short: str, code: str, *, parent: Unit | None = None, section: bool = False, **fields) -> Unit:
        unit = Unit(
            kind=UnitKind.SECTION if section else UnitKind.ORGAN,
            name=name,
            short_name=short,
            code=code,
            parent=parent,
            rank_order=len(self.units) + 1,
            level=fields.pop("level", parent.level if parent else Level.CITY),
            body=fields.pop("body", parent.body if parent else LeadingBody.OTHER),
            region=fields.pop("region", parent.region if parent else "云州市"),
            **fields,
        )
        unit.save()
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.organ = parent.organ if section and parent else unit
        unit.save(update_fields=["path", "organ"])
        self.units.append(unit)
        return unit

    def _post(self, unit: Unit, post: str, duties: Iterable[str], rank: int, **extra) -> None:
        self.plans.append(Plan(unit=unit, post=post, duties=tuple(duties), rank=rank, **extra))

    def _leading_bodies(self) -> None:
        committee = self._unit("中国共产党云州市委员会", "市委", "YZ-SW", body=LeadingBody.PARTY_COMMITTEE, document_code="云发")
        congress = self._unit(
            "云州市人民代表大会常务委员会", "市人大常委会", "YZ-RD", body=LeadingBody.PEOPLES_CONGRESS, document_code="云人发"
        )
        government = self._unit("云州市人民政府", "市政府", "YZ-ZF", body=LeadingBody.GOVERNMENT, document_code="云政发")
        cppcc = self._unit("中国人民政治协商会议云州市委员会", "市政协", "YZ-ZX", body=LeadingBody.CPPCC, document_code="云协发")
        Subordination.objects.bulk_create(
            [Subordination(superior=committee, subordinate=unit) for unit in (congress, government, cppcc)]
        )
        self._office(committee, "中共云州市委办公室", "市委办公室", "云办发", "YZ-SWB", "party")
        self._office(government, "云州市人民政府办公室", "市政府办公室", "云政办发", "YZ-ZFB", "government")
        self._office(congress, "云州市人大常委会办公室", "市人大常委会办公室", "云人办发", "YZ-RDB", "congress")
        self._office(cppcc, "政协云州市委员会办公室", "市政协办公室", "云协办发", "YZ-ZXB", "cppcc")
        leaders = {
            "party": (committee, "书记", "副书记", 3),
            "government": (government, "市长", "副市长", 6),
            "congress": (congress, "主任", "副主任", 4),
            "cppcc": (cppcc, "主席", "副主席", 4),
        }
        for key, (organ, head, deputy, count) in leaders.items():
            chief = (Duty.PRINCIPAL_HEAD, Duty.SIGNATORY, Duty.LEADER)
            self._post(organ, head, chief, 1, clearance=2, key=f"{key}.head")
            for number in range(count):
                duties = (Duty.LEADER, Duty.LEADER_IN_CHARGE, Duty.SIGNATORY)
                self._post(organ, deputy, duties, 10 + number, clearance=2, key=f"{key}.deputy{number + 1}")

    def _office(self, organ: Unit, name: str, short: str, code: str, unit_code: str, key: str) -> None:
        office = self._unit(name, short, unit_code, parent=organ, document_code=code, is_office=True)
        sections = {
            part: self._unit(part, part, f"{unit_code}-{number}", parent=office, section=True)
            for number, part in enumerate(("综合科", "秘书科", "督查科", "信息科", "文电科", "行政科"), start=1)
        }
        # The office works for its organ: its people hold a second post there, so they number, seal and dispatch in the organ's name.
        review = (Duty.REVIEWER, Duty.OFFICE_DIRECTOR)
        chief = (Duty.SECRETARY_GENERAL, Duty.PRINCIPAL_HEAD, Duty.SIGNATORY, Duty.LEADER)
        self._post(
            office, "秘书长", chief, 20, clearance=2, key=f"{key}.secretary_general",
            also=((organ, "秘书长", (Duty.SECRETARY_GENERAL,)),),
        )  # fmt: skip
        for number in range(3):
            duties = (Duty.DEPUTY_SECRETARY_GENERAL, Duty.LEADER_IN_CHARGE, Duty.SIGNATORY)
            self._post(office, "副秘书长", duties, 30 + number, clearance=2, key=f"{key}.deputy_secretary_general{number + 1}")
        self._post(
            office, "办公室主任", (*review, Duty.SIGNATORY, Duty.FLOW_ADMINISTRATOR), 40, clearance=2, key=f"{key}.director",
            also=((organ, "办公室主任", (*review, Duty.FLOW_ADMINISTRATOR)),),
        )  # fmt: skip
        for number in range(2):
            deputy_duties = (Duty.DEPUTY_OFFICE_DIRECTOR, Duty.REVIEWER)
            self._post(office, "办公室副主任", deputy_duties, 50 + number, key=f"{key}.deputy_director{number + 1}")
        for part, section in sections.items():
            slug = {"综合科": "general", "秘书科": "secretariat", "督查科": "supervision", "信息科": "information"}.get(part, "")
            slug = slug or {"文电科": "registry", "行政科": "administration"}[part]
            supervises = (Duty.SUPERVISOR,) if part == "督查科" else ()
            self._post(
                section, "科长", (Duty.SECTION_HEAD, Duty.REVIEWER, Duty.DRAFTER, *supervises), 60, key=f"{key}.{slug}_head"
            )
            self._post(
                section,
                "四级主任科员",
                (Duty.DRAFTER, *supervises),
                70,
                key=f"{key}.{slug}_drafter",
                also=((organ, "拟稿", (Duty.DRAFTER,)),),
            )
        registry = sections["文电科"]
        clerks: tuple[tuple[str, tuple[str, ...], str], ...] = (
            ("文书", (Duty.REGISTRY_CLERK, Duty.CONTACT_PERSON), "registry_clerk"),
            ("校核员", (Duty.PROOFREADER,), "proofreader"),
            ("印制员", (Duty.PRINTER,), "printer"),
            ("印章管理员", (Duty.SEAL_KEEPER,), "seal_keeper"),
            ("机要员", (Duty.CONFIDENTIAL_CLERK,), "confidential_clerk"),
            ("档案员", (Duty.ARCHIVIST,), "archivist"),
        )
        for post, tasks, slug in clerks:
            clearance = 2 if slug in {"confidential_clerk", "registry_clerk", "archivist"} else 1
            self._post(registry, post, tasks, 80, clearance=clearance, key=f"{key}.{slug}", also=((organ, post, tasks),))

    def _departments(self) -> None:
        government = self.unit("市政府")
        for number, (name, short, code) in enumerate(DEPARTMENTS, start=1):
            organ = self._unit(
                f"云州市{name}", short, f"YZ-B{number:02d}", parent=government, document_code=code, body=LeadingBody.GOVERNMENT
            )
            office = self._unit("办公室", "办公室", f"YZ-B{number:02d}-1", parent=organ, section=True, is_office=True)
            work = self._unit("业务科", "业务科", f"YZ-B{number:02d}-2", parent=organ, section=True)
            key = f"department{number}"
            chief = (Duty.PRINCIPAL_HEAD, Duty.SIGNATORY, Duty.LEADER)
            self._post(organ, "局长" if name.endswith("局") else "主要负责人", chief, 10, clearance=2, key=f"{key}.head")
            self._post(organ, "副局长", (Duty.LEADER_IN_CHARGE, Duty.SIGNATORY, Duty.LEADER), 20, key=f"{key}.deputy")
            director = (Duty.OFFICE_DIRECTOR, Duty.REVIEWER, Duty.SECTION_HEAD, Duty.FLOW_ADMINISTRATOR)
            self._post(office, "办公室主任", director, 30, key=f"{key}.director")
            clerks = (*ALL_CLERKS, Duty.ARCHIVIST)
            self._post(office, "文书", clerks, 50, key=f"{key}.registry_clerk")
            self._post(work, "科长", (Duty.SECTION_HEAD, Duty.DRAFTER), 40, key=f"{key}.drafter")

    def _counties(self) -> None:
        committee, government = self.unit("市委"), self.unit("市政府")
        for number, county in enumerate(names.COUNTIES, start=1):
            short = county[:2]
            # 机关代字 are unique in the city: 云峤县 must not take that of 云州市, nor 柳坪镇 that of 柳庄镇
            sign = short[1] if short[0] == "云" else short[0]
            place: dict[str, Any] = {"level": Level.COUNTY, "region": county}
            party = self._unit(
                f"中国共产党{county}委员会", f"{short}{county[-1]}委", f"YZ-X{number:02d}-W", parent=committee,
                document_code=f"{sign}发", **place,
            )  # fmt: skip
            local = self._unit(
                f"{county}人民政府",
                f"{county}政府",
                f"YZ-X{number:02d}-Z",
                parent=government,
                document_code=f"{sign}政发",
                **place,
            )
            Subordination.objects.create(superior=party, subordinate=local)
            head = {"县": "县长", "区": "区长", "市": "市长"}[county[-1]]
            for organ, chief, key in ((party, "书记", f"county{number}.party"), (local, head, f"county{number}.government")):
                office = self._unit("办公室", "办公室", f"{organ.code}-1", parent=organ, section=True, is_office=True)
                duties = (Duty.PRINCIPAL_HEAD, Duty.SIGNATORY, Duty.LEADER)
                self._post(organ, chief, duties, 10, clearance=2, key=f"{key}.head")
                director = (Duty.OFFICE_DIRECTOR, Duty.REVIEWER, Duty.SECTION_HEAD, Duty.FLOW_ADMINISTRATOR, Duty.SUPERVISOR)
                self._post(office, "办公室主任", director, 30, key=f"{key}.director")
                self._post(office, "秘书", (Duty.DRAFTER, Duty.LEADER_IN_CHARGE), 40, key=f"{key}.drafter")
                self._post(office, "文书", (*ALL_CLERKS, Duty.ARCHIVIST), 50, key=f"{key}.registry_clerk")
            for place_number in range(1, 11):
                name = next(self._townships)
                township = self._unit(
                    f"{county}{name}人民政府", name, f"YZ-X{number:02d}-T{place_number:02d}", parent=local,
                    document_code=f"{sign}{name[:2]}政", level=Level.TOWNSHIP, region=county,
                )  # fmt: skip
                key = f"county{number}.township{place_number}"
                head_duties = (Duty.PRINCIPAL_HEAD, Duty.SIGNATORY, Duty.OFFICE_DIRECTOR, Duty.REVIEWER)
                self._post(township, "镇长" if name.endswith("镇") else "乡长", head_duties, 10, key=f"{key}.head")
                self._post(township, "党政办主任", (*ALL_CLERKS, Duty.DRAFTER), 20, key=f"{key}.registry_clerk")

    def _fill_posts(self) -> None:
        chosen = self.random
        for number, plan in enumerate(self.plans, start=1):
            name = next(self._names)
            pinyin, initials = spell(name)
            plan.person = Person(
                name=name,
                pinyin=pinyin,
                initials=initials,
                clearance=plan.clearance,
                office_phone=f"0899-{chosen.randrange(2000000, 8999999)}",
                mobile=f"100{chosen.randrange(10**7, 10**8)}",
                short_number=f"6{chosen.randrange(1000, 9999)}",
                email=f"u{number:04d}@yunzhou.example",
                room=f"{chosen.choice('ABC')}{chosen.randrange(1, 9)}{chosen.randrange(1, 30):02d}",
                rank_order=plan.rank * 1000 + number,
            )
        Person.objects.bulk_create([plan.person for plan in self.plans if plan.person])
        posts: list[tuple[Post, tuple[str, ...], Person, bool]] = []
        for plan in self.plans:
            person = plan.person
            if person is None:
                continue
            posts.append((Post(unit=plan.unit, name=plan.post, rank_order=plan.rank), plan.duties, person, True))
            posts += [(Post(unit=u, name=p, rank_order=plan.rank + 500), d, person, False) for u, p, d in plan.also]
            if plan.key:
                self.roles[plan.key] = person
        Post.objects.bulk_create([post for post, *_ in posts])
        PostDuty.objects.bulk_create([PostDuty(post=post, duty=duty) for post, duties, *_ in posts for duty in duties])
        PostHolding.objects.bulk_create(
            [PostHolding(person=person, post=post, start_date=START, is_primary=primary) for post, _, person, primary in posts]
        )
        password = make_password(PASSWORD)  # one hash for all: the demonstration's password is public anyway
        accounts = [
            Account(username=f"u{number:04d}", person=plan.person, display_name=plan.person.name, password=password)
            for number, plan in enumerate(self.plans, start=1)
            if plan.person
        ]
        accounts += [
            Account(username=kind, administrator=kind, display_name=label, password=password)
            for kind, label in (("system", "系统管理员"), ("security", "安全管理员"), ("audit", "审计管理员"))
        ]
        Account.objects.bulk_create(accounts)
