"""The project team of the demo; like the contacts in kommunen.csv, all of these people are fictional."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the project team of the demo, and who steps in."""

    role: str
    name: str
    email: str
    deputy: tuple[str, str] | None = None


PROJECT_MANAGEMENT = Member(
    "PM",
    "Jule Sommerfelden",
    "projektmanagement@etappe-demo.example",
    ("Emre Talbrück", "stellvertretung@etappe-demo.example"),
)
MODERATION = Member("MO", "Nele Windhagen", "moderation@etappe-demo.example")
PROGRAMME_LEAD = Member("PL", "Matthis Oberlind", "programmleitung@etappe-demo.example")
TEAM = (PROJECT_MANAGEMENT, MODERATION, PROGRAMME_LEAD)
