"""The Kommunen of the programme."""

from __future__ import annotations

from typing import Annotated

from etappe.model.permissions import Action
from etappe.service.kommunen import list_kommunen
from etappe.service.overview import PAGE, last_page
from etappe_portal.api.guard import Call, permitted
from etappe_portal.api.parts import Number, Page, Size, Value, router_of
from etappe_portal.api.refusals import refusals

router = router_of("Kommunen")
Seeing = Annotated[Call, permitted(Action.SEE_OVERVIEW)]


class Kommune(Value):
    """A municipality."""

    slug: str
    name: str
    land: str
    kind: str
    legal_status: str
    forum: str
    inhabitants: int | None
    ags: str | None
    council: str


class Kommunen(Page[Kommune]):
    """Some Kommunen."""


@router.get("/kommunen", summary="List the Kommunen by slug", responses=refusals(422))
def list_all(call: Seeing, page: Number = 1, size: Size = PAGE) -> Kommunen:
    """All Kommunen of the programme, whether they have a project or not."""
    found = list_kommunen(call.reading)
    shown = found[(page - 1) * size : page * size]
    return Kommunen(
        items=[Kommune.model_validate(kommune) for kommune in shown],
        page=page,
        pages=last_page(len(found), size),
        total=len(found),
    )
