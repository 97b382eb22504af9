"""Somebody answers by link; a second time they are told, and nothing happens again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from etappe.errors import DateInThePast, LinkInvalid, NameMissing, TooLateToUndo
from etappe.model.follow_up import FollowUpKind
from etappe.model.project import TaskState
from etappe.model.slip import Deed
from etappe.service.answer_pages import plan_page, task_page
from etappe.service.answering import decline_by_link, propose_by_link, report_done, undo_by_link
from etappe.service.linking import mint_links
from etappe.service.office import Office
from etappe.service.privacy import forget_person
from etappe.service.tasks import waive_task
from tests.integration.databases import everything_in
from tests.integration.portal import DAY, OVERVIEW_DAY, TASK, Portal, portal_of
from tests.integration.worlds import person

DUE = date(2026, 3, 9)


@pytest.fixture
def portal(office: Office) -> Portal:
    """Aachen with one open task, and a portal."""
    return portal_of(office)


@pytest.fixture
def link(portal: Portal) -> str:
    """The link in the contact person's letter."""
    return portal.link()


def plan_of(portal: Portal, role: str = "AP") -> str:
    """A link to the own plan of a role."""
    now = portal.world.clock.now()
    (minted,) = mint_links(portal.office, portal.door, person(role).email, "aachen", "test", now)
    return minted.link.id


def test_a_task_shows_what_it_is_about(portal: Portal, link: str) -> None:
    page = task_page(portal.office, portal.door, link, None, portal.world.clock.now())

    assert (page.kommune, page.title, page.due) == ("Aachen", "Selbstcheck abgeben", DUE)
    assert (page.state, page.undo_until, page.earliest) == (TaskState.OPEN, None, DAY)
    assert (page.ask_name, page.standing_in_for) == ("PM", None)
    assert page.text
    assert page.why
    assert page.effort


def test_done_is_done_once(portal: Portal, link: str) -> None:
    first = report_done(portal.office, portal.door, link, None, portal.world.clock.now())
    portal.later(minutes=5)
    second = report_done(portal.office, portal.door, link, None, portal.world.clock.now())

    assert (first.already, second.already, second.at) == (False, True, first.at)
    assert (second.by, second.receipt) == ("AP", None)
    assert portal.world.record(TASK).state is TaskState.DONE


def test_the_audit_names_who_answered_by_their_id(portal: Portal, link: str) -> None:
    report_done(portal.office, portal.door, link, None, portal.world.clock.now())

    (fact,) = (f for f in portal.world.facts() if f.action == "task done")
    assert fact.actor == f"person/{person('AP').id}"
    assert portal.world.record(TASK).settled_by == "AP"


def test_a_receipt_says_what_was_done_and_how_to_take_it_back(portal: Portal, link: str) -> None:
    report_done(portal.office, portal.door, link, None, portal.world.clock.now())

    (slip,) = portal.slips()
    assert slip.subject == "Erledigt: Selbstcheck abgeben (Aachen)"
    assert "14 Tage lang über denselben Link zurücknehmen" in slip.in_one_line
    assert "06.03.2026" in slip.text


def test_done_can_be_taken_back_for_two_weeks(portal: Portal, link: str) -> None:
    report_done(portal.office, portal.door, link, None, portal.world.clock.now())
    portal.later(days=13)

    undone = undo_by_link(portal.office, portal.door, link, None, portal.world.clock.now())
    again = undo_by_link(portal.office, portal.door, link, None, portal.world.clock.now())

    assert (undone.deed, undone.already, again.already) == (Deed.UNDONE, False, True)
    assert portal.world.record(TASK).state is TaskState.OPEN
    assert portal.slips()[-1].subject.startswith("Wieder offen")


def test_after_two_weeks_project_management_has_to_reopen(portal: Portal) -> None:
    link = plan_of(portal)
    report_done(portal.office, portal.door, link, TASK, portal.world.clock.now())
    portal.later(days=14)
    link = plan_of(portal)

    with pytest.raises(TooLateToUndo):
        undo_by_link(portal.office, portal.door, link, TASK, portal.world.clock.now())


def test_what_was_waived_is_not_taken_back_by_link(portal: Portal, link: str) -> None:
    now = portal.world.clock.now()
    waive_task(portal.office, "aachen", TASK, "nicht nötig", "pm", now)

    assert report_done(portal.office, portal.door, link, None, now).already
    with pytest.raises(TooLateToUndo):
        undo_by_link(portal.office, portal.door, link, None, now)


def test_a_new_date_within_the_bounds_is_taken_once(portal: Portal, link: str) -> None:
    page = task_page(portal.office, portal.door, link, None, portal.world.clock.now())

    first = propose_by_link(portal.office, portal.door, link, None, DAY, portal.world.clock.now())
    again = propose_by_link(portal.office, portal.door, link, None, DAY, portal.world.clock.now())

    assert (first.deed, first.already, again.already) == (Deed.MOVED, False, True)
    assert (portal.world.record(TASK).due, page.latest) == (DAY, DUE)
    assert [s.subject for s in portal.slips()] == ["Neuer Termin: Selbstcheck abgeben (Aachen)"]


def test_a_date_beyond_the_bounds_is_asked_for_once(portal: Portal, link: str) -> None:
    day = date(2026, 6, 1)

    first = propose_by_link(portal.office, portal.door, link, None, day, portal.world.clock.now())
    portal.later(minutes=5)
    again = propose_by_link(portal.office, portal.door, link, None, day, portal.world.clock.now())

    (asked,) = portal.world.follow_ups(FollowUpKind.PROPOSAL)
    assert (first.deed, again.deed, again.already, again.at) == (
        Deed.PROPOSED,
        Deed.PROPOSED,
        True,
        asked.opened_at,
    )
    assert asked.request.startswith("AP schlägt")


def test_a_day_that_has_passed_is_refused(portal: Portal, link: str) -> None:
    with pytest.raises(DateInThePast):
        propose_by_link(
            portal.office, portal.door, link, None, DAY - timedelta(days=1), portal.world.clock.now()
        )


def test_not_me_is_asked_once(portal: Portal, link: str) -> None:
    now = portal.world.clock.now()

    first = decline_by_link(portal.office, portal.door, link, None, "Frau\nWestpark", now)
    again = decline_by_link(portal.office, portal.door, link, None, "Frau Westpark", now)

    (asked,) = portal.world.follow_ups(FollowUpKind.CONTACT)
    assert (first.already, again.already) == (False, True)
    assert asked.data["instead"] == "Frau Westpark"
    assert "Frau Westpark" in portal.slips()[0].text


def test_not_me_needs_somebody(portal: Portal, link: str) -> None:
    with pytest.raises(NameMissing):
        decline_by_link(portal.office, portal.door, link, None, " ", portal.world.clock.now())


def test_a_link_to_one_task_answers_no_other(portal: Portal, link: str) -> None:
    with pytest.raises(LinkInvalid):
        report_done(portal.office, portal.door, link, "auftakt.termin", portal.world.clock.now())
    with pytest.raises(LinkInvalid):
        plan_page(portal.office, link, portal.world.clock.now())


def test_nobody_answers_by_link_for_a_role_that_is_theirs_no_more(portal: Portal, link: str) -> None:
    portal.world.hand_over("AP", "Neu Da", "neu@aachen.example")

    with pytest.raises(LinkInvalid):
        report_done(portal.office, portal.door, link, None, portal.world.clock.now())


def test_an_own_plan_shows_the_tasks_of_its_readers_roles_alone(office: Office) -> None:
    portal = portal_of(office, only=None)
    portal.world.at(OVERVIEW_DAY)

    page = plan_page(portal.office, plan_of(portal), portal.world.clock.now())

    plan = portal.world.file().plan
    assert {plan.task[line.task].role for line in page.lines} == {"AP"}
    assert [line.due for line in page.lines] == sorted(line.due for line in page.lines)
    assert page.anchors


def test_an_own_plan_answers_for_own_roles_alone(office: Office) -> None:
    portal = portal_of(office, only=None)
    plan, link, now = portal.world.file().plan, plan_of(portal), portal.world.clock.now()
    mine = next(t.key for t in plan.tasks if t.role == "AP")
    strange = next(t.key for t in plan.tasks if t.role == "VS")

    assert task_page(portal.office, portal.door, link, mine, now).task == mine
    with pytest.raises(LinkInvalid):
        task_page(portal.office, portal.door, link, strange, now)
    with pytest.raises(LinkInvalid):
        task_page(portal.office, portal.door, link, None, now)


def test_nothing_names_an_erased_person_who_answered_by_link(portal: Portal, engine: Engine) -> None:
    portal.world.hand_over("AP", "Enno Jadebusen", "enno@jade.example")
    portal.world.clock.moment += timedelta(hours=1)
    now = portal.world.clock.now()
    (minted,) = mint_links(portal.office, portal.door, "enno@jade.example", "aachen", "test", now)
    propose_by_link(portal.office, portal.door, minted.link.id, TASK, date(2026, 6, 1), now)
    report_done(portal.office, portal.door, minted.link.id, TASK, now)

    portal.world.hand_over("AP", "Neu Da", "neu@aachen.example")
    forget_person(portal.office, "enno@jade.example", "test", now)

    stored = everything_in(engine)
    assert "Enno Jadebusen" not in stored
    assert "enno@jade.example" not in stored
