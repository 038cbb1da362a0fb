"""Start a new subject in house shape, with a test that passes (新建业务模块)."""

import keyword
import re
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

TEMPLATES = Path(__file__).resolve().parents[1] / "subject"
_NAME = re.compile(r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")
_CLASS = re.compile(r"^[A-Z][A-Za-z0-9]*$")
_CHINESE = re.compile(r"[一-鿿]")
_FIRST_APP_AFTER = '    "zhongshu.bridges",\n'

_NEXT = """已建立 {folder}

接下来：
  1. 核对 docs/glossary.md：补上“{label}”“{item_label}”及字段的中文、拼音、英文、标识符。
  2. 改写 models.py 的字段与 TRANSITIONS，再改 policies.py、queries.py、commands.py；规则只写一处。
  3. 表结构改变后，删去 migrations/0001_initial.py，运行 manage.py makemigrations {name}。
  4. 改 templates/{name}/ 的页面和 forms.py、views.py、urls.py。
  5. 运行 pytest {folder}，再运行 ./zs lint-imports。
详见 docs/how-to-add-a-subject.md。"""


class Command(BaseCommand):
    help = "按统一格式新建一个业务模块，例如：startsubject vehicles --label 公务用车 --item VehicleRequest --item-label 用车申请"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="模块名，英文小写复数，如 vehicles")
        parser.add_argument("--label", required=True, help="模块中文名，如 公务用车")
        parser.add_argument("--item", help="主要对象的类名，如 VehicleRequest；默认由模块名得出")
        parser.add_argument("--item-label", help="主要对象的中文名，如 用车申请；默认为模块名加“事项”")
        parser.add_argument("--into", type=Path, help="建在哪个目录下；默认 zhongshu/domains")
        parser.add_argument("--package", default="zhongshu.domains", help="上述目录的包名")
        parser.add_argument("--no-register", action="store_true", help="不写入 INSTALLED_APPS")

    def handle(self, *args: Any, **options: Any) -> None:
        name, label = options["name"], options["label"]
        item = options["item"] or _class_name(name)
        item_label = options["item_label"] or f"{label}事项"
        into = options["into"] or settings.BASE_DIR / "zhongshu" / "domains"
        folder = Path(into) / name
        self._check(name, item, [label, item_label], folder)
        words = {
            "__package__": f"{options['package']}.{name}",
            "__subject__": name,
            "__Subject__": "".join(part.capitalize() for part in name.split("_")),
            "__Item__": item,
            "__item__": _snake(item),
            "__label__": label,
            "__item_label__": item_label,
        }
        for template in sorted(path for path in TEMPLATES.rglob("*") if path.is_file()):
            target = folder / _filled(str(template.relative_to(TEMPLATES)), words).removesuffix(".tpl")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_filled(template.read_text(encoding="utf-8"), words), encoding="utf-8")
        if not options["no_register"]:
            register(settings.BASE_DIR / "zhongshu/site/settings/base.py", words["__package__"])
        self.stdout.write(_NEXT.format(folder=folder, label=label, item_label=item_label, name=name))

    def _check(self, name: str, item: str, labels: list[str], folder: Path) -> None:
        if not _NAME.match(name) or keyword.iskeyword(name):
            raise CommandError(f"模块名“{name}”应为小写英文，多个词用下划线连接，如 vehicles、duty_rosters")
        if not _CLASS.match(item):
            raise CommandError(f"类名“{item}”应为大写字母开头的英文，如 VehicleRequest")
        if not all(_CHINESE.search(label) for label in labels):
            raise CommandError("中文名须含汉字")
        if name in {config.label for config in apps.get_app_configs()}:
            raise CommandError(f"模块名“{name}”已被使用，请另取一个")
        if folder.exists():
            raise CommandError(f"{folder} 已存在，没有改动任何文件")


def register(settings_file: Path, package: str) -> None:
    """Enter a subject in INSTALLED_APPS, after the other subjects. Safe to run twice.

    Raises:
        CommandError: the list does not look as expected.
    """
    text = settings_file.read_text(encoding="utf-8")
    line = f'    "{package}",\n'
    if line in text:
        return
    if text.count(_FIRST_APP_AFTER) != 1:
        raise CommandError(f"没有在 {settings_file} 找到 INSTALLED_APPS 的位置，请手工加入 {line.strip()}")
    settings_file.write_text(text.replace(_FIRST_APP_AFTER, line + _FIRST_APP_AFTER), encoding="utf-8")


def _class_name(name: str) -> str:
    """Return the singular class name of a plural module name: duty_rosters gives DutyRoster, supplies gives Supply."""
    parts = name.split("_")
    last = parts[-1]
    if last.endswith("ies"):
        last = last[:-3] + "y"
    elif last.endswith("s") and not last.endswith("ss"):
        last = last[:-1]
    return "".join(part.capitalize() for part in [*parts[:-1], last])


def _snake(class_name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", class_name).lower()


def _filled(text: str, words: dict[str, str]) -> str:
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text
