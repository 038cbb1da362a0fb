"""What every test may use."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

POSTGRES_PORT = 54329


# How long an example takes says something about the machine, not about the code; benchmarks measure.
hypothesis.settings.register_profile("zhongshu", deadline=None)
hypothesis.settings.load_profile("zhongshu")


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("ZHONGSHU_TEST_DATABASE") == "postgres" and "ZHONGSHU_TEST_DATABASE_URL" not in os.environ:
        start_postgres()


def start_postgres() -> None:
    """Start a private PostgreSQL for the tests, unless one already answers on its port."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if not binaries:
        raise pytest.UsageError("没有找到 PostgreSQL 服务端程序，请先安装：apt-get install postgresql（需要 root）")
    ready = [str(binaries[0] / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(POSTGRES_PORT)]
    if subprocess.run(ready, check=False).returncode == 0:
        return
    folder = Path(tempfile.gettempdir()) / f"zhongshu-postgres-{os.getuid()}"
    as_owner: list[str] = []
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        as_owner = ["runuser", "-u", "postgres", "--"]
    if not (folder / "PG_VERSION").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        if as_owner:
            shutil.chown(folder, "postgres", "postgres")
        init = [str(binaries[0] / "initdb"), "-D", str(folder), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]
        subprocess.run([*as_owner, *init], check=True, capture_output=True, cwd="/")
    options = f"-p {POSTGRES_PORT} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200"
    start = [str(binaries[0] / "pg_ctl"), "-D", str(folder), "-o", options, "-l", str(folder / "log"), "-w", "start"]
    subprocess.run([*as_owner, *start], check=False, capture_output=True, cwd="/")
    for _ in range(50):
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.2)
    raise pytest.UsageError(f"测试用 PostgreSQL 没有启动，请查看 {folder}/log")


@pytest.fixture(autouse=True)
def _forget_identities() -> None:
    """Ids are used again in the next test; nothing may be remembered from this one."""
    from zhongshu.platform.organizations.public import forget_all

    forget_all()


@pytest.fixture(autouse=True)
def _forget_unwritten_entries() -> Iterator[None]:
    """What the record still holds back for a transaction that was undone belongs to this test only."""
    from zhongshu.platform.audit.tests.emptying import forget_waiting

    yield
    forget_waiting()


@pytest.fixture(autouse=True, scope="session")
def _append_only_tables_may_be_emptied() -> None:
    """Transactional tests end with a flush, which the append-only triggers would refuse."""
    from zhongshu.platform.audit.tests.emptying import allow_emptying

    allow_emptying()


@pytest.fixture
def database_for_threads(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that ``audit.tests.racing.race`` can open from several threads, on either database."""
    from zhongshu.platform.audit.tests import racing

    with racing.database_for_threads(tmp_path):
        yield


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """One headless browser for all browser tests. It is never let near another host."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise pytest.UsageError("没有找到浏览器，请先安装：apt-get install chromium（需要 root）")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the synchronous Playwright runs an event loop in this thread
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    flags += ["--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--font-render-hinting=none"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()
