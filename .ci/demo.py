"""Runs `make demo` as a visitor would: waits for its address, looks at its pages, and ends it with Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

PATIENCE_S = 600


def main() -> int:
    """Zero where the demo came up, its pages were there, and it ended well."""
    began = time.monotonic()
    demo = subprocess.Popen(
        ["make", "demo"],  # noqa: S607
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert demo.stdout is not None
    address = ""
    for line in demo.stdout:
        print(line, end="", flush=True)
        found = re.search(r"etappe is at (http://\S+)", line)
        if found:
            address = found[1]
            break
        if time.monotonic() - began > PATIENCE_S:
            break
    for path, holds in (("/health", "ok"), ("/anmelden", "Projektmanagement"), ("/postfach", "Briefe")):
        text = _page(address + path)
        assert holds in text, f"{path} does not hold {holds}"
    print(f"up, with its pages, after {time.monotonic() - began:.0f} s")
    os.killpg(demo.pid, signal.SIGINT)
    demo.wait(60)
    print(f"ended with {demo.returncode}")
    return 0 if demo.returncode in {0, -signal.SIGINT, 2, 130} else 1


def _page(url: str) -> str:
    for _ in range(60):
        try:
            with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own address
                return str(answer.read(), "utf-8")
        except OSError:
            time.sleep(1)
    return ""


if __name__ == "__main__":
    sys.exit(main())
