"""What the API says where something is refused or went wrong: one shape for all (RFC 9457)."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast
from uuid import uuid4

from fastapi.exceptions import RequestValidationError
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

import etappe.errors as e
from etappe.model.diff import Diff
from etappe_portal.api.diffs import Change
from etappe_portal.api.parts import Value
from etappe_portal.portal import Portal

_log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
URN = "urn:etappe:problem:"
STATUS: Mapping[type[e.EtappeError], int] = {
    e.TokenRefused: 401,
    e.NotAllowed: 403,
    e.UnknownProject: 404,
    e.UnknownAnchor: 404,
    e.UnknownTask: 404,
    e.TaskNotActive: 404,
    e.UnknownCondition: 404,
    e.UnknownFollowUp: 404,
    e.TooManyTries: 429,
}
"""What is neither here nor below is refused by the state of things: 409."""
FIELDS: Mapping[type[e.EtappeError], str] = {
    e.BeyondBound: "day",
    e.ConditionUnanswered: "answers",
    e.DateInThePast: "day",
    e.HoldInThePast: "first",
    e.HoldReasonMissing: "reason",
    e.NotLater: "day",
    e.ReasonMissing: "reason",
    e.ResumptionBeforeHold: "until",
    e.ResumptionInThePast: "until",
    e.StartInThePast: "start",
    e.UnknownKommune: "kommune",
    e.UnknownModule: "modules",
    e.UnknownPhase: "phase",
    e.WrongOutcome: "outcome",
}
"""What is wrong with a field of the call: 422."""


class Problem(Value):
    """Why something was refused (RFC 9457)."""

    type: str = Field(description="What kind of refusal it is, for programs; it stays the same.")
    title: str = Field(description="The same in words.")
    status: int
    detail: str = Field(description="Why it was refused, and the remedy where there is one.")
    field: str | None = Field(default=None, description="The field at fault, where one is.")
    seen: str | None = Field(
        default=None, description="Where the plan has changed meanwhile: what confirms it now."
    )
    change: Change | None = Field(
        default=None, description="Where the plan has changed meanwhile: what it would do now."
    )


async def refused(request: Request, error: Exception) -> JSONResponse:
    """What etappe could not do, in a sentence."""
    assert isinstance(error, e.EtappeError)
    field = FIELDS.get(type(error))
    status = STATUS.get(type(error), 422 if field else 409)
    diff = cast("Diff", error.facts["diff"]) if isinstance(error, e.PlanChanged) else None
    problem = Problem(
        type=URN + type(error).__name__,
        title=_words(type(error).__name__),
        status=status,
        detail=str(error),
        field=field,
        seen=diff.fingerprint if diff else None,
        change=Change.of(diff) if diff else None,
    )
    return _answer(problem, _headers(request, error))


async def invalid(_: Request, error: Exception) -> JSONResponse:
    """What does not fit to what the document of the API says; nothing that was sent is said again."""
    assert isinstance(error, RequestValidationError)
    faults = [(_field(fault), str(fault["msg"])) for fault in error.errors()]
    detail = "; ".join(f"{field}: {why}" if field else why for field, why in faults)
    first = next((field for field, _ in faults if field), None)
    name = "InputInvalid"
    return _answer(Problem(type=URN + name, title=_words(name), status=422, detail=detail, field=first))


async def unanswered(_: Request, error: Exception) -> JSONResponse:
    """That there is no such address, or not in this way."""
    assert isinstance(error, HTTPException)
    title = HTTPStatus(error.status_code).phrase
    problem = Problem(type="about:blank", title=title, status=error.status_code, detail=str(error.detail))
    return _answer(problem, error.headers)


async def broken(_: Request, error: Exception) -> JSONResponse:
    """That etappe itself is at fault, with a number by which the operator finds it in the log."""
    number = uuid4().hex[:8]
    _log.error("incident %s in the API", number, exc_info=error)
    detail = f"etappe itself is at fault; tell its operator the number {number}."
    return _answer(Problem(type=URN + "Incident", title="Incident", status=500, detail=detail))


def _answer(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    content = problem.model_dump(mode="json", exclude_none=True)
    return JSONResponse(content, problem.status, headers, media_type=MEDIA_TYPE)


def _headers(request: Request, error: e.EtappeError) -> dict[str, str]:
    if isinstance(error, e.TokenRefused):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, e.TooManyTries):
        portal: Portal = request.app.state.portal
        wait = cast("datetime", error.facts["again"]) - portal.etappe.clock.now()
        return {"Retry-After": str(max(1, int(wait.total_seconds()) + 1))}
    return {}


def _field(fault: Mapping[str, Any]) -> str:
    """Where a fault is: without the part of the call, which its name tells already."""
    return ".".join(str(part) for part in fault["loc"][1:])


def _words(name: str) -> str:
    """The name of an error in words: DateInThePast is "Date in the past"."""
    return re.sub(r"(?<!^)([A-Z])", lambda big: f" {big[0].lower()}", name)
