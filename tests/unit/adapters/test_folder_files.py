"""Bytes lie under random names in a folder of their own; nothing else is ever opened or dropped."""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path

import pytest

from etappe.adapters.folder_files import FolderFiles
from etappe.errors import FileNotKept

SECRET = b"root:x:0:0"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where files are to lie; it is not there yet."""
    return tmp_path / "files" / "programme"


@pytest.fixture
def files(folder: Path) -> FolderFiles:
    """Files in that folder."""
    return FolderFiles(folder)


def test_what_was_kept_is_read_and_dropped(files: FolderFiles, now: datetime) -> None:
    name = files.keep(b"Inhalt", now)

    assert (files.read(name), dict(files.kept())) == (b"Inhalt", {name: now})
    files.drop(name)
    files.drop(name)
    assert (files.read(name), dict(files.kept())) == (None, {})


def test_only_their_owner_reads_them(files: FolderFiles, folder: Path, now: datetime) -> None:
    name = files.keep(b"Inhalt", now)

    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / name)]

    assert modes == [0o700, 0o600]


def test_the_same_bytes_lie_under_two_names(files: FolderFiles, now: datetime) -> None:
    assert files.keep(b"Inhalt", now) != files.keep(b"Inhalt", now)


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "", ".", "a" * 32 + "/../x", "A" * 32, "a\x00"])
def test_no_other_name_opens_or_drops_anything(
    files: FolderFiles, folder: Path, name: str, now: datetime
) -> None:
    files.keep(b"Inhalt", now)
    (folder.parent / "secret").write_bytes(SECRET)

    files.drop(name)

    assert files.read(name) is None
    assert (folder.parent / "secret").read_bytes() == SECRET


def test_a_link_in_the_folder_leads_nowhere(files: FolderFiles, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(SECRET)
    folder.mkdir(parents=True)
    (folder / ("a" * 32)).symlink_to(secret)

    assert files.read("a" * 32) is None
    assert dict(files.kept()) == {}
    files.drop("a" * 32)
    assert secret.read_bytes() == SECRET


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo], ids=["a folder", "a pipe"])
def test_what_is_no_file_is_not_read(files: FolderFiles, folder: Path, make: object) -> None:
    folder.mkdir(parents=True)
    assert callable(make)
    make(folder / ("b" * 32))

    assert files.read("b" * 32) is None


def test_what_was_begun_and_never_ended_is_kept_account_of_and_not_read(
    files: FolderFiles, folder: Path, now: datetime
) -> None:
    folder.mkdir(parents=True)
    part = f"{'c' * 32}.part"
    (folder / part).write_bytes(b"Inh")
    os.utime(folder / part, (now.timestamp(), now.timestamp()))

    assert (files.read(part), dict(files.kept())) == (None, {part: now})
    files.drop(part)
    assert dict(files.kept()) == {}


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path, now: datetime) -> None:
    (tmp_path / "files").write_text("a file stands where the folder should be")

    with pytest.raises(FileNotKept, match="directory"):
        FolderFiles(tmp_path / "files" / "programme").keep(b"Inhalt", now)


def test_a_disk_that_fails_leaves_nothing_behind(
    files: FolderFiles, folder: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(FileNotKept, match="No space left"):
        files.keep(b"Inhalt", now)

    assert list(folder.iterdir()) == []
