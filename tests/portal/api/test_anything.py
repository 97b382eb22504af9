"""Whatever a program sends, the API answers as its document says, and tells nothing of the other programme.

Schemathesis makes the calls: three roles, on two programmes in one database.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from etappe.model.accounts import StaffRole
from etappe.model.api_tokens import ROLES
from tests.portal.api.calls import Asked, Known, answers, calls, operations
from tests.portal.api.pair import SIDES, Face, Side, faces

EACH = 4
"""Calls of each operation, for each role in each programme: about 550 in all."""
FULL = (
    "/kommunen",
    "/projects",
    "/projects/aachen",
    "/projects/aachen/plan",
    "/projects/aachen/ledger",
    "/projects/aachen/history",
    "/follow-ups",
    "/letters?state=sent",
)
"""What bears the name of its programme's bird."""
SAME_EVERY_TIME = settings(
    max_examples=EACH,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


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
    own, foreign, told = Known.of(face), Known.of(other), Counter[int]()

    for operation in operations():

        @SAME_EVERY_TIME
        @given(calls(operation, own, foreign))
        def holds(case: Asked) -> None:
            for status, text in answers(face, face.tokens[role], case):
                told[status] += 1
                assert other.side.bird not in text.casefold(), case.as_curl_command()

        holds()

    assert sum(told.values()) >= EACH * len(operations())
    assert {200, 403 if role is StaffRole.FUNDER else 404, 422} <= set(told)


def test_a_token_of_one_programme_opens_nothing_of_the_other(both: dict[str, Face]) -> None:
    german, american = both.values()

    for face, stranger in ((german, american), (american, german)):
        for role in ROLES:
            assert face.ask("/kommunen", face.tokens[role])[0] == 200
            assert face.ask("/kommunen", stranger.tokens[role])[0] == 401


@pytest.mark.parametrize("path", FULL)
def test_what_is_listed_is_of_one_programme(both: dict[str, Face], path: str) -> None:
    for face in both.values():
        (other,) = (one for one in both.values() if one is not face)

        status, text = face.ask(path, face.tokens[StaffRole.MANAGEMENT])

        assert (status, face.side.bird in text.casefold()) == (200, True)
        assert other.side.bird not in text.casefold()
