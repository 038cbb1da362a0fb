"""Install open Chinese fonts without root: the distribution's packages unpacked into the data folder, licences beside them.

Where there is no apt, a wheel of Noto fonts comes from the Python package index. Nothing else is ever fetched.
"""

import logging
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from . import library

logger = logging.getLogger(__name__)

SECONDS_PER_DOWNLOAD = 300
WHEEL = "pylopdf-fonts-zh-cn"
LARGEST_MEMBER = 80 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Package:
    """A distribution package: which of its files are fonts and licences, and a face that shows it is not needed."""

    name: str
    fonts: tuple[str, ...]
    licences: tuple[str, ...]
    provides: str
    licence: str


PACKAGES = (
    Package(
        "texlive-lang-chinese",
        (
            "*/fandol/FandolFang-Regular.otf",
            "*/fandol/FandolKai-Regular.otf",
            "*/fandol/FandolHei-Regular.otf",
            "*/fandol/FandolSong-*.otf",
        ),
        ("*/doc/texlive-lang-chinese/copyright", "*/doc/texlive-lang-chinese/Licenses.gz", "*/doc/texlive-doc/fonts/fandol/*"),
        "FandolFang-Regular",
        "GPL-3.0 with font exception",
    ),
    Package("fonts-lxgw-wenkai", ("*/LXGWWenKai-Regular.ttf",), ("*/doc/fonts-lxgw-wenkai/copyright",), "LXGW WenKai", "OFL-1.1"),
    Package(
        "fonts-liberation",
        ("*/LiberationSerif-Regular.ttf", "*/LiberationSerif-Bold.ttf"),
        ("*/doc/fonts-liberation/copyright",),
        "Liberation Serif",
        "OFL-1.1",
    ),
    Package(
        "fonts-noto-cjk",
        ("*/NotoSerifCJK-*.ttc", "*/NotoSansCJK-*.ttc"),
        ("*/doc/fonts-noto-cjk/copyright",),
        "Noto Serif CJK SC",
        "OFL-1.1",
    ),
)


class InstallFailed(Exception):
    """No way of fetching fonts worked; the message says what was tried."""


def missing_packages() -> list[Package]:
    """Return the packages whose faces this machine does not have yet."""
    found = library.library()
    return [package for package in PACKAGES if not found.find([package.provides])]


def install(report: Callable[[str], None], *, target: Path | None = None) -> list[str]:
    """Install what is missing; return the names of the packages installed. ``report`` gets one Chinese sentence per step.

    Raises:
        InstallFailed: fonts are missing and neither apt nor the package index could give them.
    """
    target = target or library.data_folder()
    wanted = missing_packages()
    if not wanted:
        report("所需字体都已具备")
        return []
    target.mkdir(parents=True, exist_ok=True)
    installed, failures = [], []
    with tempfile.TemporaryDirectory(dir=target, prefix=".incoming-") as scratch:
        apt = _Apt(Path(scratch)) if shutil.which("apt-get") and shutil.which("dpkg-deb") else None
        for package in wanted:
            try:
                if apt is None:
                    raise InstallFailed("本机没有 apt-get")
                report(f"正在下载 {package.name} ……")
                unpack(apt.download(package.name), package, target)
                installed.append(package.name)
                report(f"已安装 {package.name}（{package.licence}）")
            except (InstallFailed, OSError, subprocess.SubprocessError, tarfile.TarError) as failure:
                logger.warning("font package %s not installed: %s", package.name, type(failure).__name__)
                failures.append(package.name)
        library.forget()
        if failures and not library.library().find(
            ["Noto Serif CJK SC", "Noto Serif SC", "FandolSong-Regular", "NotoSerifSC-Regular"]
        ):
            report(f"软件源不可用，改从 Python 软件包仓库取 {WHEEL} ……")
            _install_wheel(target)
            installed.append(WHEEL)
            library.forget()
        elif failures:
            report(f"未能安装：{'、'.join(failures)}；以已有字体代替")
    return installed


def unpack(archive: Path, package: Package, target: Path) -> None:
    """Take the fonts and licences out of a .deb file into ``target/<package>``; a half-written folder never appears."""
    made = Path(tempfile.mkdtemp(dir=target, prefix=".unpack-"))
    process = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=subprocess.PIPE)
    count = 0
    with process, tarfile.open(fileobj=process.stdout, mode="r|") as tar:
        for member in tar:
            is_font = any(fnmatch(member.name, pattern) for pattern in package.fonts)
            is_licence = any(fnmatch(member.name, pattern) for pattern in package.licences)
            if not member.isfile() or member.size > LARGEST_MEMBER or not (is_font or is_licence):
                continue
            source = tar.extractfile(member)
            if source:
                (made / Path(member.name).name).write_bytes(source.read())
                count += is_font
    if not count:
        shutil.rmtree(made)
        raise InstallFailed(f"{package.name} 中没有找到字体")
    made.chmod(0o755)
    final = target / package.name
    if final.exists():
        shutil.rmtree(final)
    made.rename(final)


class _Apt:
    """apt-get used without root: with the machine's own lists, else with lists of our own."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.own_lists: list[str] = []

    def download(self, name: str) -> Path:
        if not self._try(name) and not self.own_lists:
            (self.scratch / "state/lists/partial").mkdir(parents=True)
            (self.scratch / "cache/archives/partial").mkdir(parents=True)
            self.own_lists = ["-o", f"Dir::State={self.scratch}/state", "-o", f"Dir::Cache={self.scratch}/cache"]
            self._run(["apt-get", *self.own_lists, "update"])
            self._try(name)
        found = sorted(self.scratch.glob(f"{name}_*.deb"))
        if not found:
            raise InstallFailed(f"软件源中没有 {name}")
        return found[-1]

    def _try(self, name: str) -> bool:
        return self._run(["apt-get", *self.own_lists, "download", name])

    def _run(self, command: list[str]) -> bool:
        done = subprocess.run(command, cwd=self.scratch, capture_output=True, timeout=SECONDS_PER_DOWNLOAD, check=False)
        return done.returncode == 0


def _install_wheel(target: Path) -> None:
    made = Path(tempfile.mkdtemp(dir=target, prefix=".unpack-"))
    uv = shutil.which("uv")
    ways = [[uv, "pip", "install", "--quiet", "--no-deps", "--target", str(made), WHEEL]] if uv else []
    ways.append([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(made), WHEEL])
    for way in ways:
        done = subprocess.run(way, capture_output=True, timeout=SECONDS_PER_DOWNLOAD, check=False)
        if done.returncode == 0 and any(made.rglob("*.[ot]tf")):
            final = target / WHEEL
            if final.exists():
                shutil.rmtree(final)
            made.rename(final)
            return
    shutil.rmtree(made, ignore_errors=True)
    raise InstallFailed(f"软件源和 Python 软件包仓库都取不到字体。请把字体文件放进 {target} 后再试")
