"""``etappe db``: the tables of the database."""

from __future__ import annotations

from cyclopts import App

from etappe.cli.terminal import say

app = App(name="db", help="Make or upgrade the tables of the database.")


@app.command
def upgrade() -> None:
    """Bring the tables to the newest revision; back the database up before."""
    from etappe.adapters.sql import schema
    from etappe.adapters.sql.engine import require_reachable
    from etappe.bootstrap import engine_of
    from etappe.settings import read_settings

    engine = engine_of(read_settings())
    try:
        require_reachable(engine)
        schema.upgrade(engine)
        say(f"The tables in '{engine.url.database}' have revision {schema.HEAD}.")
    finally:
        engine.dispose()
