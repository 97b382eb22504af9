"""The head of an administration sees what is asked of them, and nothing that is no business of theirs."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from etappe.model.link import LinkPurpose
from etappe.model.people import Contact
from tests.integration.worlds import person
from tests.portal.site import Site, csrf_in

OWN, OTHERS = "selbstcheck.freigabe", "selbstcheck.abgabe"
"""A task of the head, and one of the contact person of which the head is told at last."""
DAY = date(2026, 1, 19)


@pytest.fixture
def head(site: Site) -> TestClient:
    """A browser of the head of Aachen, who came by the link of a task."""
    return site.came_in(minted(site, LinkPurpose.TASK))


@pytest.fixture
def at_plan(site: Site) -> TestClient:
    """The same by a link to the plan."""
    return site.came_in(minted(site, LinkPurpose.OVERVIEW))


def minted(site: Site, purpose: LinkPurpose, task: str = OWN, role: str = "VS") -> str:
    """The token of a new link of somebody of Aachen."""
    site.world.at(DAY)
    now = site.clock.now()
    url, kept = site.portal.door.mint(
        purpose,
        person(role).id,
        now,
        project_id="aachen",
        task_key=task if purpose is LinkPurpose.TASK else None,
        expires_at=now + timedelta(days=14),
    )
    with site.etappe.office.store.begin() as tx:
        tx.links.add([kept])
    return url.rpartition("/")[2]


def state(site: Site, task: str = OWN) -> str:
    """Where a task of Aachen stands."""
    with site.etappe.office.store.begin() as tx:
        return tx.projects.tasks("aachen")[task].state.value


def test_the_page_says_what_is_asked_until_when_and_why(head: TestClient) -> None:
    page = head.get("/antwort").text

    assert "Selbsteinschätzung freigeben" in page
    assert "Wir bitten Sie darum bis" in page
    assert "Warum dieser Tag" in page
    assert re.findall(r'action="/antwort/aufgaben/[\w.]+/([\w-]+)"', page) == ["erledigt", "nicht-zustaendig"]


def test_of_a_task_of_somebody_else_it_says_whose_it_is(site: Site) -> None:
    page = site.came_in(minted(site, LinkPurpose.TASK, OTHERS)).get("/antwort").text

    assert "zuständig ist AP" in page
    assert "In Vertretung" not in page


def test_done_is_said_receipted_and_taken_back(site: Site, head: TestClient) -> None:
    csrf, before = csrf_in(head, "/antwort"), len(site.mails())

    unsaid = head.post(f"/antwort/aufgaben/{OWN}/erledigt", data={"csrf": csrf})
    head.post(f"/antwort/aufgaben/{OWN}/erledigt", data={"csrf": csrf, "sure": "ja"})
    done, page = state(site), head.get("/antwort").text
    head.post(f"/antwort/aufgaben/{OWN}/zurueck", data={"csrf": csrf})

    assert (unsaid.status_code, done, state(site)) == (422, "done", "open")
    assert "Mehr ist nicht zu tun." in page
    assert [m.to for m in site.mails()[before:]] == [person("VS").email] * 2


def test_somebody_else_can_be_named(site: Site, head: TestClient) -> None:
    csrf = csrf_in(head, "/antwort")

    answer = head.post(
        f"/antwort/aufgaben/{OWN}/nicht-zustaendig", data={"csrf": csrf, "instead": "Kim Muster"}
    )

    assert answer.status_code == 303
    assert "Kim Muster" in site.signed_in().get("/wiedervorlagen").text


def test_the_plan_shows_the_own_tasks_and_how_far_things_are(at_plan: TestClient) -> None:
    page = at_plan.get("/antwort").text

    assert "Selbsteinschätzung freigeben" in page
    assert re.search(r"\d+ von \d+ Schritten sind erledigt", page)
    assert page.index("Was später kommt") < page.index("Abschlussbericht freigeben")
    assert at_plan.get(f"/antwort/aufgaben/{OWN}").status_code == 200


def test_the_plan_shows_no_absence_no_calendar_and_no_dates_of_others(at_plan: TestClient) -> None:
    page = at_plan.get("/antwort").text

    assert "/antwort/abwesend" not in page
    assert "/antwort/kalender" not in page
    assert "Selbstcheck-Workshop" not in page
    assert at_plan.get(f"/antwort/aufgaben/{OTHERS}").status_code == 404


@pytest.mark.parametrize("path", ["/antwort/abwesend", "/antwort/kalender"])
def test_what_the_head_may_not_do_is_refused_whatever_is_sent(
    site: Site, at_plan: TestClient, path: str
) -> None:
    csrf = re.search(r'name="csrf" value="([^"]+)"', at_plan.get(f"/antwort/aufgaben/{OWN}").text)
    assert csrf
    typed = {"csrf": csrf[1], "first": "2026-02-02", "last": "2026-02-06"}

    answer = at_plan.post(path, data=typed)

    assert answer.status_code == 403
    with site.etappe.office.store.begin() as tx:
        assert tx.people.absences([person("VS").id], DAY) == ()
        assert LinkPurpose.FEED not in {link.purpose for link in tx.links.of_person(person("VS").id)}


def test_a_head_who_is_the_contact_too_keeps_the_whole_plan(site: Site) -> None:
    with site.etappe.office.store.begin() as tx:
        tx.people.set_contact("aachen", Contact("AP", person("VS"), None))

    page = site.came_in(minted(site, LinkPurpose.OVERVIEW)).get("/antwort").text

    assert "Ihr Plan" in page
    assert "/antwort/abwesend" in page


def test_whoever_steps_in_for_the_head_sees_for_whom(site: Site) -> None:
    deputy = person("VZ")
    with site.etappe.office.store.begin() as tx:
        tx.people.set_contact("aachen", Contact("VS", person("VS"), deputy))
        others = tx.people.contacts(["aachen"])["aachen"]
        tx.people.set_contact("aachen", Contact("VZ", others["AP"].person, None))

    page = site.came_in(minted(site, LinkPurpose.TASK, role="VZ")).get("/antwort").text

    assert "In Vertretung von" in page
    assert "Wir bitten Sie darum bis" in page
