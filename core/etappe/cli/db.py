"""``etappe db``: the tables of the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cyclopts import App

from etappe.cli.terminal import err, say

if TYPE_CHECKING:
    from etappe.settings import Settings

app = App(name="db", help="Make or upgrade the tables of the database.")


@app.command
def upgrade() -> None:
    """Bring the tables to the newest revision, and what modules keep to their newest versions.

    Back the database up before. Interrupted, it goes on where it was when it is called again.
    """
    from etappe.adapters.sql import schema
    from etappe.adapters.sql.engine import require_reachable
    from etappe.bootstrap import engine_of
    from etappe.settings import read_settings

    settings = read_settings()
    engine = engine_of(settings)
    try:
        require_reachable(engine)
        schema.upgrade(engine)
        say(f"The tables in '{engine.url.database}' have revision {schema.HEAD}.")
        programmes = schema.tenants_in(engine)
    finally:
        engine.dispose()
    _upgrade_records(settings, programmes)


def _upgrade_records(settings: Settings, programmes: Iterable[str]) -> None:
    from etappe.bootstrap import assembled, modules_of
    from etappe.service.records import upgrade_records

    registry = modules_of(settings)
    for programme in (p for p in programmes if p in registry.programmes):
        chosen = settings.model_copy(update={"programme": programme})
        with assembled(chosen, registry) as etappe, err.status(f"Records of '{programme}' …") as status:
            number = upgrade_records(
                etappe.office, etappe.clock.now(), lambda kind, done: status.update(f"{kind}: {done}")
            )
        if number:
            say(f"{number} records of '{programme}' were upgraded.")
