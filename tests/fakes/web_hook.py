"""A team channel: a web hook on the loopback interface that remembers what it was told."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread


@dataclass(slots=True)
class Hook:
    """What was announced to a web hook, and with which status it answers."""

    port: int = 0
    status: int = 200
    announced: list[dict[str, str]] = field(default_factory=list[dict[str, str]])

    @property
    def url(self) -> str:
        """The Apprise URL of the hook, with a token and a wish for retries."""
        return f"json://127.0.0.1:{self.port}/t0psecret?retry=2&wait=0&optional=yes"


@contextmanager
def listening() -> Generator[Hook]:
    """Run a web hook on the loopback interface."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            hook.announced.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(hook.status)
            self.end_headers()

        def log_request(self, code: object = 0, size: object = 0) -> None:
            """Keep the test's output free of requests."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        hook.port = server.server_port
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield hook
        server.shutdown()
        thread.join()
