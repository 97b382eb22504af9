"""What catering keeps about a project."""

from __future__ import annotations

from pydantic import NonNegativeInt

from etappe.plugin import ModuleSettings, Record


class Order(Record):
    """How many eat, and who has ordered for them."""

    meals: NonNegativeInt
    vegetarian: NonNegativeInt = 0
    ordered_by: str = ""
    """The address of whoever called."""


class CateringSettings(ModuleSettings):
    """What an operator sets for catering."""

    most_meals: int = 120
    """More than the usual caterers can bring."""
