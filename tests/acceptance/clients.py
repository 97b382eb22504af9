"""Calendar clients that are not ours: vdirsyncer fetches a feed by HTTP, khal lists what it holds."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair feed]
a = "published"
b = "kept"
collections = null
conflict_resolution = "a wins"
[storage published]
type = "http"
url = "{address}/feed.ics"
[storage kept]
type = "filesystem"
path = "{folder}/kept/"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[feed]]
path = {folder}/kept/
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
[default]
highlight_event_days = False
[sqlite]
path = {folder}/khal.db
"""
SHOWN = "{start-date}|{end-date}|{status}|{title}"

Shown = dict[str, tuple[str, str]]
"""The day and the status of each entry by title."""


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files and tells nobody."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the library
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Generator[str]:
    """The address under which a folder is served on this machine alone."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody's calendar, in a folder of its own."""

    folder: Path

    @property
    def kept(self) -> Path:
        """Where the entries lie, a file each."""
        return self.folder / "kept"

    def subscribe(self, address: str) -> None:
        """Begin to follow the feed under an address."""
        self._settle_in()
        (self.folder / "vdirsyncer.conf").write_text(VDIRSYNCER.format(folder=self.folder, address=address))
        self._run("vdirsyncer", "-c", "vdirsyncer.conf", "discover")

    def fetch(self) -> Shown:
        """Fetch the feed again; what is shown then."""
        self._run("vdirsyncer", "-c", "vdirsyncer.conf", "sync")
        return self.shown()

    def take_in(self, feed: Path) -> Shown:
        """Import a file as it is; what is shown then."""
        self._settle_in()
        self._run("khal", "-c", "khal.conf", "import", "--batch", "-a", "feed", feed)
        return self.shown()

    def shown(self) -> Shown:
        """Every entry of two years as the client shows it; one that lasts longer than a day is a fault."""
        told = self._run("khal", "-c", "khal.conf", "list", "--format", SHOWN, "2026-01-01", "730d")
        rows = [line.split("|") for line in told.splitlines() if "|" in line]
        assert all(first == last for first, last, *_ in rows)
        assert len({title for *_, title in rows}) == len(rows)
        return {title.strip(): (first, status.strip()) for first, _, status, title in rows}

    def _settle_in(self) -> None:
        self.kept.mkdir(parents=True, exist_ok=True)
        (self.folder / "khal.conf").write_text(KHAL.format(folder=self.folder))

    def _run(self, program: str, *words: str | Path) -> str:
        home = {f"XDG_{kind}_HOME": str(self.folder / kind.lower()) for kind in ("CONFIG", "DATA", "CACHE")}
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", **home}
        done = subprocess.run(
            [Path(sys.executable).with_name(program), *words],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
