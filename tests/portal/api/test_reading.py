"""What a program reads: what the pages show, page by page, and no more than its role may know."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from etappe.model.accounts import StaffRole
from etappe.service.tasks import waive_task
from tests.integration.worlds import person
from tests.portal.api.programs import problem, program
from tests.portal.site import Site


@pytest.fixture
def funder(standing: Site) -> TestClient:
    """A program that reads how far things are."""
    return program(standing, StaffRole.FUNDER)


def items(client: TestClient, path: str) -> list[dict[str, Any]]:
    """The items of a page."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_kommunen_come_page_by_page(looker: TestClient) -> None:
    first = looker.get("/kommunen?size=2").json()
    second = looker.get("/kommunen?size=2&page=2").json()

    assert [k["slug"] for k in (*first["items"], *second["items"])] == ["aachen", "bonn", "gera"]
    assert (first["page"], first["pages"], first["total"]) == (1, 2, 3)
    assert (second["page"], second["pages"], second["total"]) == (2, 2, 3)


@pytest.mark.parametrize(
    "path", ["/kommunen", "/projects", "/follow-ups", "/letters", "/projects/aachen/history"]
)
def test_a_page_behind_the_last_is_empty(looker: TestClient, path: str) -> None:
    answer = looker.get(path, params={"page": 99, "size": 10}).json()

    assert answer["items"] == []
    assert answer["page"] == 99


def test_projects_are_filtered_as_on_the_overview(looker: TestClient) -> None:
    assert [p["project"] for p in items(looker, "/projects")] == ["aachen", "bonn"]
    assert [p["project"] for p in items(looker, "/projects?q=AACH")] == ["aachen"]
    assert [p["project"] for p in items(looker, "/projects?forum=West")] == ["aachen"]
    assert [p["project"] for p in items(looker, "/projects?person=bonn.example")] == ["bonn"]
    assert items(looker, "/projects?state=done") == []
    assert items(looker, "/projects?silent=true") == []


def test_one_project_is_the_same_as_its_line_in_the_list(looker: TestClient) -> None:
    line = items(looker, "/projects?q=aachen")[0]

    assert looker.get("/projects/aachen").json() == line
    assert line["phases"][0]["begins"] == "2026-01-12"
    assert {day["key"] for day in line["dates"]} >= {"workshop"}


def test_a_plan_explains_every_day(looker: TestClient) -> None:
    plan = looker.get("/projects/aachen/plan").json()
    tasks = [task for phase in plan["phases"] for task in phase["tasks"]]
    workshop = next(a for a in plan["anchors"] if a["key"] == "workshop")

    assert all(task["why"] for task in tasks)
    assert {task["state"] for task in tasks} == {"open"}
    assert workshop in items(looker, "/projects/aachen/anchors")
    assert "Arbeitstag" in workshop["why"]


def test_a_funder_s_program_reads_no_reasons_names_and_lights(site: Site) -> None:
    funder = program(site, StaffRole.FUNDER)
    waive_task(site.etappe.office, "aachen", "selbstcheck.abgabe", "Geheimer Grund", "test", site.clock.now())

    texts = [funder.get(path).text for path in ("/projects", "/projects/aachen", "/kommunen")]

    (line,) = [p for p in items(funder, "/projects") if p["project"] == "aachen"]
    assert (line["contact"], line["light"], line["light_reason"]) == (None, None, None)
    assert all("Geheimer Grund" not in text and person("AP").email not in text for text in texts)
    assert all(f'"{person("AP").name}"' not in text for text in texts)


def test_a_funder_s_program_cannot_find_out_contacts_by_searching(funder: TestClient) -> None:
    assert problem(funder.get("/projects?person=aachen"))[:2] == (403, "NotAllowed")


def test_letters_and_ledger_tell_what_became_of_rungs(site: Site, manager: TestClient) -> None:
    site.world.at(date(2026, 1, 19))

    sent = items(manager, "/letters?state=sent")
    lines = items(manager, "/projects/aachen/ledger")

    assert {letter["state"] for letter in sent} == {"sent"}
    assert {letter["reader"] for letter in sent} >= {"AP"}
    assert items(manager, "/letters?state=failed&state=bounced") == []
    assert {line["outcome"] for line in lines} <= {"sent", "merged", "skipped"}
    assert all(line["rung"].startswith("aachen/") for line in lines)


def test_a_ledger_is_read_to_its_end_page_by_page(site: Site, manager: TestClient) -> None:
    for day in (19, 20, 21, 26):
        site.world.at(date(2026, 1, day))
    whole = items(manager, "/projects/aachen/ledger?size=100")

    pages = [items(manager, f"/projects/aachen/ledger?size=2&page={n}") for n in range(1, len(whole))]

    assert [line for page in pages for line in page] == whole
    assert len(whole) > 4


def test_the_history_names_the_token_that_did_something(site: Site, manager: TestClient) -> None:
    manager.post("/projects/aachen/tasks/selbstcheck.abgabe/done")

    newest = items(manager, "/projects/aachen/history")[0]

    assert newest["action"] == "task done"
    assert newest["about"] == "aachen/selbstcheck.abgabe"
    assert newest["by"].startswith("token/")
    assert newest["text"].startswith("Erledigt: ")


@pytest.mark.parametrize(
    "path",
    ["/projects/nowhere", "/projects/nowhere/plan", "/projects/nowhere/anchors", "/projects/nowhere/ledger"],
)
def test_what_is_not_there_is_not_found(looker: TestClient, path: str) -> None:
    assert problem(looker.get(path)) == (404, "UnknownProject", None)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/projects?page=0", "page"),
        ("/projects?size=101", "size"),
        ("/projects?state=great", "state"),
        ("/projects/Aachen", "project"),
        ("/projects/a%00b", "project"),
        ("/letters?state=lost", "state.0"),
        ("/projects?silent=perhaps", "silent"),
        ("/projects?stat=done", "stat"),
    ],
)
def test_bad_input_is_refused_by_the_name_of_its_field(looker: TestClient, path: str, field: str) -> None:
    assert problem(looker.get(path)) == (422, "InputInvalid", field)


def test_an_address_that_leads_nowhere_has_the_one_shape_too(looker: TestClient) -> None:
    missing, wrong = looker.get("/nothing"), looker.delete("/kommunen")

    assert problem(missing)[0] == 404
    assert problem(wrong)[0] == 405


def test_signs_that_nobody_sees_are_no_part_of_a_search(looker: TestClient) -> None:
    assert [p["project"] for p in items(looker, "/projects?q=aa%00ch%E2%80%AEen")] == ["aachen"]
