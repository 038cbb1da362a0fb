"""What the system administrator does about work that failed."""

from django.db import transaction

from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.models import Outbox
from zhongshu.platform.audit import public as audit
from zhongshu.platform.jobs.choices import State
from zhongshu.platform.jobs.models import Job
from zhongshu.platform.jobs.policies import policy


@transaction.atomic
def retry(job: Job, *, by: Actor) -> None:
    """Try a failed job again (重试), with a fresh count of attempts.

    Raises:
        NotPermitted: the actor is not the system administrator.
        RuleBroken: the job has not failed.
        StaleState: somebody else decided first.
    """
    policy.require(by, "retry", job)
    if job.state != State.FAILED:
        raise RuleBroken("只有失败的任务可以重试", code="wrong_state")
    states.move(job, to=State.WAITING, attempts=0, run_at=clock.now(), finished_at=None)
    audit.record("jobs.retried", job, by=by, name=job.name)


@transaction.atomic
def discard(job: Job, *, reason: str, by: Actor) -> None:
    """Give up a job that cannot succeed (放弃).

    Raises:
        NotPermitted: the actor is not the system administrator.
        RuleBroken: no reason given, or the job is running or has ended.
        StaleState: somebody else decided first.
    """
    policy.require(by, "discard", job)
    if not reason.strip():
        raise RuleBroken("请填写放弃的原因", code="reason_missing", field="reason")
    states.move(job, to=State.DISCARDED, finished_at=clock.now())
    audit.record("jobs.discarded", job, by=by, name=job.name, reason=reason)


@transaction.atomic
def retry_event(row: Outbox, *, by: Actor) -> None:
    """Deliver a stored fact again at once whose handlers have failed (重新投递).

    Raises:
        NotPermitted: the actor is not the system administrator.
        RuleBroken: the fact is already delivered.
    """
    if by.administrator != "system" and not by.is_system:
        raise NotPermitted("此操作限系统管理员办理", code="not_permitted_retry")
    waiting = Outbox.objects.filter(pk=row.pk, delivered_at=None)
    if not waiting.update(attempts=0, next_try_at=None):
        raise RuleBroken("该事件已投递，无需重试", code="wrong_state")
    audit.record("jobs.event_retried", row, by=by, name=row.name)
