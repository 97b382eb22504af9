"""What modules offer and know is heard; every hook is documented and tested."""

from __future__ import annotations

import inspect
import re
from datetime import date
from pathlib import Path

import pytest

from etappe.plugin import Days, ModuleSpec, Place, ProgrammeSpec, hookimpl, hookspecs
from etappe.plugin.registry import Registry

ROOT = Path(__file__).parents[3]
HOOKS = tuple(name for name in vars(hookspecs) if name.startswith("etappe_"))
FEAST = ModuleSpec(key="feier", title="Feier", version="1.0.0")
DAYS = Days(
    land="HB",
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    public={date(2026, 10, 16): "Freimarkt"},
    school={},
    school_known_until=date(2026, 12, 31),
)


class Feast:
    """Hooks that answer with a module, a programme, and the days of Bremen."""

    @hookimpl
    def etappe_modules(self) -> tuple[ModuleSpec, ...]:
        """Offer one module."""
        return (FEAST,)

    @hookimpl
    def etappe_programmes(self) -> tuple[ProgrammeSpec, ...]:
        """Offer a programme of this module."""
        return (
            ProgrammeSpec(
                key="probe",
                title="Probe",
                mandatory=("feier",),
                duration_from="start",
                duration_to="feier",
                longest_months=6,
            ),
        )

    @hookimpl
    def etappe_calendar(self, place: Place) -> Days | None:
        """Know the days of Bremen alone."""
        return DAYS if place.land == "HB" else None


@pytest.fixture
def registry() -> Registry:
    """The module, as it is found."""
    return Registry([("feier", Feast())])


def test_hook_etappe_modules_offers_modules(registry: Registry) -> None:
    assert registry.modules == (FEAST,)


def test_hook_etappe_programmes_offers_programmes(registry: Registry) -> None:
    assert registry.programme("probe").mandatory == ("feier",)


def test_hook_etappe_calendar_knows_the_days_of_a_place_or_leaves_it_to_others(registry: Registry) -> None:
    assert registry.days_of(Place("HB")) == DAYS
    assert registry.days_of(Place("NI")) is None


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_a_heading_with_its_exact_signature(hook: str) -> None:
    signature = str(inspect.signature(getattr(hookspecs, hook))).replace("'", "")

    pages = [page.read_text("utf8") for page in (ROOT / "docs").glob("*.md")]

    heading = f"### `{hook}{signature}`"
    assert any(heading in page.splitlines() for page in pages), f"docs/reference.md lacks: {heading}"


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_a_test_that_bears_its_name(hook: str) -> None:
    sources = (path.read_text("utf8") for path in (ROOT / "tests").rglob("test_*.py"))

    named = [source for source in sources if re.search(rf"^def test_hook_{hook}(_\w+)?\(", source, re.M)]

    assert named, f"write a test test_hook_{hook}"


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_shows_a_whole_example(hook: str) -> None:
    told = inspect.getdoc(getattr(hookspecs, hook)) or ""

    example = told.partition("Example::")[2]

    assert "@hookimpl" in example
    assert f"def {hook}{str(inspect.signature(getattr(hookspecs, hook))).replace(chr(39), '')}" in example
