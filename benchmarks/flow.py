"""The flow engine beside two peers: P, the same rows written by hand in one transaction, and F, SpiffWorkflow in the same database."""

import argparse
import itertools
from collections.abc import Callable

import common
from processes import document, split

ROUNDS = 41
SIGNERS, UNITS = 30, 200


def main(database: str, arguments: argparse.Namespace) -> None:
    import hand_peer
    from spiff_peer import SpiffPeer, create_tables

    from zhongshu.kernel import clock
    from zhongshu.kernel.actors import Actor
    from zhongshu.kernel.refs import ObjectRef, ref_fields
    from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in
    from zhongshu.platform.workflow import public as workflow
    from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowStep

    administrator = Actor.system()
    organ = UnitFactory(name="比较局")
    people = [person_in(organ, "drafter") for _ in range(SIGNERS + 2)]
    actors = {person.pk: actor_for(person) for person in people}
    starter = people[0]
    by = actors[starter.pk]
    numbers = itertools.count(1)
    create_tables()
    for key, write in (("bench_document", document), ("bench_split", split)):
        definition = workflow.define(key, name=key, by=administrator)
        version = workflow.save_draft(definition, write(key, spiff=False), by=administrator)
        workflow.publish_version(version, by=administrator)
    any_version = version
    spiff = {
        "document": SpiffPeer(document("peer_document", spiff=True), "peer_document", by=by),
        "split": SpiffPeer(split("peer_split", spiff=True), "peer_split", by=by),
    }
    dummies: dict[int, FlowStep] = {}

    def start(key: str, **variables: object):
        ref = ObjectRef("bench.document", next(numbers), "关于比较的通知")
        return workflow.start(key, ref=ref, organ_id=organ.pk, by=by, variables=variables)

    def open_item(instance, node: str | None = None) -> FlowItem:
        items = FlowItem.objects.filter(instance=instance, state="open").order_by("pk")
        return (items.filter(step__node=node) if node else items).first()

    def complete(item: FlowItem) -> None:
        workflow.complete(item.pk, outcome="agree", words="同意", by=actors[item.assignee_id])

    def at_countersigning(count: int):
        instance = start("bench_document", signers=[person.pk for person in people[1 : count + 1]])
        complete(open_item(instance, "draft"))
        complete(open_item(instance, "check"))
        return instance

    results: list[list[object]] = []

    def compare(
        label: str, ours: Callable[[], Callable[[], object]], hand: Callable[[], Callable[[], object]], theirs=None
    ) -> None:
        """Each argument prepares one round and returns the timed part; the rounds run in turn, so that drift hits all alike."""
        times: dict[str, list[float]] = {"own": [], "P": [], "F": []}
        for _ in range(arguments.rounds):
            for name, prepare in (("own", ours), ("P", hand), ("F", theirs)):
                if prepare:
                    times[name].append(common.milliseconds(prepare()))
        own, peer = common.median(times["own"]), common.median(times["P"])
        other = common.median(times["F"]) if times["F"] else None
        results.append([label, own, peer, other or "–", own / peer, own / other if other else "–"])
        print(f"{label}: {own:.1f} / {peer:.1f} / {other or 0:.1f} ms", flush=True)

    def hand_small():
        item = open_item(start("bench_document", signers=[]), "draft")
        return lambda: hand_peer.complete(item.pk, "check", by=by)

    def hand_start():
        template = start("bench_document", signers=[])
        template.pk, template.ref_id, template.revision = None, next(numbers), 0
        template._state.adding = True
        return lambda: hand_peer.start(template, by=by)

    def ready_small():
        instance = start("bench_document", signers=[])
        item = open_item(instance, "draft")
        return lambda: complete(item)

    def start_spiff(name: str, **variables: object) -> int:
        ref = ref_fields(ObjectRef("peer.document", next(numbers), "关于比较的通知"))
        now, version = clock.now(), any_version
        row = FlowInstance.objects.create(
            **ref, version=version, organ=organ, starter=starter, starter_name=starter.name, started_at=now
        )
        dummies[row.pk] = FlowStep.objects.create(instance=row, node="spiff", kind="user", entered_at=now)
        spiff[name].start(row, dummies[row.pk], dict(variables))
        return row.pk

    def complete_spiff(name: str, pk: int, *, bare: bool = False) -> bool:
        return spiff[name].complete(pk, dummies[pk], bare=bare)

    def ready_spiff(name: str, steps: list[str], **variables):
        def prepare():
            pk = start_spiff(name, **variables)
            for _ in steps:
                complete_spiff(name, pk)
            return lambda: complete_spiff(name, pk)

        return prepare

    names = [person.pk for person in people[1 : SIGNERS + 1]]
    compare("start", lambda: lambda: start("bench_document", signers=[]), hand_start)
    compare("complete, small document", ready_small, hand_small, ready_spiff("document", [], signers=[1, 2, 3]))

    many = at_countersigning(SIGNERS)

    def one_of_many():
        nonlocal many
        item = open_item(many, "countersign")
        if FlowItem.objects.filter(instance=many, step=item.step, state="open").count() < 3:
            many = at_countersigning(SIGNERS)
            item = open_item(many, "countersign")
        return lambda: complete(item)

    signed = at_countersigning(SIGNERS)

    def hand_signer():
        nonlocal signed
        items = FlowItem.objects.filter(instance=signed, step__node="countersign", state="open").order_by("pk")
        if items.count() < 3:
            signed = at_countersigning(SIGNERS)
        item = FlowItem.objects.filter(instance=signed, step__node="countersign", state="open").order_by("pk").first()
        return lambda: hand_peer.sign(item.pk, by=actors[item.assignee_id])

    compare(
        f"complete, one of {SIGNERS} signers", one_of_many, hand_signer,
        ready_spiff("document", ["draft", "check"], signers=names),
    )  # fmt: skip

    big = start("bench_split", units=list(range(UNITS)))
    complete(open_item(big, "docket"))
    big_peer = start_spiff("split", units=list(range(UNITS)))
    complete_spiff("split", big_peer)

    def in_big():
        item = open_item(big)
        return lambda: complete(item)

    compare(f"complete, in a matter of {UNITS} units", in_big, hand_small, lambda: lambda: complete_spiff("split", big_peer))

    def transfer():
        instance = start("bench_document", signers=[])
        item = open_item(instance, "draft")
        return lambda: workflow.reassign(item.pk, people[1].pk, reason="分工调整", by=by)

    def add():
        instance = at_countersigning(3)
        item = open_item(instance, "countersign")
        return lambda: workflow.add_signers(
            item.pk, [people[10].pk], mode="beside", reason="涉及其职责", by=actors[item.assignee_id]
        )

    def remove():
        instance = at_countersigning(3)
        item = open_item(instance, "countersign")
        adder = actors[item.assignee_id]
        workflow.add_signers(item.pk, [people[10].pk], mode="beside", reason="涉及其职责", by=adder)
        added = FlowItem.objects.get(instance=instance, assignee=people[10], state="open")
        return lambda: workflow.remove_signer(added.pk, reason="不涉及", by=adder)

    def take():
        instance = start("bench_document", signers=[])
        item = open_item(instance, "draft")
        complete(item)
        return lambda: workflow.take_back(item.pk, reason="发现错字", by=by)

    def back():
        instance = at_countersigning(1)
        complete(open_item(instance, "countersign"))
        item = open_item(instance, "sign")
        target = workflow.returnable_steps(item.pk, by=by)[-1]
        return lambda: workflow.send_back(item.pk, to_step_id=target.step_id, mode="walk", reason="请补充", by=by)

    compare("transfer", transfer, hand_small)
    compare("add a signer", add, hand_small)
    compare("remove a signer", remove, hand_small)
    compare("take back", take, hand_small)
    compare("send back", back, hand_small)

    worn = start("bench_document", signers=[])
    complete(open_item(worn, "draft"))
    for _ in range(60):
        item = open_item(worn, "check")
        target = workflow.returnable_steps(item.pk, by=by)[-1]
        workflow.send_back(item.pk, to_step_id=target.step_id, mode="walk", reason="请补充", by=by)
        complete(open_item(worn, "draft"))
    worn_times, fresh_times = [], []
    for _ in range(arguments.rounds):
        item = open_item(worn, "check")
        target = workflow.returnable_steps(item.pk, by=by)[-1]
        workflow.send_back(item.pk, to_step_id=target.step_id, mode="walk", reason="请补充", by=by)
        again = open_item(worn, "draft")
        worn_times.append(common.milliseconds(lambda again=again: complete(again)))
        fresh = ready_small()
        fresh_times.append(common.milliseconds(fresh))
    bare = []
    for _ in range(arguments.rounds):
        pk = start_spiff("document", signers=[1, 2, 3])
        bare.append(common.milliseconds(lambda pk=pk: complete_spiff("document", pk, bare=True)))
    print(f"F alone, without the office's rows: {common.median(bare):.1f} ms", flush=True)
    ratio = common.median(worn_times) / common.median(fresh_times)
    results.append(
        ["complete after 60 returns (beside a fresh one)", common.median(worn_times), common.median(fresh_times), "–", ratio, "–"]
    )

    common.table(
        f"Flow engine, {database} ({common.machine()}; medians of {arguments.rounds})",
        ["command", "own ms", "P ms", "F ms", "own : P", "own : F"],
        results,
    )


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=ROUNDS)


if __name__ == "__main__":
    common.on_each_database(main, options=options, loaders=["load_calendars"])
