"""The safe: what it seals is opened with its keys alone, and keys can be exchanged."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from etappe.adapters.safe import KEY_FILE, FernetSafe, key_in, new_key
from etappe.errors import BadSecretKey, FolderUnusable, SafeLocked


def test_what_is_sealed_can_be_opened_and_not_be_read() -> None:
    safe = FernetSafe([new_key()])

    sealed = safe.seal(b"Guten Tag")

    assert b"Guten" not in sealed
    assert safe.open(sealed) == b"Guten Tag"


def test_a_new_key_opens_nothing_old_unless_the_old_one_stays_behind_it() -> None:
    old, new = new_key(), new_key()
    sealed = FernetSafe([old]).seal(b"x")

    with pytest.raises(SafeLocked):
        FernetSafe([new]).open(sealed)
    assert FernetSafe([new, old]).open(sealed) == b"x"


@pytest.mark.parametrize("sealed", [b"", b"Message-ID: <x>", b"gAAAA"])
def test_what_was_never_sealed_is_not_opened(sealed: bytes) -> None:
    with pytest.raises(SafeLocked):
        FernetSafe([new_key()]).open(sealed)


def test_a_word_is_no_key_and_is_not_quoted() -> None:
    with pytest.raises(BadSecretKey) as caught:
        FernetSafe(["geheim"])

    assert "geheim" not in str(caught.value)


def test_a_folder_gets_one_key_that_its_owner_alone_may_read(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(key_in, [folder] * 32))

    assert len(keys) == 1
    assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600
    assert [f.name for f in folder.iterdir()] == [KEY_FILE]


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(FolderUnusable):
        key_in(tmp_path / "file")
