"""Turn .doc, .wps, .rtf and .odt into DOCX with LibreOffice, when it is installed. Slow: for background jobs."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from zhongshu.kernel.errors import RuleBroken

SUFFIXES = frozenset({".doc", ".wps", ".rtf", ".odt", ".wpt", ".dot"})
SECONDS = 120
LARGEST_FILE = 100 * 1024 * 1024


def to_docx_with_office(data: bytes, suffix: str) -> bytes:
    """Return the file as DOCX.

    Raises:
        RuleBroken: LibreOffice is not installed, does not know the file, or takes too long.
    """
    suffix = suffix.lower()
    if suffix not in SUFFIXES:
        raise RuleBroken(f"不能转换 {suffix} 文件", code="unknown_format")
    if len(data) > LARGEST_FILE:
        raise RuleBroken("文件太大，不能转换", code="file_too_large")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        raise RuleBroken(
            "本机没有安装 LibreOffice，不能打开旧格式文件；请在 Word 或 WPS 中另存为 DOCX 后上传", code="no_converter"
        )
    with tempfile.TemporaryDirectory(prefix="zhongshu-office-") as scratch:
        source = Path(scratch, f"document{suffix}")
        source.write_bytes(data)
        # A profile of its own: two conversions at once would otherwise wait for each other.
        command = [
            office,
            f"-env:UserInstallation=file://{scratch}/profile",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            scratch,
            str(source),
        ]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as late:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise RuleBroken("旧格式文件转换超时，请在 Word 或 WPS 中另存为 DOCX 后上传", code="conversion_failed") from late
        made = Path(scratch, "document.docx")
        if not made.exists():
            raise RuleBroken("旧格式文件已损坏，不能转换", code="conversion_failed")
        return made.read_bytes()
