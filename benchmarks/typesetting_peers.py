"""Peers of the typesetting room, run by a Python of their own: none of them is installed with the product.

    python typesetting_peers.py weasyprint page.html 5
    python typesetting_peers.py pdf2ofd notice.pdf 5

Prints one JSON line: the seconds of each run and the size of the result.
"""

import json
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    peer, source, runs = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    out = Path(tempfile.mkdtemp()) / ("out.pdf" if peer == "weasyprint" else "out.ofd")
    if peer == "weasyprint":
        import weasyprint

        def convert() -> None:
            weasyprint.HTML(filename=str(source)).write_pdf(str(out))
    else:
        import pdf2ofd

        def convert() -> None:
            pdf2ofd.convert(str(source), str(out))

    convert()
    seconds = []
    for _ in range(runs):
        begun = time.process_time()
        convert()
        seconds.append(time.process_time() - begun)
    print(json.dumps({"seconds": seconds, "bytes": out.stat().st_size}))


main()
