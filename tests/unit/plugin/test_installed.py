"""A module that is installed twice is named with both versions."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from etappe.model.parked import REMOVE
from etappe.plugin.installed import apart, entry_points, version_of


def install(folder: Path, name: str, version: str, door: str = "zelt") -> None:
    """Lay down what pip leaves behind of a distribution."""
    about = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (about / "entry_points.txt").write_text(f"[tents]\n{door} = tents\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return tmp_path


def doors() -> list[EntryPoint]:
    return sorted(entry_points(group="tents"), key=version_of)


def test_a_module_that_is_installed_once_is_found_once(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(site, "etappe-zelt", "1.0")
    monkeypatch.setattr(sys, "path", [str(site), *sys.path])

    entries, parked = apart(doors())

    assert ([(e.name, version_of(e)) for e in entries], parked) == ([("zelt", "1.0")], [])


def test_two_versions_of_one_distribution_are_named_and_neither_is_used(site: Path) -> None:
    install(site, "etappe-zelt", "1.0")
    install(site, "etappe-zelt", "2.0")

    entries, [parked] = apart(doors())

    assert entries == []
    assert (parked.module, parked.version, parked.remedy) == ("zelt", "1.0, 2.0", REMOVE)
    assert "'zelt' is installed twice, as etappe-zelt 1.0 and as etappe-zelt 2.0" in parked.cause


def test_two_distributions_with_one_door_are_named(site: Path) -> None:
    install(site, "etappe-zelt", "1.0")
    install(site, "zelt-fork", "2.0")

    entries, [parked] = apart(doors())

    assert entries == []
    assert "as etappe-zelt 1.0 and as zelt-fork 2.0; remove one of them." in parked.cause


def test_a_stranger_with_the_name_of_one_of_ours_is_named_and_ours_is_used(site: Path) -> None:
    install(site, "etappe", "0.1")
    install(site, "etappe-fork", "2.0")

    entries, [parked] = apart(doors())

    assert [e.dist.name for e in entries if e.dist] == ["etappe"]
    assert parked.module == "etappe-fork"


def test_one_that_is_switched_off_is_not_looked_at(site: Path) -> None:
    install(site, "etappe-zelt", "1.0")
    install(site, "etappe-zelt", "2.0")

    assert apart(doors(), {"zelt"}) == ([], [])
