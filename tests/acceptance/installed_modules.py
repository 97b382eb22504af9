"""Prints which modules, programmes and offers are found, as the settings of its own process say."""

from __future__ import annotations

from pydantic import BaseModel

from etappe.model.plan import draw_up
from etappe.plugin.registry import Registry
from etappe.settings import Settings


class Found(BaseModel):
    """What the registry found."""

    modules: list[str]
    programmes: list[str]
    optional: list[str]
    """What a project may choose."""
    offers: list[str]
    """The keys of everything in a plan with all that can be chosen."""
    parked: dict[str, tuple[str, str]]
    """Version and cause by module."""


def main() -> None:
    """Look, and print what was found."""
    registry = Registry.installed(Settings().without)
    programmes = registry.programmes.values()
    plans = [draw_up(p, p.optional) for p in programmes]
    found = Found(
        modules=[m.key for m in registry.modules],
        programmes=list(registry.programmes),
        optional=[key for p in programmes for key in p.optional],
        offers=[
            offer.key
            for p in plans
            for offer in (*p.phases, *p.anchors, *p.conditions, *p.ladders, *p.tasks, *p.letters)
        ],
        parked={m.module: (m.version, m.cause) for m in registry.parked},
    )
    print(found.model_dump_json())


if __name__ == "__main__":
    main()
