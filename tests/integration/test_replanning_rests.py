"""What a rest or a closing day does to rungs, phases and letters beside the dates that move."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine

from etappe.model.kommune import DayKind, NamedDay
from etappe.model.moments import moment
from etappe.service.answers import propose_date
from etappe.service.changing import make_change
from etappe.service.day_entry import enter_days
from etappe.service.deadlines import FixDeadline
from etappe.service.firing import fire
from etappe.service.projects import Wish, start_project
from etappe.service.resting import HoldProject, Resume
from tests.integration.planning_rules import require_project
from tests.integration.planning_site import START, Site, new_offices, new_site

BEGINS = moment(START, time(8))


@pytest.fixture
def site(fast_engine: Engine) -> Site:
    """One project on the morning of its start."""
    site = new_site(fast_engine, new_offices(fast_engine))
    start_project(site.office, "aachen", Wish(START), "pm", site.now)
    return site


def armed(site: Site, task: str) -> list[tuple[str, date, datetime]]:
    """The rungs of a task that are planned."""
    with site.office.store.begin() as tx:
        return [(a.rule_key, a.local_date, a.due_at) for a in tx.ledger.armed("aachen") if a.task_key == task]


def morning(site: Site, day: date) -> None:
    """A tick at eight."""
    site.clock.moment = moment(day, time(8))
    site.tick()


def test_a_rung_that_a_rest_swallows_gives_way_to_the_next(site: Site) -> None:
    (before,) = armed(site, "beiwerk.presse")

    rest = HoldProject(START + timedelta(days=7), "Haushalt", START, "beiwerk")
    make_change(site.office, "aachen", rest, "pm", site.now)

    (after,) = armed(site, "beiwerk.presse")
    assert before[0] == "lang.vor_12"
    assert after[0] == "lang.vor_4"


def test_a_rung_that_a_rest_put_off_comes_sooner_when_it_ends_sooner(site: Site) -> None:
    morning(site, START + timedelta(days=1))
    (rule, day, _) = armed(site, "planung.raum")[0]
    site.clock.moment = moment(day, time(7))
    rest = HoldProject(day + timedelta(days=28), "Haushalt", day)
    make_change(site.office, "aachen", rest, "pm", site.now)

    make_change(site.office, "aachen", Resume(day + timedelta(days=1)), "pm", site.now)

    require_project(site.office, "aachen", site.now)
    assert rule == armed(site, "planung.raum")[0][0]


def test_a_letter_that_waited_into_a_rest_says_nothing_of_what_rests(site: Site) -> None:
    day = START + timedelta(days=1)
    site.clock.moment = moment(day, time(8))
    fire(site.office, site.now)
    make_change(site.office, "aachen", HoldProject(day + timedelta(days=30), "Haushalt", day), "pm", site.now)

    site.tick()

    assert [t.key for letter in site.new_letters() for t in letter.says.tasks] == []


def test_a_phase_that_a_closing_day_lets_begin_sooner_is_noted(site: Site) -> None:
    with site.office.store.begin() as tx:
        check_on = tx.projects.lock("aachen").phase_check_on
    closing = [NamedDay(DayKind.CLOSED, START + timedelta(days=n), "Tag") for n in (3, 4)]

    enter_days(site.office, "aachen", closing, "pm", site.now)

    assert check_on is not None
    require_project(site.office, "aachen", site.now)


def test_a_day_that_somebody_chose_is_no_news_to_them(site: Site) -> None:
    for n in range(1, 8):
        morning(site, START + timedelta(days=n))
    site.new_letters()
    make_change(site.office, "aachen", FixDeadline("planung.raum", date(2026, 1, 26)), "pm", site.now)

    propose_date(site.office, "aachen", "planung.raum", date(2026, 1, 27), "ap", site.now)
    morning(site, START + timedelta(days=8))

    assert [line.task for a in site.new_letters() for n in a.says.notices for line in n.lines] == []
