import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from zhongshu.kernel.management.commands.startsubject import register

SETTINGS = """
from zhongshu.site.settings.test import *
INSTALLED_APPS = [*INSTALLED_APPS, "trial.vehicles"]
ROOT_URLCONF = "trial.urls"
"""
URLS = """
from django.urls import include, path

urlpatterns = [path("vehicles/", include("trial.vehicles.urls")), path("", include("zhongshu.site.urls"))]
"""


def start(into: Path, name: str = "vehicles", **options):
    options = {"label": "公务用车", "item": "VehicleRequest", "item_label": "用车申请", "no_register": True} | options
    call_command("startsubject", name, into=into, package="trial", verbosity=0, **options)


@pytest.mark.slow
def test_the_tests_of_a_new_subject_pass_at_once(tmp_path):
    package = tmp_path / "trial"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "settings.py").write_text(SETTINGS)
    (package / "urls.py").write_text(URLS)
    start(package)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(settings.BASE_DIR)])}
    environment.pop("ZHONGSHU_TEST_DATABASE", None)
    arguments = ["-q", "-p", "no:cacheprovider", "--ds=trial.settings", f"--rootdir={settings.BASE_DIR}", str(package)]

    run = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments, "-c", str(settings.BASE_DIR / "pyproject.toml")],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    missing = subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "vehicles", "--check", "--dry-run"],
        cwd=settings.BASE_DIR,
        env={**environment, "DJANGO_SETTINGS_MODULE": "trial.settings"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    assert missing.returncode == 0, missing.stdout + missing.stderr


def test_a_new_subject_is_tidy(tmp_path):
    start(tmp_path)

    checked = [
        subprocess.run(
            [sys.executable, "-m", "ruff", *words, "--config", str(settings.BASE_DIR / "pyproject.toml"), str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )
        for words in (["check", "--quiet", "--ignore", "I001"], ["format", "--check", "--quiet"])
    ]

    assert [(run.returncode, run.stdout) for run in checked] == [(0, ""), (0, "")]


def test_nothing_of_the_pattern_is_left_unfilled(tmp_path):
    start(tmp_path, "duty_rosters", label="值班", item=None, item_label=None)

    text = "".join(path.read_text() for path in tmp_path.rglob("*.*") if path.is_file())
    marks = ("__package__", "__subject__", "__Subject__", "__Item__", "__item__", "__label__", "__item_label__")
    assert [mark for mark in marks if mark in text] == []
    assert "class DutyRoster(models.Model)" in text
    assert "值班事项" in text
    assert (tmp_path / "duty_rosters/templates/duty_rosters/duty_roster.html").exists()


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("Vehicles", {}, "应为小写英文"),
        ("class", {}, "应为小写英文"),
        ("documents", {}, "已被使用"),
        ("vehicles", {"label": "cars"}, "须含汉字"),
        ("vehicles", {"item": "request"}, "应为大写字母开头"),
    ],
)
def test_a_name_that_will_not_do_is_refused_and_nothing_is_written(tmp_path, name, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        start(tmp_path, name, **options)

    assert list(tmp_path.iterdir()) == []


def test_a_subject_that_is_there_is_not_overwritten(tmp_path):
    start(tmp_path)
    (tmp_path / "vehicles/models.py").write_text("mine")

    with pytest.raises(CommandError, match="已存在"):
        start(tmp_path)

    assert (tmp_path / "vehicles/models.py").read_text() == "mine"


def test_a_subject_is_entered_once_after_the_other_subjects(tmp_path):
    file = tmp_path / "base.py"
    file.write_text((settings.BASE_DIR / "zhongshu/site/settings/base.py").read_text())

    register(file, "zhongshu.domains.vehicles")
    register(file, "zhongshu.domains.vehicles")

    lines = [line.strip().strip('",') for line in file.read_text().splitlines() if '"zhongshu.' in line]
    assert lines.count("zhongshu.domains.vehicles") == 1
    assert lines[lines.index("zhongshu.domains.vehicles") + 1] == "zhongshu.bridges"


def test_a_list_that_looks_otherwise_is_left_alone(tmp_path):
    file = tmp_path / "base.py"
    file.write_text("INSTALLED_APPS = []\n")

    with pytest.raises(CommandError, match="请手工加入"):
        register(file, "zhongshu.domains.vehicles")

    assert file.read_text() == "INSTALLED_APPS = []\n"
