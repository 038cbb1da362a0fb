#!/bin/sh
# The commands of Zhongshu. Needs Python 3.11 with pip; everything else is installed into this folder.
set -eu
cd "$(dirname "$0")"

UV_VERSION=0.13.9
export UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy
# Offices run their own certificate authorities: trust what the machine trusts.
export UV_SYSTEM_CERTS=true UV_NATIVE_TLS=true
export PYTHONUTF8=1 DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-zhongshu.site.settings.dev}"
# A service user without a home would stop tools that keep a cache.
export HOME="${HOME:-$PWD/.cache/home}"

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

find_python() {
    for candidate in python3.11 python3; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    fail "没有找到 Python 3.11，请先安装：apt-get install python3 python3-pip（Debian 12 自带 3.11）"
}

find_uv() {
    if [ -x .boot/bin/uv ]; then
        PATH="$PWD/.boot/bin:$PATH"
        return
    fi
    if command -v uv >/dev/null 2>&1; then
        return
    fi
    python=$(find_python)
    "$python" -m pip --version >/dev/null 2>&1 || fail "这台机器的 Python 没有 pip，请先安装：apt-get install python3-pip"
    say "正在准备安装工具 ……"
    "$python" -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore --target .boot "uv==$UV_VERSION" ||
        fail "安装工具没有装上，请检查能否访问 Python 软件源"
    PATH="$PWD/.boot/bin:$PATH"
}

# Installs the locked packages unless they already stand as locked. $1: run, test or bench; each contains the one before.
sync_packages() {
    find_uv
    locked="requirements/$1.txt"
    stamp=".venv/.synced-$1"
    if [ -f "$stamp" ] && [ "$stamp" -nt "$locked" ]; then
        return
    fi
    say "正在安装依赖 ……"
    [ -x .venv/bin/python ] || uv venv --quiet --python "$(find_python)" .venv
    uv pip install --quiet --python .venv/bin/python --require-hashes --requirement "$locked"
    touch "$stamp"
}

# Writes the locked lists anew from what pyproject.toml asks for.
lock_packages() {
    find_uv
    uv lock --quiet --python "$(find_python)"
    for name in run test bench; do
        case "$name" in
            run) groups="--no-dev" ;;
            test) groups="--group dev" ;;
            bench) groups="--group dev --group bench" ;;
        esac
        # shellcheck disable=SC2086
        uv export --quiet --frozen $groups --no-emit-project --no-header --no-annotate --output-file "requirements/$name.txt" >/dev/null
    done
}

manage() { .venv/bin/python manage.py "$@"; }

prepare() {
    sync_packages run
    .venv/bin/python scripts/assets.py
    say "正在准备数据库 ……"
    manage prepare
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 1
    fi
}

# Installs one thing that tests need from the distribution. $1: a test whether it is there; $2…: packages.
need() {
    there=$1
    shift
    if eval "$there"; then
        return
    fi
    say "正在安装测试所需的软件：$* ……"
    as_root env DEBIAN_FRONTEND=noninteractive sh -c "apt-get update -qq && apt-get install -y -qq --no-install-recommends $*" >.cache/apt.log 2>&1 || true
    eval "$there" || fail "测试需要 $*，但没有装上（需要 root 权限，详见 .cache/apt.log）。请管理员执行：apt-get install $*"
}

prepare_tests() {
    mkdir -p .cache
    sync_packages test
    .venv/bin/python scripts/assets.py
    need 'ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1' postgresql
    need 'command -v chromium >/dev/null 2>&1' chromium
    need 'ls /usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc >/dev/null 2>&1' fonts-noto-cjk
}

case "${1:-}" in
    run)
        shift
        prepare
        manage load_demonstration --once
        # Pages are served meanwhile; a machine without any Chinese font gets the distribution's, without root.
        (manage fonts list || manage fonts install) >"${ZHONGSHU_DATA_DIR:-data}/fonts.log" 2>&1 &
        exec .venv/bin/python manage.py serve "$@"
        ;;
    test)
        shift
        prepare_tests
        if [ $# -gt 0 ]; then
            exec .venv/bin/pytest "$@"
        fi
        exec .venv/bin/python scripts/check.py
        ;;
    prepare)
        prepare
        ;;
    manage)
        shift
        sync_packages run
        exec .venv/bin/python manage.py "$@"
        ;;
    lint-imports)
        sync_packages test
        exec .venv/bin/lint-imports
        ;;
    lint)
        sync_packages test
        .venv/bin/ruff check . && .venv/bin/ruff format --check . && exec .venv/bin/mypy zhongshu
        ;;
    lock)
        lock_packages
        ;;
    check)
        shift
        sync_packages run
        exec .venv/bin/python -m zhongshu.domains.documents.checks "$@"
        ;;
    bench)
        shift
        sync_packages bench
        name="${1:?请写明要测的项目，例如 ./zs bench flow}"
        shift
        exec .venv/bin/python "benchmarks/$name.py" "$@"
        ;;
    *)
        cat <<'HELP'
中枢：党政机关办公室工作平台

  ./zs run            安装、建库、装入演示数据，启动网页和后台任务，显示访问地址
  ./zs test           安装测试所需软件，在 SQLite 和 PostgreSQL 上运行全部检查和测试
  ./zs test 参数…     只运行 pytest，参数照传（例如 ./zs test zhongshu/kernel）
  ./zs prepare        只安装、构建、建库，不启动
  ./zs manage 命令…   运行管理命令（例如 ./zs manage verify_audit）
  ./zs lint           代码格式与类型检查
  ./zs lint-imports   检查各层之间的引用约定
  ./zs lock           按 pyproject.toml 重新锁定依赖版本（requirements/）
  ./zs check 文件…    按五关的规则检查公文（txt、md、docx、pdf、ofd；--format json|sarif）
  ./zs bench 项目     运行性能比较（flow、lists、search、load …，见 benchmarks/README.md）
HELP
        ;;
esac
