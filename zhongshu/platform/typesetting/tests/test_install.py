import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ..fonts import install as installer
from ..fonts.choice import faces
from ..fonts.install import InstallFailed, Package, unpack

PACKAGE = Package("fonts-trial", ("*/Trial*.otf",), ("*/copyright",), "Trial Face", "OFL-1.1")


@pytest.fixture
def archive(tmp_path):
    """A distribution package with one font, its licence and a file that nobody asked for."""
    root = tmp_path / "root"
    for name, content in (
        (
            "DEBIAN/control",
            "Package: fonts-trial\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.test>\nDescription: trial\n",
        ),
        ("usr/share/fonts/Trial.otf", "OTTO"),
        ("usr/share/doc/fonts-trial/copyright", "OFL"),
        ("usr/bin/surprise", "#!/bin/sh"),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    made = tmp_path / "fonts-trial_1_all.deb"
    subprocess.run(["dpkg-deb", "--build", "--root-owner-group", str(root), str(made)], check=True, capture_output=True)
    return made


def test_only_fonts_and_licences_are_unpacked(archive, tmp_path):
    target = tmp_path / "fonts"
    target.mkdir()

    unpack(archive, PACKAGE, target)

    assert sorted(path.name for path in target.rglob("*")) == ["Trial.otf", "copyright", "fonts-trial"]


def test_a_package_without_the_fonts_leaves_nothing_behind(archive, tmp_path):
    target = tmp_path / "fonts"
    target.mkdir()

    with pytest.raises(InstallFailed, match="没有找到字体"):
        unpack(archive, Package("fonts-trial", ("*.ttc",), (), "Trial", ""), target)
    assert list(target.iterdir()) == []


def test_nothing_is_fetched_when_nothing_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(installer, "missing_packages", list)
    said = []

    assert installer.install(said.append, target=tmp_path / "fonts") == []
    assert said == ["所需字体都已具备"]


def test_without_apt_the_fonts_at_hand_are_used_and_named(monkeypatch, tmp_path):
    monkeypatch.setattr(installer, "missing_packages", lambda: [PACKAGE])
    monkeypatch.setattr(shutil, "which", lambda name: None)
    said = []

    assert installer.install(said.append, target=tmp_path) == []
    assert said == ["未能安装：fonts-trial；以已有字体代替"]
    assert list(tmp_path.iterdir()) == []


def test_the_list_names_the_face_of_every_role(capsys):
    call_command("fonts", "list")

    shown = capsys.readouterr().out
    assert all(label in shown for label in ("小标宋体：", "仿宋体：", "楷体：", "黑体：", "宋体：", "西文："))
    assert Path(faces().chains["fangsong"][0].path).name in shown


def test_an_unknown_action_is_refused():
    with pytest.raises(CommandError):
        call_command("fonts", "remove")
