"""The document of the API (OpenAPI); `python -m etappe_portal.api.document` prints what lies in the docs."""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import Any

from fastapi.openapi.utils import get_openapi

from etappe_portal.api.problems import Problem
from etappe_portal.api.routes import ROUTERS

PREFIX = "/api/v1"
VERSION = "1.0.0"
DESCRIPTION = """\
What project management does in the portal, for programs. Every call carries a token
(`Authorization: Bearer etappe_…`), which has a role; what a role may do is the table of the portal.

What moves dates is seen first and saved then: a call without `seen` shows what it would do, and saves
nothing; the same call with the `seen` of that answer saves it, unless the plan has changed meanwhile (409).
"""
REF = "#/components/schemas/{model}"


@cache
def document() -> dict[str, Any]:
    """The document, the same for every programme."""
    routes = [route for router in ROUTERS for route in router.routes]
    made = get_openapi(
        title="etappe",
        version=VERSION,
        summary="Carries many municipalities through one programme.",
        description=DESCRIPTION,
        routes=routes,
        servers=[{"url": PREFIX}],
    )
    schemas = made["components"]["schemas"]
    problem = Problem.model_json_schema(ref_template=REF, mode="serialization")
    for name, schema in problem.pop("$defs", {}).items():
        schemas.setdefault(name, schema)
    schemas["Problem"] = problem
    made["components"]["schemas"] = dict(sorted(schemas.items()))
    return made


def page() -> str:
    """The document as it lies in the docs."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
