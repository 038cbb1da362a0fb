"""What every comparison needs: a database of its own, medians, a table."""

import argparse
import atexit
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

LOADERS = ("load_codelists", "load_calendars", "load_definitions")


def on_each_database(
    run: Callable[[str, argparse.Namespace], None],
    *,
    options: Callable[[argparse.ArgumentParser], None] | None = None,
    loaders: Iterable[str] = LOADERS,
) -> None:
    """Run the comparison on SQLite and on PostgreSQL, each in a process and a database of its own."""
    parser = argparse.ArgumentParser(description=sys.modules["__main__"].__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgres"], help="only this one, in this process")
    if options:
        options(parser)
    arguments = parser.parse_args()
    if arguments.database:
        with_database(arguments.database, loaders)
        run(arguments.database, arguments)
        return
    for database in ("sqlite", "postgres"):
        subprocess.run([sys.executable, sys.argv[0], "--database", database, *sys.argv[1:]], check=True)


def with_database(database: str, loaders: Iterable[str] = LOADERS) -> None:
    """Set Django up on a fresh database with the reference data; the folder goes when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="zhongshu-bench-"))
    os.environ["ZHONGSHU_DATA_DIR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongshu.site.settings.dev")
    if database == "postgres":
        os.environ["ZHONGSHU_DATABASE_URL"] = fresh_postgres()
    else:
        os.environ.pop("ZHONGSHU_DATABASE_URL", None)
    atexit.register(shutil.rmtree, folder, True)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    for loader in loaders:
        call_command(loader, verbosity=0)


def fresh_postgres(kind: str = "bench") -> str:
    """Return the address of an empty database on the private test server; ``kind`` begins its name."""
    import psycopg

    from conftest import POSTGRES_PORT, start_postgres

    start_postgres()
    name = f"{kind}_{os.getpid()}"
    with psycopg.connect(f"host=127.0.0.1 port={POSTGRES_PORT} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        # UTF-8 characters count as letters, as in an office's own database: pg_trgm finds nothing to index in Chinese otherwise.
        connection.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
    atexit.register(_drop_postgres, name)
    return f"postgresql://postgres@127.0.0.1:{POSTGRES_PORT}/{name}"


def _drop_postgres(name: str) -> None:
    import psycopg

    from conftest import POSTGRES_PORT

    with psycopg.connect(f"host=127.0.0.1 port={POSTGRES_PORT} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def milliseconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value below which ``share`` (0–1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def machine() -> str:
    """Return one line about the machine, for the record."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )


def table(title: str, head: list[str], rows: list[list[object]]) -> None:
    """Print a table that can be pasted into the record."""
    print(f"\n### {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(_shown(cell) for cell in row)} |")
    sys.stdout.flush()


def _shown(cell: object) -> str:
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)
