"""A model that runs beside the tests and remembers what reached it."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD = {"choices": [{"message": {"role": "assistant", "content": "建议的文字"}}]}


@dataclass
class FakeModel:
    """What it answers, and the requests that it got: (path, key, body)."""

    status: int = 200
    answer: Any = field(default_factory=lambda: GOOD)
    wait: float = 0.0
    location: str = ""
    address: str = ""
    asked: list[tuple[str, str, dict]] = field(default_factory=list)


@contextmanager
def running() -> Iterator[FakeModel]:
    model = FakeModel()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append((self.path, self.headers.get("Authorization", ""), body))
            time.sleep(model.wait)
            raw = model.answer if isinstance(model.answer, bytes) else json.dumps(model.answer).encode()
            self.send_response(model.status)
            if model.location:
                self.send_header("Location", model.location)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    model.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
