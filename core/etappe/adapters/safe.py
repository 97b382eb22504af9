"""Seals with Fernet; the keys come from the settings, else from a file beside the database."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from etappe.errors import BadSecretKey, FolderUnusable, SafeLocked

KEY_FILE = "secret.key"


class FernetSafe:
    """Seals with the newest key, and opens what any of them has sealed."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._keys = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise BadSecretKey from None

    def seal(self, plain: bytes) -> bytes:
        """The bytes, sealed."""
        return self._keys.encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """The bytes that were sealed; raises `SafeLocked` where no key of ours did so."""
        try:
            return self._keys.decrypt(sealed)
        except InvalidToken:
            raise SafeLocked from None


def new_key() -> str:
    """A key that nobody has."""
    return Fernet.generate_key().decode("ascii")


def key_in(folder: Path) -> str:
    """The key in a folder, made where there is none; processes that start together find the same.

    Raises `FolderUnusable`, or `BadSecretKey` where the file holds something else.
    """
    file, draft = folder / KEY_FILE, folder / f".{uuid4().hex}.key"
    try:
        if not file.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            _write(draft, new_key())
            try:
                os.link(draft, file)  # all at once, and only where there is none yet
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return file.read_text(encoding="ascii").strip()
    except UnicodeDecodeError:
        raise BadSecretKey from None
    except OSError as error:
        raise FolderUnusable(folder=folder, cause=error.strerror) from None


def _write(file: Path, key: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(key + "\n")
        handle.flush()
        os.fsync(handle.fileno())
