"""The services learn which modules are at work."""

from __future__ import annotations

from etappe.model.parked import Parked
from etappe.model.reasons import GERMAN
from etappe.plugin import LetterSpec
from etappe.plugin.registry import Registry
from etappe.plugin.roster import InstalledModules
from tests.unit.plugin.test_registry import FRAME_PLUGIN, TENT, Offering, Raising


def roster(*plugins: tuple[str, object], without: tuple[str, ...] = ()) -> InstalledModules:
    return InstalledModules(Registry([("rahmen", FRAME_PLUGIN), *plugins]), without)


def test_a_module_at_work_can_speak() -> None:
    assert roster(("zelt", Offering((TENT,)))).why_not("zelt", GERMAN) is None


def test_a_parked_module_cannot_for_its_cause() -> None:
    assert roster(("zelt", Raising())).why_not("zelt", GERMAN) == "ist geparkt (RuntimeError: no canvas)"


def test_a_module_that_is_switched_off_is_told_from_one_that_is_not_installed() -> None:
    rest = roster(without=("zelt",))

    assert (rest.why_not("zelt", GERMAN), rest.why_not("musik", GERMAN)) == (
        "ist abgeschaltet",
        "ist nicht installiert",
    )


def test_a_module_whose_plugin_has_another_name_is_parked_with_it() -> None:
    registry = Registry([("camping", Offering((TENT,)))])
    registry.park("camping", RuntimeError("no canvas"))

    assert InstalledModules(registry).why_not("zelt", GERMAN) == "ist geparkt (RuntimeError: no canvas)"


def test_the_version_behind_a_package_is_that_of_its_module() -> None:
    letter = LetterSpec(key="zelt.aufbau", package="etappe_zelt", template="aufbau.txt")
    tent = TENT.model_copy(update={"letters": (letter,)})

    found = roster(("zelt", Offering((tent,))))

    assert (found.version_behind("etappe_zelt"), found.version_behind("etappe_musik")) == ("2.1.0", "")


def test_each_that_failed_at_its_work_is_told_once() -> None:
    registry = Registry([("zelt", Offering((TENT,)))], [Parked("musik", "1", "cause")])
    registry.park("zelt", RuntimeError("no canvas"))
    told = InstalledModules(registry)

    first, second = told.fallen(), told.fallen()

    assert ([p.module for p in first], second) == (["zelt"], ())
