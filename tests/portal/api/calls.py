"""Calls of the API that Schemathesis makes from its document, some of them about what is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode

from etappe.service.office import open_file
from etappe_portal.api.document import document
from tests.portal.api.pair import LATER, Face, follow_up_of

POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
DAYS = [(LATER + timedelta(days=n)).isoformat() for n in (-400, -1, 0, 1, 2, 3, 30, 60, 90, 180, 720, 20_000)]


def operations() -> list[Any]:
    """Every operation of the document, as whoever has a token sees it: every call sends one."""
    seen = deepcopy(document())
    for path in seen["paths"].values():
        for operation in path.values():
            del operation["security"]
    return [found.ok() for found in schemathesis.openapi.from_dict(seen).get_all_operations()]


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
        fields: dict[str, Sequence[object]] = dict.fromkeys(("day", "until", "start"), DAYS)
        fields |= {"first": [None, *DAYS], "kommune": slugs, "modules": [[], ["dialog"]], "answers": [{}]}
        fields |= {"outcome": ["done", "accepted"], "phase": [None], "seen": [None], "why": ["", "Umbau"]}
        return cls(gaps, fields)


@st.composite
def calls(draw: st.DrawFn, operation: APIOperation[Any, Any, Any], own: Known, other: Known) -> Case:
    """A call that fits the document or, now and then, does not; mostly about something that is there."""
    mode = draw(st.sampled_from([POSITIVE, POSITIVE, POSITIVE, NEGATIVE]))
    known = draw(st.sampled_from([own, own, own, other]))
    there = {
        parameter.name: draw(st.sampled_from(known.gaps[parameter.name] or ["nothing"]))
        for parameter in operation.path_parameters
        if draw(st.integers(0, 9))
    }
    case: Case = draw(operation.as_strategy(generation_mode=mode, path_parameters=there or None))
    if mode is POSITIVE and isinstance(case.body, dict) and draw(st.integers(0, 3)):
        case.body = {
            name: draw(st.sampled_from(known.fields[name])) if name in known.fields else value
            for name, value in case.body.items()
        }
    return case
