"""Texts that modules contribute: to the report of a project, and to what is known of a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, JsonValue

from etappe.model.offer import Offer

LONGEST_SECTION = 20_000


class ReportSection(Offer):
    """A section of the final report of a project, as Markdown in the language of the programme."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    text: Annotated[str, Field(max_length=LONGEST_SECTION)]


class PersonalData(Offer):
    """Something that a module knows of a person, for the export under Art. 15 and 20 DSGVO."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    """What it is: "Anmeldung zur Dialogveranstaltung"."""
    project: str | None = None
    data: Mapping[str, JsonValue]
