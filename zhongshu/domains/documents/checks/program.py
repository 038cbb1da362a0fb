"""``zhongshu check``: check files against the rules of the five gates.

    zhongshu check 通知.docx 请示.pdf
    zhongshu check --format sarif *.txt > report.sarif
    zhongshu check --rules

Exit code 0: nothing at or above ``--fail-on`` (必须改 by default); 1: something; 2: a file could not be read.
"""

import argparse
import sys
from pathlib import Path

from zhongshu.domains.documents.checks import reports
from zhongshu.domains.documents.checks.findings import Severity
from zhongshu.domains.documents.checks.manuscript import Facts
from zhongshu.domains.documents.checks.opening import Checked, check_file
from zhongshu.domains.documents.checks.rules import RULES
from zhongshu.kernel.errors import RuleBroken

_RANK = {Severity.MUST: 0, Severity.SHOULD: 1, Severity.HINT: 2}


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser().parse_args(arguments)
    if options.rules:
        for rule in RULES.values():
            print(f"{rule.id}\t{rule.severity.label}\t{rule.gate.label}\t{rule.name}\t{rule.clause}")
        return 0
    if not options.files:
        _parser().print_usage(sys.stderr)
        return 2
    checked: list[Checked] = []
    refused: list[tuple[str, str]] = []
    facts = Facts(whole=True, draft=options.draft, public=options.public)
    for path in options.files:
        try:
            checked.append(check_file(str(path), path.read_bytes(), facts=facts, typos=not options.no_typos))
        except RuleBroken as refusal:
            refused.append((str(path), refusal.message))
        except OSError as failure:
            refused.append((str(path), f"不能读取文件：{failure.strerror or failure}"))
    if options.format == "json":
        print(reports.as_json(checked))
    elif options.format == "sarif":
        print(reports.sarif(checked, refused=refused))
    else:
        print(reports.readable(checked))
    for name, reason in refused:
        print(f"{name}：{reason}", file=sys.stderr)
    if refused:
        return 2
    if options.fail_on == "never":
        return 0
    limit = _RANK[Severity(options.fail_on)]
    return int(any(_RANK[finding.severity] <= limit for file in checked for finding in file.findings))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhongshu check", description="按公文处理的有关规定和国家标准检查文件")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="txt、md、docx、pdf、ofd")
    parser.add_argument("--format", choices=("text", "json", "sarif"), default="text", help="输出方式")
    parser.add_argument("--fail-on", choices=("must", "should", "hint", "never"), default="must", help="从哪一级起退出码为1")
    parser.add_argument("--draft", action="store_true", help="是草稿：不要求文号、日期、署名")
    parser.add_argument("--public", action="store_true", help="拟主动公开：检查个人信息和涉密内容")
    parser.add_argument("--no-typos", action="store_true", help="不查别字，快几倍")
    parser.add_argument("--rules", action="store_true", help="列出全部规则")
    return parser
