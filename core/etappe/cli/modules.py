"""``etappe modules``: what is at work, and what had to be set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etappe.cli.terminal import Json, print_json, print_table, warn

if TYPE_CHECKING:
    from etappe.model.spec import ModuleSpec
    from etappe.plugin.registry import Registry


def modules(*, json: Json = False) -> None:
    """List the modules at work, and those that had to be parked, with the cause."""
    from etappe.bootstrap import installed
    from etappe.settings import read_settings

    settings = read_settings()
    registry = installed(settings)
    rows = [_row(m, _part(m.key, settings.programme, registry)) for m in registry.modules]
    if json:
        parked = [{"key": p.module, "version": p.version, "cause": p.cause} for p in registry.parked]
        print_json({"modules": rows, "parked": parked})
        return
    print_table(
        f"Modules of the programme '{settings.programme}'",
        ("Module", "Version", "Phases", "Tasks", "Part"),
        [[str(cell) for name, cell in row.items() if name != "title"] for row in rows],
    )
    for module in registry.parked:
        warn(f"parked: {module.module} {module.version}: {module.cause}")


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
