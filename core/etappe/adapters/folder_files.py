"""Files in a folder that no web server looks into, under random names."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG

from etappe.errors import FileNotKept

NAME = re.compile(r"[0-9a-f]{32}")
PART = re.compile(r"[0-9a-f]{32}\.part")
"""Bytes that were being written when something stopped it."""
OWNER_ALONE, OWNERS_FOLDER = 0o600, 0o700


class FolderFiles:
    """Keeps each file under 128 random bits; other names open nothing, and no link is followed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes, now: datetime) -> str:
        """Write bytes under another name, rename them, and see that the disk has both.

        Raises `FileNotKept`.
        """
        name = secrets.token_hex(16)
        part, whole = self._folder / f"{name}.part", self._folder / name
        try:
            self._folder.mkdir(mode=OWNERS_FOLDER, parents=True, exist_ok=True)
            _write(part, content)
            os.utime(part, (now.timestamp(), now.timestamp()))
            part.rename(whole)
            _settle(self._folder)
        except OSError as error:
            with suppress(OSError):  # what stays is swept at night
                part.unlink()
            raise FileNotKept(cause=error.strerror) from error
        return name

    def read(self, name: str) -> bytes | None:
        """What lies under a name; None where nothing does, or something that was not put there by `keep`."""
        if not NAME.fullmatch(name):
            return None
        try:
            handle = os.open(self._folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return None
        if not S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            return None
        with os.fdopen(handle, "rb") as file:
            return file.read()

    def drop(self, name: str) -> None:
        """Let nothing lie under a name; a link goes itself, and not what it leads to."""
        if NAME.fullmatch(name) or PART.fullmatch(name):
            (self._folder / name).unlink(missing_ok=True)

    def kept(self) -> Mapping[str, datetime]:
        """Every name, and since when something lies under it; what is none of ours is left alone."""
        if not self._folder.is_dir():
            return {}
        with os.scandir(self._folder) as entries:
            ours = [e for e in entries if NAME.fullmatch(e.name) or PART.fullmatch(e.name)]
            return {e.name: _since(e) for e in ours if e.is_file(follow_symlinks=False)}


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, OWNER_ALONE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)


def _settle(folder: Path) -> None:
    """See that the disk knows what lies in a folder."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _since(entry: os.DirEntry[str]) -> datetime:
    return datetime.fromtimestamp(entry.stat(follow_symlinks=False).st_mtime, UTC)
