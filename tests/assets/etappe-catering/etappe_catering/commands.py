"""``etappe catering``: enter and list orders."""

from __future__ import annotations

from cyclopts import App

from etappe.plugin import KeepRecord
from etappe.plugin.desk import AtDesk
from etappe_catering.records import Order

app = App(name="catering", help="Enter and list orders.")


@app.command
def order(project: str, meals: int, /, *, vegetarian: int = 0, by: str = "", desk: AtDesk) -> None:
    """Enter for how many a project orders; a new number takes the place of the old."""
    wanted = Order(meals=meals, vegetarian=vegetarian, ordered_by=by)
    desk.carry_out(project, KeepRecord(key="workshop", record=wanted))
    print(f"{project} orders {meals} meals, {vegetarian} of them vegetarian.")


@app.command(name="list")
def list_all(*, desk: AtDesk) -> None:
    """List the orders of all projects."""
    for project in desk.projects():
        for kept in project.records(Order).values():
            print(f"{project.kommune_name}: {kept.meals} meals, {kept.vegetarian} of them vegetarian")
