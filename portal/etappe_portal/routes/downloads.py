"""What leaves the portal as a file: calendars that are followed, workbooks of a plan and of all projects."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from etappe.adapters.feeds import render
from etappe.adapters.workbook.writing import workbook_of
from etappe.model.cells import Table
from etappe.model.link import LinkPurpose
from etappe.model.permissions import Action
from etappe.service.feeds import person_feed
from etappe.service.opening import open_link
from etappe.service.sheets.exporting import plan_tables, portfolio_tables
from etappe_portal.guards import Anybody, allowed
from etappe_portal.visit import Visit

router = APIRouter()
Downloading = Annotated[Visit, allowed(Action.DOWNLOAD_SHEETS)]
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/kalender/{token}.ics")
def calendar(visit: Anybody, request: Request, token: str) -> Response:
    """The calendar of a person, for whoever has its address; unchanged where it is."""
    with visit.reading.store.begin() as tx:
        opened = open_link(tx, token, visit.now, {LinkPurpose.FEED})
    feed = render(person_feed(visit.reading, opened.person.email, visit.now))
    headers = {"ETag": f'"{feed.etag}"', "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(feed.body, media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/projekte.xlsx")
def portfolio(visit: Downloading) -> Response:
    """All projects as a workbook."""
    return _workbook(visit, portfolio_tables(visit.reading, visit.now), "projekte")


@router.get("/projekte/{project}/plan.xlsx")
def plan(visit: Downloading, project: str) -> Response:
    """The plan of a project as a workbook."""
    return _workbook(visit, plan_tables(visit.reading, project, visit.now), project)


def _workbook(visit: Visit, tables: tuple[Table, ...], name: str) -> Response:
    content = workbook_of(tables, visit.reading.speech.captions.day_format)
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(content, media_type=WORKBOOK, headers=headers)
