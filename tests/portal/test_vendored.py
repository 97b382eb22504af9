"""Files that others wrote are what they say they are."""

from __future__ import annotations

import tomllib
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

VENDOR = Path(str(files("etappe_portal"))) / "static" / "vendor"
TOLD = tomllib.loads((VENDOR / "vendor.toml").read_text(encoding="utf-8"))["file"]


def test_each_is_byte_for_byte_what_its_package_holds() -> None:
    wrong = [f["path"] for f in TOLD if sha256((VENDOR / f["path"]).read_bytes()).hexdigest() != f["sha256"]]

    assert wrong == []


def test_each_says_its_package_version_and_licence_and_none_is_left_out() -> None:
    there = {str(f.relative_to(VENDOR)) for f in VENDOR.rglob("*") if f.is_file()} - {"vendor.toml"}

    assert {f["path"] for f in TOLD} == there
    assert all(f["package"] and f["version"] and f["licence"] for f in TOLD)
