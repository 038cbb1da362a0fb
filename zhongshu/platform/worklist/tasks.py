"""Background work: the nightly settlement, and notices to followers."""

from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.events import subscribe
from zhongshu.platform.jobs.public import schedule
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.worklist import commands
from zhongshu.platform.worklist.models import Follow

MOST_TOLD = 200
_RESULTS = {"completed": "已办结", "terminated": "已终止", "withdrawn": "已撤销"}


@schedule("worklist.statistics", cron="20 1 * * *", label="结算环节用时")
def settle_statistics() -> None:
    """Settle the days that have ended."""
    commands.settle_until_yesterday()


@subscribe(workflow.WorkArrived)
def tell_followers_of_a_step(event: workflow.WorkArrived) -> None:
    """Tell those who follow a matter that it has come to a step. Run twice it tells twice, which does no harm."""
    items = workflow.FlowItem.objects.filter(pk__in=event.item_ids).select_related("step", "instance")
    steps = sorted({item.step.name for item in items})
    for instance in {item.instance_id: item.instance for item in items}.values():
        _tell(instance, f"您关注的《{instance.ref_title}》到达“{'、'.join(steps)}”")


@subscribe(workflow.InstanceEnded)
def tell_followers_of_the_end(event: workflow.InstanceEnded) -> None:
    """Tell those who follow a matter that it has ended. Run twice it tells twice, which does no harm."""
    instance = workflow.FlowInstance.objects.filter(pk=event.instance_id).first()
    if instance is not None and event.result in _RESULTS:
        _tell(instance, f"您关注的《{instance.ref_title}》{_RESULTS[event.result]}")


def _tell(instance: workflow.FlowInstance, text: str) -> None:
    followers = Follow.objects.about(instance.ref).values_list("person_id", flat=True)[:MOST_TOLD]
    # Somebody who may no longer see the object learns nothing more about it.
    told = [pk for pk in followers if kinds.visible(instance.ref, organizations.actor_of(pk))]
    if told:
        notifications.notify(
            told, kind="worklist.followed", text=text, ref=instance.ref, by=Actor.system("系统"), secrecy=instance.secrecy
        )
