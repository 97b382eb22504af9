"""What a program changes: seen first, then saved."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from etappe.model.follow_up import FollowUp, FollowUpKind
from etappe.service.office import open_file
from tests.portal.api.programs import problem, program
from tests.portal.site import Site

ANCHOR = "/projects/aachen/anchors/workshop"
TASK = "/projects/aachen/tasks/selbstcheck.abgabe"


def confirmed(client: TestClient, method: str, path: str, body: dict[str, Any]) -> Any:
    """See what a change does, then save it as it was seen."""
    shown = client.request(method, path, json=body)
    assert shown.status_code == 200, shown.text
    assert shown.json()["applied"] is False
    saved = client.request(method, path, json={**body, "seen": shown.json()["seen"]})
    assert saved.status_code == 200, saved.text
    assert saved.json()["applied"] is True
    return saved.json()


def workshop(site: Site) -> str:
    """The day of the workshop as it is stored."""
    with site.etappe.office.store.begin() as tx:
        return open_file(site.etappe.office, tx, "aachen").schedule.anchors["workshop"].day.isoformat()


def facts(site: Site) -> int:
    """How many links the audit has."""
    with site.etappe.office.store.begin() as tx:
        return tx.audit.head()[0]


def test_an_anchor_is_fixed_as_it_was_seen(site: Site, manager: TestClient) -> None:
    before, links = workshop(site), facts(site)
    shown = manager.put(ANCHOR, json={"day": "2026-04-28"}).json()
    assert (workshop(site), facts(site)) == (before, links)

    saved = manager.put(ANCHOR, json={"day": "2026-04-28", "seen": shown["seen"]}).json()

    assert workshop(site) == "2026-04-28"
    assert saved["change"] == shown["change"]
    moved = {d["key"]: d["after"] for d in shown["change"]["dates"]}
    assert moved["workshop"] == "2026-04-28"


def test_an_anchor_is_computed_again(site: Site, manager: TestClient) -> None:
    before = workshop(site)
    confirmed(manager, "PUT", ANCHOR, {"day": "2026-04-28", "why": "Raum belegt"})

    confirmed(manager, "POST", f"{ANCHOR}/release", {})

    assert workshop(site) == before


def test_of_two_programs_the_second_gets_the_new_diff_and_overwrites_nothing(
    site: Site, manager: TestClient
) -> None:
    other = program(site)
    seen = manager.put(ANCHOR, json={"day": "2026-04-28"}).json()["seen"]
    confirmed(other, "PUT", ANCHOR, {"day": "2026-04-29"})

    answer = manager.put(ANCHOR, json={"day": "2026-04-28", "seen": seen})

    assert problem(answer)[:2] == (409, "PlanChanged")
    assert workshop(site) == "2026-04-29"
    told = answer.json()
    assert {d["key"]: (d["before"], d["after"]) for d in told["change"]["dates"]}["workshop"] == (
        "2026-04-29",
        "2026-04-28",
    )
    assert manager.put(ANCHOR, json={"day": "2026-04-28", "seen": told["seen"]}).status_code == 200
    assert workshop(site) == "2026-04-28"


def test_a_seen_of_another_change_saves_nothing(site: Site, manager: TestClient) -> None:
    before = workshop(site)
    seen = manager.put(ANCHOR, json={"day": "2026-04-28"}).json()["seen"]

    for invented in (seen.replace("-", "-f"), "x", "0-0", seen):
        answer = manager.put(ANCHOR, json={"day": "2026-05-05", "seen": invented})
        assert problem(answer)[:2] == (409, "PlanChanged")

    assert workshop(site) == before


def test_a_task_is_done_and_taken_up_again(manager: TestClient) -> None:
    done = manager.post(f"{TASK}/done").json()
    again = manager.post(f"{TASK}/done")
    reopened = manager.post(f"{TASK}/reopen").json()
    waived = manager.post(f"{TASK}/waive", json={"reason": "Entfällt"}).json()

    assert [task["state"] for task in (done, reopened, waived)] == ["done", "open", "waived"]
    assert problem(again) == (409, "TaskSettled", None)
    assert waived["reason"] == "Entfällt"


def test_a_deadline_is_fixed_extended_and_let_go_of(manager: TestClient) -> None:
    due = _due(manager)

    confirmed(manager, "PUT", f"{TASK}/deadline", {"day": "2026-02-10"})
    fixed = _due(manager)
    confirmed(manager, "POST", f"{TASK}/deadline/extend", {"day": "2026-02-11", "why": "Krankheit"})
    extended = _due(manager)
    confirmed(manager, "POST", f"{TASK}/deadline/release", {})

    assert (fixed, extended, _due(manager)) == ("2026-02-10", "2026-02-11", due)


def test_a_project_rests_and_goes_on(manager: TestClient) -> None:
    confirmed(manager, "POST", "/projects/aachen/hold", {"until": "2026-03-02", "reason": "Krankheit"})
    held = manager.get("/projects/aachen/plan").json()["holds"]
    confirmed(manager, "POST", "/projects/aachen/resume", {})

    assert [(hold["until"], hold["reason"]) for hold in held] == [("2026-03-02", "Krankheit")]
    assert manager.get("/projects/aachen/plan").json()["holds"] == []


def test_a_condition_is_answered(manager: TestClient) -> None:
    conditions = manager.get("/projects/aachen/plan").json()["conditions"]
    key, answer = conditions[0]["key"], not conditions[0]["answer"]

    confirmed(manager, "PUT", f"/projects/aachen/conditions/{key}", {"answer": answer, "why": "Beschluss"})

    after = manager.get("/projects/aachen/plan").json()["conditions"]
    assert next(c["answer"] for c in after if c["key"] == key) is answer


def test_a_project_is_previewed_and_then_started(site: Site, manager: TestClient) -> None:
    wish = {"kommune": "gera", "start": "2026-02-02", "modules": ["dialog"]}
    links = facts(site)
    draft = manager.post("/projects/preview", json=wish).json()
    assert facts(site) == links

    answer = manager.post("/projects", json=wish)

    assert answer.status_code == 201
    assert answer.headers["location"] == "/api/v1/projects/gera"
    anchors = manager.get("/projects/gera/anchors").json()["items"]
    planned = {(a["key"], a["day"], a["why"]) for a in draft["anchors"]}
    assert {(a["key"], a["day"], a["why"]) for a in anchors} == planned
    assert draft["tasks"][0]["why"]


def test_a_follow_up_is_answered_once(site: Site, manager: TestClient) -> None:
    _ask(site)
    (asked,) = manager.get("/follow-ups?project=aachen").json()["items"]
    path = f"/follow-ups/{asked['id']}"

    wrong = manager.post(path, json={"outcome": "great"})
    answered = manager.post(path, json={"outcome": asked["outcomes"][0]})
    again = manager.post(path, json={"outcome": asked["outcomes"][0]})

    assert problem(wrong) == (422, "WrongOutcome", "outcome")
    assert answered.json() == {"id": asked["id"], "project": "aachen", "outcome": "done"}
    assert problem(again) == (409, "FollowUpClosed", None)
    assert manager.get("/follow-ups").json()["items"] == []


def _due(client: TestClient) -> str:
    plan = client.get("/projects/aachen/plan").json()
    tasks = [task for phase in plan["phases"] for task in phase["tasks"]]
    return str(next(task["due"] for task in tasks if task["key"] == "selbstcheck.abgabe"))


def _ask(site: Site) -> None:
    now = site.clock.now()
    follow_up = FollowUp(
        id="12345678-1234-1234-1234-123456789012",
        project_id="aachen",
        task_key=None,
        kind=FollowUpKind.NOTE,
        cause="test",
        request="Bitte anrufen.",
        data={},
        open=True,
        opened_at=now,
    )
    with site.etappe.office.store.begin() as tx:
        tx.follow_ups.open([follow_up])
