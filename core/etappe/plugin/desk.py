"""What a module's command works at: projects to look at, and intentions to have carried out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Protocol

from cyclopts import Parameter

from etappe.model.intentions import Intention
from etappe.model.views import ProjectView


class Desk(Protocol):
    """Handed to a command of a module that asks for it with a parameter ``*, desk: AtDesk``."""

    @property
    def now(self) -> datetime:
        """This moment, in UTC."""
        ...

    def projects(self) -> tuple[ProjectView, ...]:
        """All projects by id, each with the module's own records."""
        ...

    def project(self, project_id: str) -> ProjectView:
        """One project with the module's own records; raises `UnknownProject`."""
        ...

    def carry_out(self, project_id: str, *intentions: Intention) -> None:
        """Carry out intentions about a project, all or none; raises what the core refuses."""
        ...


AtDesk = Annotated[Desk, Parameter(parse=False)]
"""The annotation by which a command asks for a desk; nobody types it."""
