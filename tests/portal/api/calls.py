"""Calls of the API that Schemathesis makes from its document, some of them about what is there."""

# Schemathesis leaves the types of its own generics open
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks

from etappe.model.delivery import DeliveryState
from etappe.service.office import open_file
from etappe_portal.api.document import PREFIX, document
from tests.portal.api.pair import LATER, Face, follow_up_of
from tests.portal.site import ADDRESS

Operation = APIOperation[Any, Any, Any, Any]
Asked = Case[Operation]
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
"""Not that what fits the document is accepted: a day may be over, or a Kommune unknown."""
DAYS = [(LATER + timedelta(days=n)).isoformat() for n in (-400, -1, 0, 1, 2, 3, 30, 60, 90, 180, 720, 20_000)]

FULL_PAGES: Mapping[bool, Sequence[dict[str, Any]]] = {
    False: [{}, {"page": 1, "size": 100}],
    True: [{"state": [state.value for state in DeliveryState]}],
}
"""What finds something; True for letters, of which those are listed that somebody should look at."""


def operations() -> list[Operation]:
    """Every operation of the document, as whoever has a token sees it: every call sends one."""
    seen = deepcopy(document())
    for path in seen["paths"].values():
        for operation in path.values():
            del operation["security"]
    found = schemathesis.openapi.from_dict(seen).get_all_operations()
    return [operation.ok() for operation in found if isinstance(operation, Ok)]


@dataclass(frozen=True, slots=True)
class Known:
    """What is there in a programme."""

    gaps: Mapping[str, Sequence[str]]
    """What fills the gaps of a path."""
    fields: Mapping[str, Sequence[object]]
    """What makes sense in a body."""

    @classmethod
    def of(cls, face: Face) -> Known:
        """What a programme has."""
        slugs = [slug for slug, _ in face.side.kommunen]
        with face.etappe.reading.store.begin() as tx:
            plan = open_file(face.etappe.reading, tx, slugs[0]).plan
        gaps = {
            "project": slugs[:2],
            "anchor": list(plan.anchor),
            "task": list(plan.task),
            "condition": list(plan.condition),
            "follow_up": [follow_up_of(face.side, number).id for number in range(6)],
        }
        fields: dict[str, Sequence[object]] = {"day": DAYS, "until": DAYS, "start": DAYS[5:-1]}
        fields |= {"first": [None, *DAYS], "kommune": slugs, "modules": [[], ["dialog"]], "answers": [{}]}
        fields |= {"outcome": ["done", "accepted"], "phase": [None], "seen": [None], "why": ["", "Umbau"]}
        return cls(gaps, fields)


@st.composite
def calls(draw: st.DrawFn, operation: Operation, own: Known, other: Known) -> Asked:
    """A call that fits the document or, now and then, does not; mostly about something that is there."""
    mode = draw(st.sampled_from([POSITIVE, POSITIVE, POSITIVE, NEGATIVE]))
    known = draw(st.sampled_from([own, own, own, other]))
    there = {
        parameter.name: draw(st.sampled_from(known.gaps[parameter.name] or ["nothing"]))
        for parameter in operation.path_parameters
        if draw(st.integers(0, 9))
    }
    case: Asked = draw(operation.as_strategy(generation_mode=mode, path_parameters=there or None))
    if mode is POSITIVE and isinstance(case.body, dict) and draw(st.integers(0, 3)):
        typed: dict[str, Any] = {**case.body}
        for name in sorted(typed.keys() & known.fields.keys()):
            typed[name] = draw(st.sampled_from(known.fields[name]))
        case.body = typed
    wide = draw(st.booleans())
    if mode is POSITIVE and case.query and wide:
        case.query = draw(st.sampled_from(FULL_PAGES[operation.path == "/letters"]))
    return case


def answers(face: Face, secret: str, case: Asked) -> Iterator[tuple[int, str]]:
    """Status and text of what is answered, which is as the document says.

    A change that was only shown is sent once more, to be saved as it was seen.
    """
    sent: dict[str, Any] = {"base_url": f"{ADDRESS}{PREFIX}", "app": face.app}
    sent["headers"] = {"Authorization": f"Bearer {secret}"}
    answer = case.call(**sent)
    case.validate_response(answer, checks=CHECKS)
    yield answer.status_code, answer.content.decode()
    shown: Any = answer.json() if answer.status_code == 200 else {}
    if shown.get("applied") is False and isinstance(case.body, dict):
        case.body = {**case.body, "seen": shown["seen"]}
        answer = case.call(**sent)
        case.validate_response(answer, checks=CHECKS)
        yield answer.status_code, answer.content.decode()
