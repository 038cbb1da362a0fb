import pytest
from django_tasks import TaskResultStatus, task
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist

from zhongshu.platform.jobs import worker
from zhongshu.platform.jobs.tests.sample_tasks import add

pytestmark = pytest.mark.django_db


def test_a_task_of_the_standard_interface_is_done_by_our_queue():
    waiting = add.enqueue(2, second=3)

    worker.drain()

    result = add.get_result(waiting.id)
    assert waiting.status == TaskResultStatus.READY
    assert (result.status, result.return_value, result.attempts) == (TaskResultStatus.SUCCESSFUL, 5, 1)


def test_an_unknown_result_is_said_to_be_unknown():
    with pytest.raises(TaskResultDoesNotExist):
        add.get_result("404")


def test_a_task_that_wants_the_context_is_refused():
    with pytest.raises(InvalidTaskError):
        task(takes_context=True)(_with_context)


def _with_context(context):
    return context
