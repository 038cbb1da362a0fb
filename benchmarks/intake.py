"""Registering from files: fields and characters right, beside rapidocr-onnxruntime 1.4.4 on the same pages.

    ./zs bench intake [--samples DIR] [--pages 40] [--half test]

Without ``--samples`` only documents made here are read: printed by typesetting, rasterised at 150 dpi, turned askew, worn. Samples
are split by the SHA-256 of the id of the document that they come from: even first octet for tuning, odd for the test.
"""

import argparse
import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongshu.site.settings.dev")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--half", choices=["test", "tuning"], default="test")
    parser.add_argument("--papers", type=int, default=100, help="documents made for the text formats")
    parser.add_argument("--pages", type=int, default=20, help="documents made for the scans, shared out among the scanners")
    arguments = parser.parse_args()
    from common import machine

    django.setup()
    import intake_measures  # the readers are imported once Django knows its settings

    print(machine())
    if arguments.samples:
        intake_measures.samples(arguments.samples, arguments.half)
    intake_measures.made(arguments.papers)
    intake_measures.scans(arguments.pages)


if __name__ == "__main__":
    main()
