"""The process that recognises: one request a line on stdin, ``{"file", "extension", "page"}``, one answer a line on stdout.

It holds the models, so that their memory is given back when it ends, and a crash in them takes nothing else along.
"""

import json
import os
import sys
from pathlib import Path


def main() -> int:
    os.nice(10)
    sys.path = [entry for entry in sys.path if entry]  # no module of the folder in which the office happens to work
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not stand among the answers
    from zhongshu.domains.documents.intake.ocr import pictures
    from zhongshu.domains.documents.intake.ocr.engine import Engine

    engine: Engine | None = None
    for request in sys.stdin:
        asked = json.loads(request)
        try:
            picture = pictures.page_picture(asked["extension"], Path(asked["file"]).read_bytes(), asked["page"])
            if engine is None:
                engine = Engine()
            found = engine.read(picture)
        except pictures.UnreadablePicture:
            answer: dict = {"error": "unreadable"}
        else:
            answer = {
                "width": found.width,
                "height": found.height,
                "quarters": found.turn.quarters,
                "skew": found.turn.skew,
                "seals": found.seals,
                "pieces": [
                    [piece.text, round(piece.sure, 4), [round(edge, 1) for edge in piece.box], piece.is_red]
                    for piece in found.pieces
                ],
            }
        answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
        answers.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
