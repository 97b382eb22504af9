"""Whatever a program sends, the API answers as its document says, and tells nothing of the other programme.

Schemathesis makes the calls: three roles, on two programmes in one database.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from etappe.model.accounts import StaffRole
from etappe.model.api_tokens import ROLES
from etappe_portal.api.document import PREFIX
from tests.portal.api.calls import Known, calls, operations
from tests.portal.api.pair import SIDES, Face, Side, faces
from tests.portal.site import ADDRESS

EACH = 4
"""Calls of each operation, for each role in each programme: about 550 in all."""
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
"""Not that what fits the document is accepted: a day may be over, or a Kommune unknown."""


@pytest.fixture(scope="module")
def founded(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both programmes under way."""
    folder = tmp_path_factory.mktemp("pair")
    shutil.copyfile(tables, folder / "etappe.db")
    with faces(folder, (), settle=True):
        return folder


@pytest.fixture
def both(founded: Path, tmp_path: Path) -> Iterator[dict[str, Face]]:
    """The API of each programme, as it was founded."""
    folder = shutil.copytree(founded, tmp_path / "pair")
    with faces(folder, ROLES, settle=False) as found:
        yield found


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("side", SIDES, ids=lambda side: side.key)
def test_every_answer_is_as_documented_and_tells_nothing_of_the_other_programme(
    both: dict[str, Face], side: Side, role: StaffRole
) -> None:
    (other,) = (face for key, face in both.items() if key != side.key)
    face = both[side.key]
    own, foreign = Known.of(face), Known.of(other)
    told: Counter[int] = Counter()

    for operation in operations():

        @settings(
            max_examples=EACH,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(calls(operation, own, foreign))
        def holds(case: Case) -> None:
            for answer in asked(face, role, case):
                told[answer.status_code] += 1
                case.validate_response(answer, checks=CHECKS)
                assert other.side.bird not in answer.content.decode().casefold(), case.as_curl_command()

        holds()

    assert sum(told.values()) >= EACH * len(operations())
    assert {200, 404, 422} <= set(told) if role is not StaffRole.FUNDER else {200, 403} <= set(told)


def asked(face: Face, role: StaffRole, case: Case) -> Iterator[Response]:
    """What is answered; a change that was only shown is sent again, to be saved as it was seen."""
    sent: dict[str, Any] = {
        "base_url": f"{ADDRESS}{PREFIX}",
        "headers": {"Authorization": f"Bearer {face.tokens[role]}"},
        "app": face.app,
    }
    answer = case.call(**sent)
    yield answer
    shown = answer.json() if answer.status_code == 200 else {}
    if shown.get("applied") is False:
        case.body = {**case.body, "seen": shown["seen"]}
        yield case.call(**sent)
