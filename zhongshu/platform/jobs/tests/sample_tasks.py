"""A task written for the django-tasks interface."""

from django_tasks import task


@task
def add(first: int, second: int) -> int:
    return first + second
