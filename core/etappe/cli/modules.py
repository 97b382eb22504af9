"""``etappe modules``: what is at work, what had to be set aside, and trying it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cyclopts import App

from etappe.cli.terminal import Json, actor, print_json, print_table, say, warn

if TYPE_CHECKING:
    from etappe.model.parked import Parked
    from etappe.model.spec import ModuleSpec
    from etappe.plugin.registry import Registry

app = App(name="modules", help="List the modules at work and those that had to be parked; try one again.")


@app.default
@app.command(name="list")
def list_all(*, json: Json = False) -> None:
    """List the modules at work, and those that had to be parked, with cause and remedy."""
    from etappe.bootstrap import modules_of
    from etappe.settings import read_settings

    settings = read_settings()
    registry = modules_of(settings)
    rows = [_row(m, _part(m.key, settings.programme, registry)) for m in registry.modules]
    if json:
        print_json(
            {"modules": rows, "parked": [_fields(p) for p in registry.parked], "printed": registry.printed}
        )
        return
    print_table(
        f"Modules of the programme '{settings.programme}'",
        ("Module", "Version", "Phases", "Tasks", "Part"),
        [[str(cell) for name, cell in row.items() if name != "title"] for row in rows],
    )
    if registry.parked:
        columns = ("Parked", "Version", "Cause", "Since", "Remedy")
        print_table("Set aside; their letters are held", columns, [_told(p) for p in registry.parked])
    for name, characters in registry.printed.items():
        warn(f"{name} printed {characters} characters, which are not shown")


@app.command
def retry(module: str, /) -> None:
    """Try a module, or a passage, again that failed at its work and has been repaired."""
    from etappe.bootstrap import store_of
    from etappe.service.holding import try_again
    from etappe.settings import read_settings

    with store_of(read_settings()) as (store, clock):
        try_again(store, module, actor(), clock.now())
    say(
        f"'{module}' is tried again from now on. "
        "An 'etappe worker' that runs keeps the code that it has loaded: restart it after a repair."
    )


def _part(key: str, programme_key: str, registry: Registry) -> str:
    """Which part a module plays in the programme at work."""
    programme = registry.programmes.get(programme_key)
    if programme is None or key not in programme.modules:
        return "not used"
    return "mandatory" if key in programme.mandatory else "optional"


def _row(module: ModuleSpec, part: str) -> dict[str, object]:
    return {
        "key": module.key,
        "title": module.title,
        "version": module.version,
        "phases": len(module.phases),
        "tasks": len(module.tasks),
        "part": part,
    }


def _fields(parked: Parked) -> dict[str, object]:
    return {
        "key": parked.module,
        "version": parked.version,
        "cause": parked.cause,
        "since": parked.since,
        "remedy": parked.remedy,
    }


def _told(parked: Parked) -> tuple[str, ...]:
    from etappe.model.moments import local_time

    since = f"{local_time(parked.since):%d.%m.%Y %H:%M}" if parked.since else "found just now"
    return parked.module, parked.version, parked.cause, since, parked.remedy
