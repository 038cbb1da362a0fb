"""Redmine's issue list over the same items: the Debian package with PostgreSQL (``apt-get install redmine redmine-pgsql puma``).

The package's own configuration is set aside while it runs and put back afterwards. Redmine answers over the loopback to an administrator, for
whom it asks the fewest permissions.
"""

import http.cookiejar
import os
import re
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HOME = Path("/usr/share/redmine")
SETTINGS = Path("/etc/redmine/default/database.yml")
PORT = 54380
PAGE = 100
NEW, UNDER_WAY, RESOLVED, CLOSED = 1, 2, 3, 5
PRIORITIES = {"routine": 2, "major": 3, "urgent": 4}
COLUMNS = (
    "tracker",
    "status",
    "priority",
    "subject",
    "assigned_to",
    "author",
    "start_date",
    "due_date",
    "done_ratio",
    "updated_on",
)
# The same question in both ledgers: ours by parameters, Redmine's by (field, operator, values).
QUESTIONS: dict[str, tuple[dict[str, Any], list[tuple[str, str, list[str]]]]] = {
    "open": ({"scope": "open"}, [("status_id", "o", [])]),
    "all": ({"scope": "all"}, [("status_id", "*", [])]),
    "overdue": ({"scope": "overdue"}, [("status_id", "o", []), ("due_date", "<t-", ["1"])]),
    "words": ({"scope": "all", "words": "供水"}, [("status_id", "*", []), ("subject", "~", ["供水"])]),
    "rare words": ({"scope": "all", "words": "第99999号"}, [("status_id", "*", []), ("subject", "~", ["第99999号"])]),
    "grade": ({"scope": "open", "grade": "urgent"}, [("status_id", "o", []), ("priority_id", "=", ["4"])]),
    "done": ({"scope": "done"}, [("status_id", "c", [])]),
}


def is_here() -> bool:
    return HOME.exists() and SETTINGS.parent.exists() and shutil.which("puma") is not None


@contextmanager
def serving(address: str, items: Iterable[tuple[Any, ...]]) -> Iterator["Redmine"]:
    """Fill an empty database at ``address`` and serve it.

    ``items`` are (title, grade, is done, under way, docketed, deadline, progress, number of the lead unit from 0).
    """
    parts = urllib.parse.urlsplit(address)
    kept = SETTINGS.read_bytes() if SETTINGS.exists() else None
    SETTINGS.write_text(
        f"production:\n  adapter: postgresql\n  database: {parts.path[1:]}\n  host: {parts.hostname}\n  port: {parts.port}\n"
        f"  username: {parts.username}\n  encoding: utf8\n"
    )
    surroundings = {**os.environ, "RAILS_ENV": "production", "REDMINE_LANG": "en", "X_DEBIAN_SITEID": "default"}
    try:
        for task in ("db:migrate", "redmine:load_default_data"):
            subprocess.run(["rake", task], cwd=HOME, env=surroundings, check=True, capture_output=True)
        _fill(address, items)
        command = [
            "puma",
            "-e",
            "production",
            "-b",
            f"tcp://127.0.0.1:{PORT}",
            "-t",
            "1:1",
            "--dir",
            str(HOME),
            str(HOME / "config.ru"),
        ]
        server = subprocess.Popen(command, cwd=HOME, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield Redmine()
        finally:
            server.terminate()
            server.wait(30)
    finally:
        if kept is not None:
            SETTINGS.write_bytes(kept)


def _fill(address: str, items: Iterable[tuple[Any, ...]]) -> None:
    import psycopg

    with psycopg.connect(address) as connection:
        connection.execute("UPDATE users SET must_change_passwd = FALSE WHERE login = 'admin'")
        connection.execute(
            "INSERT INTO users (id, login, firstname, lastname, status, type, created_on, updated_on)"
            " SELECT 100 + n, 'unit' || n, '局', '云州市第' || n, 1, 'User', now(), now() FROM generate_series(0, 59) n"
        )
        connection.execute(
            "INSERT INTO projects (id, name, identifier, status, lft, rgt, created_on, updated_on)"
            " VALUES (1, '督查', 'supervision', 1, 1, 2, now(), now())"
        )
        connection.execute("INSERT INTO projects_trackers (project_id, tracker_id) VALUES (1, 1)")
        connection.execute("INSERT INTO enabled_modules (project_id, name) VALUES (1, 'issue_tracking')")
        connection.execute(
            "INSERT INTO members (id, user_id, project_id, created_on) SELECT n, 100 + n, 1, now() FROM generate_series(0, 59) n"
        )
        connection.execute("INSERT INTO member_roles (member_id, role_id) SELECT n, 4 FROM generate_series(0, 59) n")
        columns = (
            "id, tracker_id, project_id, subject, status_id, priority_id, author_id, start_date, due_date, done_ratio, assigned_to_id,"
            " root_id, lft, rgt, created_on, updated_on, closed_on"
        )
        with connection.cursor().copy(f"COPY issues ({columns}) FROM STDIN") as copy:
            for number, (title, grade, done, under_way, docketed, deadline, progress, unit) in enumerate(items, start=1):
                status = CLOSED if done else UNDER_WAY if under_way else NEW
                copy.write_row((
                    number, 1, 1, title, status, PRIORITIES[grade], 1, docketed, deadline, progress, 100 + unit, number, 1, 2, docketed,
                    docketed, deadline if done else None,
                ))  # fmt: skip
        connection.commit()
        connection.autocommit = True
        connection.execute("ANALYZE")


class Redmine:
    """Redmine as an administrator's browser sees it."""

    def __init__(self) -> None:
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self._browser.open(self._wait("/login"))
        page = self._browser.open(f"http://127.0.0.1:{PORT}/login").read().decode()
        token = re.search(r'name="authenticity_token" value="([^"]+)"', page)
        assert token is not None
        values = {"authenticity_token": token[1], "username": "admin", "password": "admin"}
        self._browser.open(f"http://127.0.0.1:{PORT}/login", urllib.parse.urlencode(values).encode())

    def _wait(self, path: str) -> str:
        address = f"http://127.0.0.1:{PORT}{path}"
        for _ in range(120):
            try:
                urllib.request.urlopen(address)
                return address
            except OSError:
                time.sleep(0.5)
        raise SystemExit("Redmine 没有启动")

    def ask(self, filters: list[tuple[str, str, list[str]]]) -> int:
        """Fetch the first page of issues under the filters by deadline; return how many rows it shows."""
        pairs = [("set_filter", "1"), ("sort", "due_date,id"), ("per_page", str(PAGE))]
        for field, operator, values in filters:
            pairs += [("f[]", field), (f"op[{field}]", operator), *((f"v[{field}][]", value) for value in values)]
        pairs += [("c[]", column) for column in COLUMNS]
        page = self._browser.open(f"http://127.0.0.1:{PORT}/issues?{urllib.parse.urlencode(pairs)}").read().decode()
        return len(re.findall(r'<tr id="issue-\d+"', page))
