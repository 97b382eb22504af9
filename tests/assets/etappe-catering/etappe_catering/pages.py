"""The pages of catering: the order of one project, and all orders."""

from __future__ import annotations

from etappe.plugin import KeepRecord, Page, PageVisit, Refused, Saved
from etappe_catering.records import Order

KEY = "workshop"


def order(visit: PageVisit) -> Page:
    """For how many a project orders."""
    kept = visit.project.records(Order).get(KEY)
    values = {"meals": str(kept.meals), "vegetarian": str(kept.vegetarian)} if kept else {}
    workshop = visit.project.anchors.get("workshop")
    return Page("bestellung.html", {"workshop": workshop, "order": kept}, values)


def take_order(visit: PageVisit) -> Saved | Refused:
    """Keep the numbers that were typed; a number takes the place of the one before."""
    numbers = {name: visit.form.get(name, "").strip() for name in ("meals", "vegetarian")}
    errors = {
        name: "Bitte geben Sie eine Zahl von 0 bis 999 ein."
        for name, typed in numbers.items()
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 3)
    }
    if not errors and int(numbers["vegetarian"]) > int(numbers["meals"]):
        errors["vegetarian"] = "Das sind mehr vegetarische Essen als Essen überhaupt."
    if errors:
        return Refused(errors)
    wanted = Order(meals=int(numbers["meals"]), vegetarian=int(numbers["vegetarian"]), ordered_by=visit.by)
    return Saved((KeepRecord(key=KEY, record=wanted),))


def orders(visit: PageVisit) -> Page:
    """What all projects have ordered."""
    lines = [(project, order) for project in visit.projects for order in project.records(Order).values()]
    return Page("bestellungen.html", {"lines": lines})
