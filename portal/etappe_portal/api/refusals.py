"""What the document of the API says about refusals, by status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from etappe_portal.api.problems import MEDIA_TYPE

Responses = dict[int | str, dict[str, Any]]
TEXTS: Mapping[int, str] = {
    400: "The body is no JSON.",
    401: "The token is missing, wrong, over or revoked.",
    403: "The role of the token does not allow this.",
    404: "There is no such thing in this programme.",
    409: "The state of things forbids it, or has changed since it was shown; the detail tells the first step"
    " that breaks and the earliest day that would do.",
    422: "Something in the call is no good; 'field' names it.",
    429: "Too many calls with this token, or too many wrong tokens.",
}
SCHEMA = {"$ref": "#/components/schemas/Problem"}
LOOKING = (401, 403, 429)
"""What every call may meet."""


def refusals(*codes: int) -> Responses:
    """What a route may answer beside the statuses of every call."""
    return {code: _response(code) for code in sorted({*LOOKING, *codes})}


def _response(code: int) -> dict[str, Any]:
    response: dict[str, Any] = {"description": TEXTS[code], "content": {MEDIA_TYPE: {"schema": SCHEMA}}}
    if code == 429:
        response["headers"] = {
            "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}
        }
    if code == 401:
        response["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    return response
