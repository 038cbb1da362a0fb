"""The house's own rules, swept over everything that stands in it."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

import zhongshu
from zhongshu.kernel import events, kinds
from zhongshu.kernel.policy import Policy
from zhongshu.platform.audit import public as audit

ROOT = Path(zhongshu.__file__).parent
SOURCES = sorted(file for file in ROOT.rglob("*.py") if "migrations" not in file.parts)
SHIPPED = [file for file in SOURCES if "tests" not in file.parts]


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        found += patterns(entry, path) if isinstance(entry, URLResolver) else [(path, entry)]
    return found


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_every_address_states_who_may_come_in():
    unguarded = [path for path, entry in patterns() if not hasattr(entry.callback, "guard")]

    assert unguarded == []


def test_platform_packages_meet_each_other_only_at_the_public_face():
    crossings = []
    for file in SHIPPED:
        parts = file.relative_to(ROOT).parts
        if parts[0] != "platform" or len(parts) < 3:
            continue
        for name in imports(file):
            match = re.fullmatch(r"zhongshu\.platform\.(\w+)\.(\w+)(\..*)?", name)
            if match and match[1] != parts[1] and match[2] != "public":
                crossings.append(f"{file.relative_to(ROOT)}: {name}")

    assert crossings == []


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_kind_of_object_says_who_may_view_it():
    # Rows that are only ever seen through their object (the parts of a process) need no rule of their own.
    without = [kind.kind for kind in kinds.all_kinds() if "view" not in kind.policy.permissions]

    assert without == []


def test_every_permission_has_a_chinese_label():
    bare = [
        f"{policy.model.__name__}.{permission.action}"
        for policy in Policy.registered
        for permission in policy.permissions.values()
        if not re.search("[一-鿿]", permission.label)
    ]

    assert bare == []


def test_every_event_is_named_by_its_module():
    modules = {file.parent.name for file in ROOT.rglob("apps.py")}

    shipped = [name for name, fact in events.announced().items() if ".tests." not in fact.__module__]

    assert [name for name in shipped if name.split(".")[0] not in modules] == []


def test_every_audited_action_has_its_sentence():
    recorded = audit.actions.recorded_in(ROOT)
    shipped = [action for action, places in recorded.items() if any("tests" not in place for place in places)]

    assert audit.actions.unknown(shipped) == []


@pytest.mark.parametrize("layer", ["platform", "domains"])
def test_files_stay_readable(layer):
    long = [
        f"{file.relative_to(ROOT)}: {count}"
        for file in SHIPPED
        if layer in file.parts and (count := len(file.read_text(encoding="utf-8").splitlines())) > 600
    ]

    assert long == []


def test_templates_hold_no_inline_scripts_or_styles():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=\"|\son(click|submit|change|load)=", re.I
    )
    found = [
        str(file.relative_to(ROOT))
        for file in ROOT.rglob("templates/**/*.html")
        if inline.search(file.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_nothing_that_ships_reaches_for_another_host():
    # Namespaces and licences are names, not addresses that anything opens.
    address = re.compile(r"(?:src|href|action)=[\"']https?://", re.I)
    found = [
        str(file.relative_to(ROOT))
        for file in ROOT.rglob("templates/**/*.html")
        if address.search(file.read_text(encoding="utf-8"))
    ]

    assert found == []
