"""The files of a project: downloaded and deleted by project management."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from etappe.model.permissions import Action
from etappe.service.files import delete_file, read_file
from etappe_portal.disposition import attachment
from etappe_portal.guards import allowed
from etappe_portal.visit import Visit

router = APIRouter(prefix="/projekte/{project}/dateien/{file}")
Seeing = Annotated[Visit, allowed(Action.SEE_FILES)]
Deleting = Annotated[Visit, allowed(Action.DELETE_FILES)]


@router.get("")
def download(visit: Seeing, project: str, file: str) -> Response:
    """A file as it was added."""
    found, content = read_file(visit.reading, project, file)
    return Response(content, media_type=found.kind.value, headers=attachment(found.name))


@router.post("/loeschen")
def delete(visit: Deleting, project: str, file: str) -> Response:
    """Delete a file for good."""
    delete_file(visit.office, project, file, visit.by, visit.now)
    return visit.onward(f"/projekte/{project}", "datei-geloescht")
