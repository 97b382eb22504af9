"""The rules of catering: values in, sentences out."""

from __future__ import annotations

from collections.abc import Iterable

from etappe.plugin import PersonView
from etappe_catering.records import Order


def objections(orders: Iterable[Order], most_meals: int) -> tuple[str, ...]:
    """What stands against calling the number of meals reported."""
    meals = sum(order.meals for order in orders)
    if not meals:
        return ("Die Zahl der Essen ist noch nicht eingetragen.",)
    if meals > most_meals:
        return (f"{meals} Essen sind mehr, als geliefert werden können ({most_meals}).",)
    return ()


def names_of(person: PersonView) -> tuple[str, ...]:
    """How somebody is named who has ordered: by the address on the phone, by themselves in the portal."""
    return (person.email, f"person/{person.id}")
