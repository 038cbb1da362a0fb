import collections
import os

from django.db import transaction

from zhongshu.platform.workflow.tests.conftest import *
from zhongshu.platform.workflow.tests.lives import PEOPLE, Life, Violation


def test_many(office):
    for n in PEOPLE:
        office.person(n, "reviewer", clearance=2)
    office.person("管理员", "flow_administrator", clearance=2)
    a = int(os.environ.get("FROM", "1"))
    b = int(os.environ.get("TO", "40"))
    acc = collections.Counter()
    ref = collections.Counter()
    bad = []
    n = 0
    import traceback

    for seed in range(a, b):
        sid = transaction.savepoint()
        life = Life(office, seed)
        if not life.is_small():
            continue
        n += 1
        try:
            life.run(int(os.environ.get("CMDS", "40")))
        except Violation as e:
            bad.append((seed, str(e)))
        except Exception:
            bad.append((seed, traceback.format_exc()[-2500:] + "\n" + "\n".join(life.trail[-8:])))
        acc += life.accepted
        ref += life.refused
        transaction.savepoint_rollback(sid)
        if len(bad) >= int(os.environ.get("BAD", "3")):
            break
    print(n, sum(acc.values()), sum(ref.values()), dict(acc))
    print(dict(ref))
    for s, e in bad:
        print("SEED", s, e, "\n---------")
    assert not bad
