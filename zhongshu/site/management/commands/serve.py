"""Start the web server and the background work under one roof (启动服务)."""

import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "启动网页服务和后台任务，Ctrl+C 停止"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("ZHONGSHU_PORT", "8000")))
        parser.add_argument("--host", default=os.environ.get("ZHONGSHU_HOST", "127.0.0.1"))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("ZHONGSHU_WEB_WORKERS", "2")))
        parser.add_argument("--without-jobs", action="store_true", help="不启动后台任务（由别的主机承担）")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if not _free(host, port):
            raise CommandError(f"端口 {port} 已被占用，请换一个：./zs run --port {port + 1}")
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
        gunicorn = [sys.executable, "-m", "gunicorn", "zhongshu.site.wsgi", "--bind", f"{host}:{port}"]
        gunicorn += ["--workers", str(options["workers"]), "--threads", "4", "--worker-class", "gthread", "--preload"]
        gunicorn += ["--max-requests", "5000", "--max-requests-jitter", "500", "--no-control-socket"]
        commands = [gunicorn]
        if not options["without_jobs"]:
            commands.append([sys.executable, "manage.py", "work"])
        children = [subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR) for command in commands]
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            _wait_until_served(host, port, children[0])
            self.stdout.write(self.style.SUCCESS(f"中枢已启动：http://{host}:{port}/  （按 Ctrl+C 停止）"))
            self.stdout.flush()
            self._supervise(commands, children, environment)
        except KeyboardInterrupt:
            self.stdout.write("正在停止 ……")
        finally:
            for child in children:
                child.terminate()
            for child in children:
                try:
                    child.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    child.kill()

    def _supervise(self, commands: list[list[str]], children: list[subprocess.Popen], environment: dict[str, str]) -> None:
        while True:
            for index, child in enumerate(children):
                if child.poll() is not None:
                    self.stderr.write(f"进程退出（{child.returncode}），重新启动")
                    time.sleep(1)
                    children[index] = subprocess.Popen(commands[index], env=environment, cwd=settings.BASE_DIR)
            time.sleep(0.5)


def _free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _wait_until_served(host: str, port: int, server: subprocess.Popen) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise CommandError("网页服务没有启动，请查看上面的错误信息")
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)
    raise CommandError("网页服务 30 秒内没有应答，请查看上面的错误信息")
