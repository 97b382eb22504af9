"""The API as an application of its own, with its own way to refuse."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from etappe.errors import EtappeError
from etappe_portal.api import problems
from etappe_portal.api.document import document
from etappe_portal.api.guard import Called
from etappe_portal.api.routes import ROUTERS
from etappe_portal.portal import Portal


def create_api(portal: Portal) -> FastAPI:
    """The API of one programme, to be mounted into its portal."""
    api = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    api.state.portal = portal
    for router in ROUTERS:
        api.include_router(router)
    api.add_api_route("/openapi.json", show_document, include_in_schema=False)
    api.add_exception_handler(EtappeError, problems.refused)
    api.add_exception_handler(HTTPException, problems.unanswered)
    api.add_exception_handler(RequestValidationError, problems.invalid)
    api.add_exception_handler(Exception, problems.broken)
    return api


def show_document(_: Called) -> JSONResponse:
    """The document of the API, for whoever has a token."""
    return JSONResponse(document())
