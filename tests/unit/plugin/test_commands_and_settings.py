"""Commands that modules bring, and what operators set for modules."""

from __future__ import annotations

import pytest

from etappe.cli.app import COMMANDS
from etappe.model.command import OWN
from etappe.plugin import CommandSpec, ModuleSettings, ModuleSpec, hookimpl
from etappe.plugin.registry import Registry
from etappe.plugin.set_values import ModuleValues

TENT = ModuleSpec(key="zelt", title="Zelt", version="2.1.0")


class TentSettings(ModuleSettings):
    """What an operator sets for the tent."""

    poles: int = 4


class Bringing:
    """A plugin with a module and commands."""

    def __init__(self, *commands: str, module: ModuleSpec = TENT) -> None:
        self._commands = tuple(
            CommandSpec(name=c, help="Hilfe.", target="zelt.commands:app") for c in commands
        )
        self._module = module

    @hookimpl
    def etappe_modules(self) -> tuple[ModuleSpec, ...]:
        return (self._module,)

    @hookimpl
    def etappe_commands(self) -> tuple[CommandSpec, ...]:
        return self._commands


def cause(registry: Registry) -> str:
    """Why the one module that is parked is parked."""
    [parked] = registry.parked
    return f"{parked.module}: {parked.cause}"


def with_settings(values: ModuleValues) -> Registry:
    """A tent for which something is set."""
    tent = TENT.model_copy(update={"settings": TentSettings})
    return Registry([("zelt", Bringing(module=tent))], settings=values)


def test_no_module_can_take_a_command_of_etappes_own() -> None:
    assert set(COMMANDS) == OWN


def test_commands_are_known_with_whoever_brings_them() -> None:
    registry = Registry([("zelt", Bringing("aufbauen", "abbauen"))])

    assert [c.name for c in registry.commands["zelt"]] == ["aufbauen", "abbauen"]


def test_a_module_that_takes_one_of_our_commands_is_parked() -> None:
    registry = Registry([("zelt", Bringing("tick"))])

    assert "The command 'tick' of the module 'zelt' is one of etappe's own" in cause(registry)
    assert registry.commands == {}


def test_of_two_modules_with_the_same_command_the_second_is_parked() -> None:
    other = TENT.model_copy(update={"key": "boot"})

    registry = Registry([("zelt", Bringing("los")), ("boot", Bringing("los", module=other))])

    assert cause(registry).startswith("boot: KeyTaken: The key 'los'")


def test_without_a_word_from_the_operator_a_module_has_its_defaults() -> None:
    assert with_settings({}).settings == {"zelt": TentSettings(poles=4)}


def test_what_the_operator_sets_counts() -> None:
    assert with_settings({"zelt": {"poles": 6}}).settings == {"zelt": TentSettings(poles=6)}


@pytest.mark.parametrize("values", [{"poles": "many"}, {"ropes": 2}], ids=["wrong kind", "unknown"])
def test_a_setting_that_does_not_fit_parks_the_module_and_is_not_quoted(values: dict[str, object]) -> None:
    [field] = values

    told = cause(with_settings({"zelt": values}))

    assert f"The setting '{field}' of the module 'zelt' cannot be used" in told
    assert "many" not in told


def test_a_setting_for_a_module_without_settings_parks_it() -> None:
    registry = Registry([("zelt", Bringing())], settings={"zelt": {"poles": 6}})

    assert "it has no settings" in cause(registry)
