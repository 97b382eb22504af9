"""Writes new modules from the template, by copier."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path

from etappe.errors import FolderNotEmpty, FolderNotWritable, KitMissing


def write_module(folder: Path, answers: Mapping[str, str]) -> tuple[Path, ...]:
    """Write a module into a folder, all or nothing; tells the files.

    Raises `KitMissing`, `FolderNotEmpty` or `FolderNotWritable`.
    """
    try:
        from copier import run_copy
    except ImportError:
        raise KitMissing(command="etappe module new", package="copier") from None
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise FolderNotEmpty(folder=folder)
        with as_file(files("etappe") / "module_template") as template:
            run_copy(str(template), folder, data=dict(answers), defaults=True, quiet=True)
    except OSError as error:
        raise FolderNotWritable(folder=folder, cause=error.strerror) from None
    return tuple(sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file()))
