"""The home page, the health of the installation, and the pages for what went wrong."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from zhongshu.kernel import clock, ui
from zhongshu.kernel.guards import open_to_everyone, open_to_signed_in
from zhongshu.platform.jobs import public as jobs
from zhongshu.site import queries

# What each of the three administrators works with: (address, label, what it is for).
DOORS = {
    "system": (
        ("accounts:accounts", "账号", "开设、停用、重置密码"),
        ("organizations:units", "机构和岗位", "机关、科室、岗位、任职"),
        ("calendars:this_year", "工作日历", "放假安排、本机关调整"),
        ("jobs:overview", "后台任务", "失败的任务和事件"),
    ),
    "security": (
        ("organizations:rights", "职责和知悉等级", "谁承担什么、能看到哪一级"),
        ("accounts:accounts", "账号", "解除锁定"),
    ),
    "audit": (("audit:log", "审计记录", "谁在什么时候做了什么"),),
}


@open_to_signed_in("each block shows the reader's own work", administrators=True)
def home(request: HttpRequest) -> HttpResponse:
    """The first page after logging in: what waits for me, my organ's day."""
    if request.actor.administrator:
        return ui.page(request, "site/home_administrator.html", {"doors": DOORS[request.actor.administrator]})
    return ui.page(request, "site/home.html", {"home": queries.home(request.actor), "today": clock.today()})


@open_to_everyone("asked by the process supervisor; says nothing about content")
def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@open_to_everyone("asked by the load balancer; says nothing about content")
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether this installation can serve: the database answers, its structure is up to date, background work is alive (503 if not)."""
    checks = {"database": True, "migrations": False, "worker": False}
    try:
        executor = MigrationExecutor(connection)
        checks["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        checks["worker"] = bool(jobs.workers_alive())
    except DatabaseError:
        checks["database"] = False
    ready = all(checks.values())
    return JsonResponse({"status": "ready" if ready else "not ready", **checks}, status=200 if ready else 503)


def _error(request: HttpRequest, status: int, message: str) -> HttpResponse:
    return ui.page(request, "ui/error.html", {"status": status, "message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 400, "请求内容不完整或格式不对，请返回上一页重新提交")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 403, "您没有此项权限，如确需办理请联系本单位办公室")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 404, "没有找到这个页面，或者您无权查看，请核对地址或返回首页")


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500, "系统出现意外情况，已记录，请稍后重试；填写的内容仍保存在本机草稿中")
