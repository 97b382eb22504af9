"""A provider of OpenID Connect that we did not write, in a process of its own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from time import monotonic, sleep

HOST = "127.0.0.1"
PATIENCE_S = 30


@contextmanager
def strangers_provider(subject: str, email: str) -> Generator[str]:
    """Run oidc-provider-mock, which knows one person; its issuer."""
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    person = json.dumps({"sub": subject, "email": email, "email_verified": True})
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--user-claims", person]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _await(port, process)
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    end = monotonic() + PATIENCE_S
    while process.poll() is None and monotonic() < end:
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            sleep(0.05)
        else:
            return
    raise AssertionError("the provider does not answer")
