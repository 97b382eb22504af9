"""The application: its routes, what stands before them, and what is said where something goes wrong."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect
from starlette.staticfiles import StaticFiles

from etappe.errors import EtappeError
from etappe_portal import refusals
from etappe_portal.api.app import create_api
from etappe_portal.api.document import PREFIX
from etappe_portal.headers import SafeHeaders
from etappe_portal.portal import Portal
from etappe_portal.routes import ROUTERS
from etappe_portal.shield import Shield

STATIC = Path(__file__).parent / "static"


def create_app(portal: Portal) -> FastAPI:
    """The web face of one programme, ready to be served."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.portal = portal
    app.mount(PREFIX, create_api(portal), name="api")
    for router in ROUTERS:
        app.include_router(router)
    # pages stay as they are: compressed, their length would tell of the secrets in them
    app.mount("/static", GZipMiddleware(StaticFiles(directory=STATIC)), name="static")
    app.add_exception_handler(EtappeError, refusals.refused)
    app.add_exception_handler(HTTPException, refusals.not_found)
    app.add_exception_handler(RequestValidationError, refusals.not_found)
    app.add_exception_handler(ClientDisconnect, refusals.cut_off)
    app.add_exception_handler(Exception, refusals.broken)
    app.add_middleware(Shield, address=portal.address)
    app.add_middleware(SafeHeaders, secure=portal.address.secure)
    return app
