"""A module that raises, answers nonsense or contradicts the others is parked; the rest works."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from importlib.metadata import EntryPoint
from threading import Event

import pytest

from etappe.errors import UnknownProgramme
from etappe.model.calendar import Days
from etappe.model.parked import Parked
from etappe.model.place import Land, Place
from etappe.plugin import (
    AnchorSpec,
    LadderSpec,
    LetterSpec,
    ModuleSpec,
    PhaseSpec,
    ProgrammeSpec,
    RoleSpec,
    TaskSpec,
    hookimpl,
    working_days,
)
from etappe.plugin.registry import Registry
from etappe.plugin.watchdog import Watchdog

START = AnchorSpec(key="start", title="Start", dative="dem Start")
FRAME = ModuleSpec(
    key="rahmen",
    title="Rahmen",
    version="1.0.0",
    roles=(RoleSpec(key="AP", title="Ansprechperson"),),
    anchors=(START,),
    phases=(PhaseSpec(key="vorbereitung", title="Vorbereitung", begins=(working_days("start", 0),)),),
    ladders=(LadderSpec(key="kurz", title="Kurz"),),
)
PROGRAMME = ProgrammeSpec(
    key="probe",
    title="Probe",
    mandatory=("rahmen",),
    optional=("zelt",),
    duration_from="start",
    duration_to="start",
    longest_months=6,
)
TENT = ModuleSpec(key="zelt", title="Zelt", version="2.1.0")


class Offering:
    """A plugin that answers with what it is given."""

    def __init__(self, modules: object = (), programmes: object = ()) -> None:
        self._modules = modules
        self._programmes = programmes

    @hookimpl
    def etappe_modules(self) -> object:
        return self._modules

    @hookimpl
    def etappe_programmes(self) -> object:
        return self._programmes


class Raising(Offering):
    """A plugin whose hook fails."""

    @hookimpl
    def etappe_modules(self) -> object:
        raise RuntimeError("no\n  canvas")


class Misshapen:
    """A plugin whose second hook wants to know more than etappe tells."""

    @hookimpl
    def etappe_modules(self) -> object:
        return (TENT,)

    @hookimpl
    def etappe_programmes(self, weather: str) -> object:
        raise NotImplementedError(weather)


class Knowing:
    """A plugin that knows the days of some places."""

    def __init__(self, answer: Callable[[Place], object]) -> None:
        self._answer = answer

    @hookimpl
    def etappe_calendar(self, place: Place) -> object:
        return self._answer(place)


FRAME_PLUGIN = Offering((FRAME,), (PROGRAMME,))


def with_frame(*plugins: tuple[str, object]) -> Registry:
    return Registry([("rahmen", FRAME_PLUGIN), *plugins])


def install(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    """Let these entry points be all that is installed."""

    def found(*, group: str) -> list[EntryPoint]:
        return [EntryPoint(name, value, group) for name, value in values.items()]

    monkeypatch.setattr("etappe.plugin.registry.entry_points", found)


def module(**offers: object) -> ModuleSpec:
    return TENT.model_copy(update=offers)


def days(land: str) -> Days:
    return Days(land, date(2026, 1, 1), date(2026, 12, 31), {}, {}, date(2026, 12, 31))


def refusing(place: Place) -> object:
    raise RuntimeError(f"no calendar of {place.land}")


def test_modules_and_programmes_are_found() -> None:
    registry = with_frame(("zelt", Offering((TENT,))))

    assert registry.modules == (FRAME, TENT)
    assert registry.programme("probe").optional == ("zelt",)
    assert registry.parked == ()


def test_an_unknown_programme_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnknownProgramme, match="the programme 'fest'; there are: probe"):
        with_frame().programme("fest")


@pytest.mark.parametrize(
    ("plugin", "cause"),
    [
        (Raising(), "RuntimeError: no canvas"),
        (
            Offering("zelt"),
            "BrokenModule: The module 'zelt' .*: etappe_modules answered with 'z'",
        ),
        (Offering((None,)), "BrokenModule: .* etappe_modules answered with None"),
        (Offering((PROGRAMME,)), r"BrokenModule: .* etappe_modules answered with ProgrammeSpec\("),
        (Offering((), (TENT,)), r"BrokenModule: .* etappe_programmes answered with ModuleSpec\("),
        (Offering(7), "TypeError: 'int' object is not iterable"),
        (
            Offering((module(contract=2),)),
            "NewerContract: The module 'zelt' .* contract 2 .* contract 1",
        ),
        (Offering((FRAME,)), "KeyTaken: The key 'rahmen' is offered by the modules 'rahmen' and 'zelt'"),
        (Offering((TENT, TENT)), "KeyTaken: The key 'zelt'"),
        (Offering((TENT,), (PROGRAMME,)), "KeyTaken: The key 'probe'"),
        (Misshapen(), "PluginValidationError: .*weather"),
    ],
    ids=lambda value: value.split(":")[0] if isinstance(value, str) else "",
)
def test_a_faulty_plugin_is_parked_with_its_cause(plugin: object, cause: str) -> None:
    registry = with_frame(("zelt", plugin), ("musik", Offering((module(key="musik", joins=("probe",)),))))

    assert [p.module for p in registry.parked] == ["zelt"]
    assert re.match(cause, registry.parked[0].cause)
    assert list(registry.programme("probe").modules) == ["rahmen", "musik"]


@pytest.mark.parametrize(
    ("faulty", "cause"),
    [
        (module(anchors=(START,)), "KeyTaken: The key 'start' is offered by the modules 'rahmen' and 'zelt'"),
        (
            module(phases=(PhaseSpec(key="zelt", title="Zelt", begins=(working_days("ostern", 1),)),)),
            "DanglingReference: 'zelt' of the module 'zelt' points to 'ostern'",
        ),
        (
            module(
                tasks=(
                    TaskSpec(
                        key="fremd.aufbau",
                        phase="vorbereitung",
                        title="Aufbau",
                        role="AP",
                        due=working_days("start", 1),
                        ladder="kurz",
                        escalation="kurz",
                        effort="ein Tag",
                    ),
                )
            ),
            "KeyOutsideModule: The module 'zelt' offers 'fremd.aufbau'",
        ),
    ],
    ids=["key taken", "dangling reference", "key outside"],
)
def test_a_module_that_contradicts_the_others_is_parked(faulty: ModuleSpec, cause: str) -> None:
    registry = with_frame(("zelt", Offering((faulty,))))

    assert [(p.module, p.version) for p in registry.parked] == [("zelt", "2.1.0")]
    assert registry.parked[0].cause.startswith(cause)
    assert list(registry.programme("probe").modules) == ["rahmen"]


def test_a_module_parked_for_one_programme_is_in_no_other() -> None:
    lonely = PROGRAMME.model_copy(update={"key": "allein", "mandatory": ("zelt",), "optional": ()})
    tent = module(anchors=(START,))

    registry = with_frame(("zelt", Offering((tent,), (lonely,))))

    assert [p.module for p in registry.parked] == ["zelt"]
    assert registry.programme("allein").missing == ("zelt",)


def test_a_module_that_was_parked_before_stays_named() -> None:
    parked = Parked("musik", "0.3", "ImportError: no trumpet")

    registry = Registry([("rahmen", FRAME_PLUGIN)], [parked])

    assert registry.parked == (parked,)


def test_a_parked_plugin_is_not_asked_again() -> None:
    class Half(Raising):
        @hookimpl
        def etappe_calendar(self, place: Place) -> Days:
            return days(place.land)

    registry = with_frame(("zelt", Half()))

    assert registry.days_of(Place(Land.NW)) is None


def test_a_plugin_whose_hook_has_another_shape_is_not_half_at_work() -> None:
    registry = with_frame(("zelt", Misshapen()))

    assert registry.modules == (FRAME,)


def test_the_first_answer_about_a_place_wins() -> None:
    # pluggy asks the latest first, so that a stranger may know better
    registry = Registry([("eins", Knowing(lambda _: days("A"))), ("zwei", Knowing(lambda _: days("B")))])

    answer = registry.days_of(Place(Land.NW))

    assert answer is not None
    assert answer.land == "B"


def test_a_plugin_that_does_not_know_a_place_leaves_it_to_others() -> None:
    registry = Registry([("eins", Knowing(lambda _: days("A"))), ("zwei", Knowing(lambda _: None))])

    answer = registry.days_of(Place(Land.NW))

    assert answer == days("A")
    assert registry.parked == ()


def test_a_place_that_nobody_knows_is_left_to_the_core() -> None:
    registry = Registry([("eins", Knowing(lambda _: None))])

    assert registry.days_of(Place(Land.NW)) is None


@pytest.mark.parametrize(
    ("plugin", "cause"),
    [
        (Knowing(refusing), "RuntimeError: no calendar of NW"),
        (Knowing(lambda _: "Mondays"), "BrokenModule: The module 'zwei' could not be loaded"),
    ],
    ids=["raises", "nonsense"],
)
def test_a_plugin_that_fails_about_a_place_is_parked_and_another_answers(plugin: Knowing, cause: str) -> None:
    registry = Registry([("eins", Knowing(lambda _: days("A"))), ("zwei", plugin)])

    answer = registry.days_of(Place(Land.NW))

    assert answer == days("A")
    assert [p.module for p in registry.parked] == ["zwei"]
    assert registry.parked[0].cause.startswith(cause)


def test_a_module_that_cannot_be_imported_is_parked(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, rahmen=f"{__name__}:FRAME_PLUGIN", zelt="etappe_no_such_tent.hooks")

    registry = Registry.installed()

    cause = "ModuleNotFoundError: No module named 'etappe_no_such_tent'"
    assert registry.parked == (Parked("zelt", "", cause),)
    assert registry.modules == (FRAME,)


def test_an_installed_module_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, rahmen=f"{__name__}:FRAME_PLUGIN", zelt="etappe_no_such_tent.hooks")

    registry = Registry.installed(without=("zelt",))

    assert registry.parked == ()
    assert registry.modules == (FRAME,)


class Quitting(Offering):
    """A plugin that wants to end etappe."""

    @hookimpl
    def etappe_modules(self) -> object:
        raise SystemExit


class Talking(Offering):
    """A plugin that says more than it is asked."""

    @hookimpl
    def etappe_modules(self) -> object:
        print("thinking")
        return (TENT,)


def test_a_plugin_that_quits_ends_itself_alone() -> None:
    registry = with_frame(("zelt", Quitting()))

    assert [p.module for p in registry.parked] == ["zelt"]
    assert registry.modules == (FRAME,)


def test_a_plugin_that_prints_goes_on_and_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    registry = with_frame(("zelt", Talking()))

    assert registry.modules == (FRAME, TENT)
    assert registry.printed == {"zelt": 9}
    assert capsys.readouterr().out == ""


def test_a_plugin_that_fails_at_its_work_is_told_to_others_and_not_asked_again() -> None:
    asked: list[Place] = []

    def failing(place: Place) -> object:
        asked.append(place)
        raise RuntimeError

    registry = Registry([("zelt", Knowing(failing))])

    registry.days_of(Place(Land.NW))
    registry.days_of(Place(Land.NW))

    assert len(asked) == 1
    assert [(p.module, p.lasting) for p in registry.parked] == [("zelt", True)]


def test_a_plugin_that_fails_when_it_is_loaded_is_found_by_everybody() -> None:
    registry = with_frame(("zelt", Raising()))

    assert [(p.lasting, p.remedy) for p in registry.parked] == [(False, "repair, update or remove it")]


def test_a_plugin_that_hangs_when_it_is_loaded_is_told_to_others() -> None:
    hangs, released = Event(), Event()

    class Hanging(Offering):
        @hookimpl
        def etappe_modules(self) -> object:
            hangs.set()
            released.wait()
            return ()

    watchdog = Watchdog(waiting=lambda _done, _seconds: not hangs.wait())

    registry = Registry([("zelt", Hanging())], watchdog=watchdog)

    released.set()
    assert [(p.module, p.lasting) for p in registry.parked] == [("zelt", True)]


def test_a_newer_contract_asks_for_an_update() -> None:
    registry = with_frame(("zelt", Offering((module(contract=2),))))

    assert registry.parked[0].remedy == "update etappe, or install an older version of the module"


def test_an_offer_that_nobody_has_checked_is_checked() -> None:
    registry = with_frame(("zelt", Offering((module(title="Zelt" * 100),))))

    assert registry.parked[0].cause == (
        "ValidationError: ModuleSpec: title: String should have at most 200 characters"
    )


def test_two_distributions_with_one_module_are_named_with_their_versions() -> None:
    versions = {"zelt": "1.0", "zelt_neu": "2.0"}

    registry = Registry([("zelt", Offering((TENT,))), ("zelt_neu", Offering((TENT,)))], versions=versions)

    (parked,) = registry.parked
    assert (parked.module, parked.version) == ("zelt_neu", "2.0")
    assert "'zelt' is installed twice, as zelt 1.0 and as zelt_neu 2.0" in parked.cause
    assert "pip uninstall" in parked.remedy


def test_a_parked_module_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    with_frame(("zelt", Raising()))

    assert [r.getMessage() for r in caplog.records] == ["zelt is parked: RuntimeError: no canvas"]


def test_what_failed_before_is_not_even_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, rahmen=f"{__name__}:FRAME_PLUGIN", zelt="etappe_no_such_tent.hooks")
    before = Parked("zelt", "", "ModuleHangs: for ever", lasting=True)

    registry = Registry.installed(aside=[before])

    assert registry.parked == (before,)


def test_another_version_of_what_failed_before_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, rahmen=f"{__name__}:FRAME_PLUGIN")

    registry = Registry.installed(aside=[Parked("rahmen", "0.9", "ModuleHangs: for ever")])

    assert (registry.modules, registry.parked) == ((FRAME,), ())


@pytest.mark.parametrize(("version", "named"), [("2.1.0", 1), ("2.0.0", 0)])
def test_a_passage_that_failed_is_named_as_long_as_its_module_is_the_same(
    version: str, named: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, zelt=f"{__name__}:WITH_LETTER")
    passage = Parked("etappe_zelt/aufbau.txt", version, "no ink", lasting=True)

    registry = Registry.installed(aside=[passage])

    assert registry.parked == (passage,) * named
    assert [m.key for m in registry.modules] == ["zelt"]


WITH_LETTER = Offering(
    (module(letters=(LetterSpec(key="zelt.aufbau", package="etappe_zelt", template="aufbau.txt"),)),)
)
