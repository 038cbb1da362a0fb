"""Twenty requests a second, mixed, for five minutes, against four web workers: no error, no lost write."""

import argparse
import http.client
import os
import random
import re
import subprocess
import sys
import threading
import time
import urllib.parse
from collections import Counter, defaultdict

import common
from lxml import html

PORT = 8177
TITLE = "关于开展压力测试的通知"
# What people do, by weight: path, or the name of a writing action.
MIX = (
    ("poll", 30),
    ("/worklist/to-do/", 22),
    ("detail", 14),
    ("/", 8),
    ("/documents/outgoing/", 6),
    ("/documents/incoming/", 4),
    ("/search/?q=%E4%BE%9B%E6%B0%B4", 4),
    ("/directory/", 4),
    ("write", 8),
)


class Browser:
    """One signed-in person, with a cookie jar of two cookies and one open connection."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        self.draft = ""
        self.form: dict[str, str] = {}
        self.lock = threading.Lock()

    def ask(self, path: str, data: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        body = None
        if data is not None:
            body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{PORT}/"}
        try:
            self.connection.request("POST" if body is not None else "GET", path, body, sent)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError, http.client.CannotSendRequest):
            # A kept connection may have been closed by the server between two requests, as every browser knows.
            self.connection.close()
            self.connection.request("POST" if body is not None else "GET", path, body, sent)
            response = self.connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        if response.status in (301, 302):
            return self.ask(response.headers["Location"])
        return response.status, text


def main(database: str, arguments: argparse.Namespace) -> None:
    from django.core.management import call_command
    from django.db import connections

    call_command("load_demonstration", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    connections.close_all()
    command = [sys.executable, "-m", "gunicorn", "zhongshu.site.wsgi", "--bind", f"127.0.0.1:{PORT}", "--workers", "4"]
    command += ["--threads", "4", "--worker-class", "gthread", "--no-control-socket", "--log-level", "warning", "--preload"]
    server = subprocess.Popen(command, cwd=common.ROOT, env=dict(os.environ))
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work"], cwd=common.ROOT, env=dict(os.environ), stdout=subprocess.DEVNULL
    )
    try:
        _wait()
        people = _sign_in()
        times, errors, written = _drive(people, arguments.seconds, arguments.rate)
        lost = _lost(written)
    finally:
        server.terminate()
        worker.terminate()
        server.wait()
        worker.wait()
    rows = [
        [name, len(values), *(common.percentile(values, share) for share in (0.5, 0.95, 0.99))]
        for name, values in sorted(times.items())
    ]
    total = sum(len(values) for values in times.values())
    common.table(
        f"Load, {database} ({common.machine()}; {arguments.rate} requests/s for {arguments.seconds} s, 4 web workers, {len(people)} people)",
        ["request", "count", "p50 ms", "p95 ms", "p99 ms"],
        rows,
    )
    print(f"\n{total} requests, errors: {dict(errors) or 0}, writes: {sum(written.values())}, lost writes: {lost}")


def _wait() -> None:
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def _sign_in() -> list[Browser]:
    """Sign in every persona that works with documents; each gets a draft of its own to write in."""
    visitor = Browser()
    _, page = visitor.ask("/accounts/log-in/")
    personas = re.findall(r'name="persona" value="(\w+)"', page)
    people = []
    for persona in personas[:16]:
        browser = Browser()
        browser.ask("/accounts/log-in/")
        browser.ask("/accounts/log-in/persona/", {"persona": persona})
        status, _ = browser.ask("/documents/outgoing/new/")
        if status == 200:
            people.append(browser)
    for browser in people:
        _, page = browser.ask("/documents/outgoing/new/")
        values = _form(page, "title")
        status, page = browser.ask("/documents/outgoing/new/", {**values, "title": TITLE})
        found = re.search(r"/documents/outgoing/(\d+)/autosave/", page)
        if found:
            browser.draft, browser.form = found[1], _form(page, "revision")
    if not any(browser.draft for browser in people):
        raise SystemExit("nobody could begin a draft")
    return people


def _drive(people: list[Browser], seconds: int, rate: int):
    times: dict[str, list[float]] = defaultdict(list)
    errors: Counter[str] = Counter()
    written: Counter[str] = Counter()
    guard = threading.Lock()
    choices = [name for name, weight in MIX for _ in range(weight)]
    beginning = time.monotonic() + 1
    numbers = iter(range(seconds * rate))

    def person() -> None:
        generator = random.Random(threading.get_ident())
        while True:
            with guard:
                number = next(numbers, None)
            if number is None:
                return
            wait = beginning + number / rate - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            browser = generator.choice(people)
            with browser.lock:
                name = generator.choice(choices)
                started = time.perf_counter()
                try:
                    status = _act(browser, name, generator, written, number)
                except OSError as error:
                    status = type(error).__name__
                spent = (time.perf_counter() - started) * 1000
            with guard:
                times[name].append(spent)
                if status not in (200, 204):
                    errors[f"{name} {status}"] += 1

    threads = [threading.Thread(target=person) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, errors, written


def _act(browser: Browser, name: str, generator: random.Random, written: Counter[str], number: int) -> int:
    if name == "poll":
        return browser.ask("/worklist/poll/", **{"HX-Request": "true"})[0]
    if name == "detail":
        _, page = browser.ask("/documents/outgoing/")
        found = re.findall(r"/documents/outgoing/(\d+)/\"", page)
        return browser.ask(f"/documents/outgoing/{generator.choice(found)}/")[0] if found else 200
    if name == "write" and browser.draft:
        browser.form["body"] = f"第{number}稿。"
        status, answer = browser.ask(f"/documents/outgoing/{browser.draft}/autosave/", browser.form, **{"HX-Request": "true"})
        revision = re.search(r'name="revision"[^>]*value="(\d+)"', answer)
        if status == 200 and revision and int(revision[1]) == int(browser.form["revision"]) + 1:
            browser.form["revision"] = revision[1]
            written[browser.draft] += 1
            return 200
        return status if status != 200 else 599
    return browser.ask(name if name.startswith("/") else "/")[0]


def _form(page: str, field: str) -> dict[str, str]:
    """Return the values of the form that holds ``field``, as a browser would send them."""
    for form in html.fromstring(page).forms:
        if field in form.fields:
            return {name: value or "" for name, value in form.form_values()}
    raise SystemExit(f"no form with {field}")


def _lost(written: Counter[str]) -> int:
    """Count the writes that were confirmed and are not in the database: each raises the draft's revision by one."""
    from zhongshu.domains.documents.public import OutgoingDocument

    revisions = dict(OutgoingDocument.objects.filter(pk__in=list(written)).values_list("pk", "revision"))
    return sum(max(0, count - revisions.get(int(pk), 0)) for pk, count in written.items())


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--rate", type=int, default=20)


if __name__ == "__main__":
    common.on_each_database(main, options=options)
