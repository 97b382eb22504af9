"""What is sealed is opened by its key alone, and the key that is made is one for all processes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from etappe.adapters.safe import KEY_FILE, FernetSafe, key_in, new_key
from etappe.errors import BadSecretKey, FolderUnusable, SafeLocked


def test_what_is_sealed_is_opened_again_and_cannot_be_read() -> None:
    safe = FernetSafe([new_key()])

    sealed = safe.seal(b"secret")

    assert b"secret" not in sealed
    assert safe.open(sealed) == b"secret"


def test_a_new_key_seals_and_the_former_ones_still_open() -> None:
    former, new = new_key(), new_key()
    sealed = FernetSafe([former]).seal(b"secret")
    both = FernetSafe([new, former])

    assert both.open(sealed) == b"secret"
    assert FernetSafe([new]).open(both.seal(b"more")) == b"more"


def test_what_no_key_of_ours_has_sealed_is_refused_with_the_remedy() -> None:
    sealed = FernetSafe([new_key()]).seal(b"secret")

    with pytest.raises(SafeLocked, match="ETAPPE_SECRET_KEYS"):
        FernetSafe([new_key()]).open(sealed)


@pytest.mark.parametrize("key", ["", "short", "ü" * 44])
def test_what_is_no_key_is_refused_and_not_quoted(key: str) -> None:
    with pytest.raises(BadSecretKey) as refused:
        FernetSafe([key])

    assert "short" not in str(refused.value)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    keys = {key_in(folder) for _ in range(3)}

    assert len(keys) == 1
    assert (folder / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert [file.name for file in folder.iterdir()] == [KEY_FILE]


def test_processes_that_start_together_find_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(key_in, [tmp_path] * 32))

    assert len(keys) == 1


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(FolderUnusable):
        key_in(tmp_path / "file")


def test_a_key_file_of_other_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(b"\xff\xfe")

    with pytest.raises(BadSecretKey):
        key_in(tmp_path)
