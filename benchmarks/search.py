"""Full-text search against LIKE and pg_trgm: recall, p95 for three readers, time to bring one entry up to date.

The peers answer the same question from a table of their own (id, organ, level, text): newest twenty that hold the words and that
the reader may see. Our side does all that a page of results costs: index, rows, the owner's check, highlighting.
"""

import argparse
import datetime as dt
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from common import machine, median, milliseconds, on_each_database, percentile, table

ROUNDS = 5
COUNTIES, ORGANS_PER_COUNTY = 50, 25
START = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
COMMON = """
关于 进一步 做好 加强 落实 推进 开展 印发 转发 调整 建立 完善 通知 意见 方案 办法 报告 请示 批复 纪要 会议 工作 重点 督查
事项 信访 群众 安全 生产 防汛 抗旱 应急 值班 值守 农村 供水 保障 道路 交通 教育 卫生 医疗 养老 就业 社会 治理 基层 减负
营商 环境 项目 建设 投资 财政 预算 审计 监督 考核 评价 生态 水利 林业 粮食 储备 住房 消防 隐患 排查 整治 责任 单位 部门
县区 乡镇 街道 市委 市政府 办公室 领导 小组 成员 名单 专项 行动 年度 季度 目标 任务 分解 情况 汇总 材料 报送 时限 要求
"""
CHARACTERS = (
    "山水田林河湖草沙城乡村镇街路桥站港库厂矿店校院馆园场所队组会社团委局办处科室厅部组网线站点岗台屏卡证照章印文件表册"
    "民生产业农工商旅文体教科医药食品质量标准计量统计税收金融保险证券土地房屋住宅建筑市政燃气热力电力通信邮政铁路航空"
)
VOCABULARY = 3000
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "子轩雨桐浩然思源明远佳宁文博若溪建国晓峰丽华志强海燕春雷秋月冬梅夏荷安邦定宇"


@dataclass(frozen=True)
class Document:
    id: int
    title: str
    body: str
    number: str
    organ: int
    secrecy: int
    at: dt.datetime


@dataclass(frozen=True)
class Reader:
    name: str
    organs: frozenset[int]
    sees_all: bool
    clearance: int


def documents(count: int, organs: list[int]) -> list[Document]:
    """Return generated documents of about 30 + 135 characters, oldest first; the same for the same count."""
    chance = random.Random(20261122)
    words_of_all = vocabulary()
    weights = [1 / rank for rank in range(3, len(words_of_all) + 3)]  # as words of a language are spread (Zipf)
    made = []
    for number in range(1, count + 1):
        words = chance.choices(words_of_all, weights, k=70)
        people = "、".join(chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2)) for _ in range(2))
        body = f"{''.join(words[12:35])}，{people}，{''.join(words[35:52])}。{''.join(words[52:])}。"
        at = START + dt.timedelta(minutes=number * 12 + chance.randrange(12))
        organ, secrecy = chance.choice(organs), chance.choices([0, 1, 2], [8, 3, 1])[0]
        code = f"{CHARACTERS[organ % 50]}政办发〔{at.year}〕{number % 900 + 1}号"
        made.append(Document(number, "".join(words[:12]), body, code, organ, secrecy, at))
    return made


def vocabulary() -> list[str]:
    """Return the words of the texts, commonest first."""
    chance = random.Random(1)
    made = dict.fromkeys(COMMON.split())
    while len(made) < VOCABULARY:
        made["".join(chance.choices(CHARACTERS, k=2))] = None
    return list(made)


def questions(made: list[Document]) -> list[tuple[str, str]]:
    """Return what is asked, as (sort, text): common words, names, phrases out of the texts, numbers, words that stand nowhere."""
    chance = random.Random(7)
    asked = [("word", word) for word in (*chance.sample(COMMON.split(), 5), *chance.sample(vocabulary(), 5))]
    for document in chance.sample(made, 8):
        asked.append(("name", document.body.split("，")[1].split("、")[0]))
        start = chance.randrange(20)
        asked.append(("phrase", document.body[start : start + chance.randint(4, 8)]))
    asked += [("number", document.number) for document in chance.sample(made, 4)]
    asked += [("nowhere", text) for text in ("欧阳无此人", "火星移民", "没有这个词语")]
    return [(sort, text) for sort, text in asked if "，" not in text]


def load(made: list[Document]) -> float:
    """Put the documents into our index; returns documents a second."""
    from zhongshu.kernel.refs import ObjectRef
    from zhongshu.platform.search import commands
    from zhongshu.platform.search.public import Indexable

    def store() -> None:
        for start in range(0, len(made), 500):
            commands.store(
                [
                    Indexable(
                        ref=ObjectRef("bench.document", each.id),
                        title=each.title,
                        body=each.body,
                        number=each.number,
                        organ_id=each.organ,
                        at=each.at,
                        secrecy=each.secrecy,
                        unit_ids=[each.organ],
                        duties=[(1, "secretary_general")],
                    )
                    for each in made[start : start + 500]
                ]
            )

    return len(made) / (milliseconds(store) / 1000)


@contextmanager
def index_built_afterwards(database: str) -> Iterator[None]:
    """On PostgreSQL a GIN index is built in one go much sooner than row by row; the time of single rows is measured later."""
    from django.db import connection

    with connection.cursor() as cursor:
        if database == "postgres":
            cursor.execute("DROP INDEX search_searchentry_tsv")
        yield
        if database == "postgres":
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute("CREATE INDEX search_searchentry_tsv ON search_searchentry USING gin (tsv)")


def load_peer(made: list[Document], database: str) -> None:
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE peer (id bigint PRIMARY KEY, organ_id bigint, secrecy smallint, body text)")
        rows = [(each.id, each.organ, each.secrecy, f"{each.title}\n{each.number}\n{each.body}") for each in made]
        with transaction.atomic():
            cursor.executemany("INSERT INTO peer VALUES (%s, %s, %s, %s)", rows)
        if database == "postgres":
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute("CREATE INDEX peer_trgm ON peer USING gin (body gin_trgm_ops)")
            cursor.execute("VACUUM ANALYZE peer")
            cursor.execute("VACUUM ANALYZE search_searchentry")
        else:
            cursor.execute("ANALYZE")


def register_owner() -> None:
    """Let the peer's table be the owner of the documents, so that every hit is checked by a real policy."""
    from django.db import models
    from django.db.models import Q

    from zhongshu.kernel import kinds
    from zhongshu.kernel.policy import EVERYBODY, Policy

    class Peer(models.Model):
        organ_id = models.BigIntegerField()
        secrecy = models.PositiveSmallIntegerField()

        class Meta:
            app_label = "search"
            managed = False
            db_table = "peer"

        def __str__(self) -> str:
            return str(self.pk)

    policy = Policy(Peer)
    policy.allow(
        "view", "查看", lambda actor: EVERYBODY if actor.has("secretary_general") else Q(organ_id__in=list(actor.unit_ids))
    )
    kinds.register(kinds.ObjectKind("bench.document", "文件", "search.Peer", policy, lambda pk: f"/bench/{pk}/"))


def readers(organs: list[int]) -> list[Reader]:
    return [
        Reader("everything", frozenset(), True, 2),
        Reader("one county", frozenset(organs[:ORGANS_PER_COUNTY]), False, 1),
        Reader("one organ", frozenset(organs[:1]), False, 0),
    ]


def ours(text: str, reader: Reader) -> Callable[[], object]:
    from zhongshu.kernel.actors import Actor
    from zhongshu.platform.search.public import find

    duties = frozenset({(1, "secretary_general")}) if reader.sees_all else frozenset()
    actor = Actor(person_id=1, name="读者", clearance=reader.clearance, unit_ids=reader.organs, duties=duties)
    return lambda: find(f'"{text}"', actor)


def peer(text: str, reader: Reader) -> Callable[[], object]:
    from django.db import connection

    scope, values = "", []
    if not reader.sees_all:
        scope, values = f" AND organ_id IN ({', '.join(['%s'] * len(reader.organs))})", sorted(reader.organs)
    sql = f"SELECT id, body FROM peer WHERE body LIKE %s AND secrecy <= %s{scope} ORDER BY id DESC LIMIT 20"

    def ask() -> object:
        with connection.cursor() as cursor:
            cursor.execute(sql, [f"%{text}%", reader.clearance, *values])
            return cursor.fetchall()

    return ask


def recall(asked: list[tuple[str, str]]) -> tuple[int, int, int]:
    """Return over all questions: what LIKE finds, how much of it we find, and what we find besides."""
    from django.db import connection

    from zhongshu.platform.search.engines import Question, matching_keys
    from zhongshu.platform.search.language import Term
    from zhongshu.platform.search.models import SearchEntry

    wanted = found = besides = 0
    ids = dict(SearchEntry.objects.values_list("pk", "object_id"))
    for _, text in asked:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM peer WHERE body LIKE %s", [f"%{text}%"])
            like = {row[0] for row in cursor.fetchall()}
        question = Question(Term(text), (("@s0", "@s1", "@s2"),))
        hits = {ids[key] for key in matching_keys(question, limit=10_000_000)}
        wanted, found, besides = wanted + len(like), found + len(like & hits), besides + len(hits - like)
    return wanted, found, besides


def updates(made: list[Document]) -> list[float]:
    """Return the milliseconds, commit included, of bringing single entries up to date."""
    from zhongshu.kernel.refs import ObjectRef
    from zhongshu.platform.search.public import index

    return [
        milliseconds(
            lambda each=each: index(
                ObjectRef("bench.document", each.id),
                title=f"{each.title}（修订）",
                body=each.body,
                number=each.number,
                organ_id=each.organ,
                at=each.at,
                secrecy=each.secrecy,
                unit_ids=[each.organ],
                duties=[(1, "secretary_general")],
            )
        )
        for each in random.Random(3).sample(made, min(300, len(made)))
    ]


def run(database: str, arguments: argparse.Namespace) -> None:
    from zhongshu.platform.organizations.public import Unit

    units = [Unit(kind="organ", name=f"第{n}单位", code=f"B{n}", level=3) for n in range(COUNTIES * ORGANS_PER_COUNTY)]
    organs = [unit.pk for unit in Unit.objects.bulk_create(units)]
    made = documents(arguments.documents, organs)
    asked = questions(made)
    register_owner()
    with index_built_afterwards(database):
        rate = load(made)
    load_peer(made, database)

    name = "LIKE" if database == "sqlite" else "pg_trgm"
    rows, every_ours, every_peer = [], [], []
    for reader in readers(organs):
        mine, theirs = [], []
        for _, text in asked:
            our_times, peer_times = [], []
            for _ in range(ROUNDS):  # taken in turn, so that both meet the same machine
                our_times.append(milliseconds(ours(text, reader)))
                peer_times.append(milliseconds(peer(text, reader)))
            mine.append(median(our_times))
            theirs.append(median(peer_times))
        every_ours += mine
        every_peer += theirs
        rows.append(_row(reader.name, mine, theirs))
    rows.append(_row("all three", every_ours, every_peer))
    print(f"\n{database}, {arguments.documents} documents, {len(asked)} questions, medians of {ROUNDS}; {machine()}")
    head = ["reader", "ours p50 ms", "p95 ms", f"{name} p50 ms", "p95 ms", f"p95 ours / {name}"]
    table(f"Search, {database}", head, rows)
    wanted, found, besides = recall(asked)
    changes = updates(made)
    table(
        f"Search, {database}: recall and upkeep",
        ["LIKE finds", "of these found", "recall", "found besides", "entries loaded / s", "one entry p50 ms", "p95 ms"],
        [[wanted, found, found / wanted, besides, round(rate), median(changes), percentile(changes, 0.95)]],
    )


def _row(name: str, mine: list[float], theirs: list[float]) -> list[object]:
    ours_p95, peer_p95 = percentile(mine, 0.95), percentile(theirs, 0.95)
    return [name, median(mine), ours_p95, median(theirs), peer_p95, f"1/{peer_p95 / ours_p95:.1f}"]


if __name__ == "__main__":
    on_each_database(
        run,
        options=lambda parser: parser.add_argument("--documents", type=int, default=200_000, help="how many documents"),
        loaders=(),
    )
