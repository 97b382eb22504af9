"""What is refused has one shape, names the field at fault, and changes nothing."""

from __future__ import annotations

import logging

import pytest
from starlette.testclient import TestClient

from tests.portal.api.programs import problem
from tests.portal.site import Site

ANCHOR = "/projects/aachen/anchors/workshop"
TASK = "/projects/aachen/tasks/selbstcheck.abgabe"
DAY, PAST = "2026-04-28", "2020-01-01"
REST = {"until": "2026-03-01", "reason": "Umbau"}
GERA = {"kommune": "gera", "start": "2026-02-02"}
STARTED = {"kommune": "aachen", "start": "2026-01-12"}
REFUSED: list[tuple[str, str, object, tuple[int, str, str | None]]] = [
    ("PUT", ANCHOR, {"day": PAST}, (422, "DateInThePast", "day")),
    ("PUT", ANCHOR, {"day": "soon"}, (422, "InputInvalid", "day")),
    ("PUT", ANCHOR, {}, (422, "InputInvalid", "day")),
    ("PUT", ANCHOR, [], (422, "InputInvalid", None)),
    ("PUT", ANCHOR, {"day": DAY, "force": True}, (422, "InputInvalid", "force")),
    ("PUT", ANCHOR, {"day": DAY, "why": "x" * 501}, (422, "InputInvalid", "why")),
    ("PUT", "/projects/aachen/anchors/nothing", {"day": DAY}, (404, "UnknownAnchor", None)),
    ("POST", f"{ANCHOR}/release", {}, (409, "AnchorNotFixed", None)),
    ("PUT", f"{TASK}/deadline", {"day": PAST}, (422, "DateInThePast", "day")),
    ("POST", f"{TASK}/deadline/release", {}, (409, "DeadlineNotFixed", None)),
    ("POST", f"{TASK}/deadline/extend", {"day": DAY}, (422, "InputInvalid", "why")),
    ("POST", f"{TASK}/reopen", None, (409, "TaskOpen", None)),
    ("POST", f"{TASK}/waive", {"reason": ""}, (422, "InputInvalid", "reason")),
    ("POST", f"{TASK}/waive", {"reason": "\u200b"}, (422, "ReasonMissing", "reason")),
    ("POST", "/projects/aachen/tasks/nothing/done", None, (404, "TaskNotActive", None)),
    ("POST", "/projects/aachen/resume", {}, (409, "NotHeld", None)),
    ("POST", "/projects/aachen/hold", {**REST, "until": PAST}, (422, "ResumptionBeforeHold", "until")),
    ("POST", "/projects/aachen/hold", {**REST, "phase": "x"}, (422, "UnknownPhase", "phase")),
    ("POST", "/projects/aachen/hold", {**REST, "first": PAST}, (422, "HoldInThePast", "first")),
    ("PUT", "/projects/aachen/conditions/nothing", {"answer": True}, (404, "UnknownCondition", None)),
    ("PUT", "/projects/nowhere/conditions/nothing", {"answer": True}, (404, "UnknownProject", None)),
    ("POST", "/projects", {**GERA, "kommune": "nowhere"}, (422, "UnknownKommune", "kommune")),
    ("POST", "/projects", {**GERA, "start": PAST}, (422, "StartInThePast", "start")),
    ("POST", "/projects", {**GERA, "modules": ["x"]}, (422, "UnknownModule", "modules")),
    ("POST", "/projects", STARTED, (409, "ProjectExists", None)),
    ("POST", "/projects/preview", {**GERA, "start": PAST}, (422, "StartInThePast", "start")),
    ("POST", f"/follow-ups/{'0' * 36}", {"outcome": "done"}, (404, "UnknownFollowUp", None)),
    ("POST", "/follow-ups/0", {"outcome": "done"}, (422, "InputInvalid", "follow_up")),
]
STRANGE = [
    b'"9999-12-31"',
    b'"0001-01-01"',
    b"1e400",
    b'"\\ud800"',
    b'"2026-04-28T10:00:00Z"',
    b"99999999999999",
]


@pytest.mark.parametrize(("method", "path", "body", "refused"), REFUSED)
def test_what_is_refused_names_kind_and_field(
    standing: Site,
    looker: TestClient,
    method: str,
    path: str,
    body: object,
    refused: tuple[int, str, str | None],
) -> None:
    links = _links(standing)

    answer = looker.request(method, path, json=body)

    assert problem(answer) == refused, answer.text
    assert _links(standing) == links


def test_a_plan_that_cannot_be_held_names_the_step_that_breaks_and_the_earliest_day(
    looker: TestClient,
) -> None:
    answer = looker.put("/projects/aachen/anchors/abschluss", json={"day": "2026-02-03"})

    status, kind, _ = problem(answer)
    assert (status, kind) in {(409, "PlanImpossible"), (409, "AnchorOutOfOrder")}
    assert "'abschluss' on 03.02.2026" in answer.json()["detail"]
    assert "the earliest possible date is " in answer.json()["detail"]


@pytest.mark.parametrize("content", [b"{", b"[1", b"\xff", b'{"day": NaN}', b"9" * 5000, b"[" * 100_000])
def test_a_body_that_is_no_json_is_refused(looker: TestClient, content: bytes) -> None:
    answer = looker.put(ANCHOR, content=content, headers={"content-type": "application/json"})

    assert problem(answer)[0] in {400, 422}


@pytest.mark.parametrize("day", STRANGE)
def test_a_day_that_no_calendar_knows_is_refused(looker: TestClient, day: bytes) -> None:
    answer = looker.put(
        ANCHOR, content=b'{"day": ' + day + b"}", headers={"content-type": "application/json"}
    )

    assert problem(answer)[0] in {409, 422}


def test_half_of_a_sign_is_no_text(looker: TestClient) -> None:
    content = b'{"day": "2026-04-28", "why": "\\ud800"}'

    answer = looker.put(ANCHOR, content=content, headers={"content-type": "application/json"})

    assert problem(answer) == (422, "InputInvalid", "why")


def test_a_refusal_does_not_repeat_what_was_sent(looker: TestClient) -> None:
    answer = looker.put(ANCHOR, json={"day": "<script>alert(1)</script>"})

    assert "script" not in answer.text


def test_what_breaks_tells_a_number_and_nothing_else(
    looker: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret of the database")

    monkeypatch.setattr("etappe_portal.api.routes.kommunen.list_kommunen", fail)
    with caplog.at_level(logging.ERROR):
        answer = looker.get("/kommunen")

    assert problem(answer)[:2] == (500, "Incident")
    assert "secret" not in answer.text
    number = answer.json()["detail"].rstrip(".")[-8:]
    assert f"incident {number}" in caplog.text


def _links(site: Site) -> int:
    with site.etappe.office.store.begin() as tx:
        return tx.audit.head()[0]
