"""The weekly report: what it says, and that it is announced once a week."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from threading import Barrier

import pytest

from etappe.adapters.reporter import JinjaReporter
from etappe.model.kommune import Kommune
from etappe.model.moments import moment
from etappe.model.parcel import Outcome, Receipt
from etappe.model.place import Land
from etappe.model.weekly import SilentLine, WeeklyContent
from etappe.service.office import Office
from etappe.service.weekly import Newsroom, ReportOutcome, WeeklyReport, weekly_report, written
from etappe.service.weekly_content import weekly_content
from tests.fakes.courier import FakeCourier
from tests.integration.worlds import START, World, found, settle_in

MONDAY = date(2026, 3, 9)
"""The questionnaire is due on this day."""
TASK = "selbstcheck.abgabe"


@dataclass(frozen=True, slots=True)
class Deaf:
    """A channel that takes nothing."""

    def announce(self, title: str, body: str) -> bool:
        """Refuse."""
        return False


@pytest.fixture
def world(office: Office) -> World:
    """Aachen, Lübeck and Ludwigshafen on a Monday morning; all that was due before is done."""
    world = found(office)
    world.start()
    for name, land in (("Ludwigshafen", Land.RP), ("Lübeck", Land.SH)):
        slug = name.lower().replace("ü", "ue")
        settle_in(world, Kommune(slug, name, land))
        world.start(kommune=slug)
    world.clock.moment = moment(MONDAY, time(9))
    for project in ("aachen", "ludwigshafen", "luebeck"):
        world.finish(lambda task: task.due < MONDAY, project)
    return world


def report(world: World, newsroom: Newsroom | None = None) -> WeeklyReport:
    newsroom = newsroom or Newsroom(JinjaReporter(), world.board)
    return weekly_report(world.office, newsroom, world.clock.now())


def content(world: World) -> WeeklyContent:
    return weekly_content(world.office, world.clock.now())


def test_the_report_is_announced_to_the_team(world: World) -> None:
    told = report(world)

    assert (told.week, told.outcome) == ("2026-W11", ReportOutcome.ANNOUNCED)
    assert told.title == "Weltoffene Kommune: Wochenbericht, KW 11 (09.03.2026 bis 15.03.2026)"
    assert world.board.seen == [f"{told.title}: {told.body}"]


def test_a_second_report_in_one_week_is_not_announced(world: World) -> None:
    first = report(world)
    world.clock.moment += timedelta(days=3)

    second = report(world)

    assert second == replace(first, outcome=ReportOutcome.ALREADY)
    assert len(world.board.seen) == 1


def test_the_next_week_has_its_own(world: World) -> None:
    report(world)
    world.clock.moment += timedelta(days=7)

    assert report(world).outcome is ReportOutcome.ANNOUNCED
    assert len(world.board.seen) == 2


def test_two_at_once_announce_it_once(world: World) -> None:
    together = Barrier(2)

    def run(_: int) -> ReportOutcome:
        together.wait()
        return report(world).outcome

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(run, range(2)))

    assert outcomes.count(ReportOutcome.ANNOUNCED) == len(world.board.seen) == 1


def test_a_report_that_no_channel_confirmed_is_not_announced_again(world: World) -> None:
    refused = report(world, Newsroom(JinjaReporter(), Deaf()))

    again = report(world)

    assert (refused.outcome, again.outcome) == (ReportOutcome.NOT_CONFIRMED, ReportOutcome.NOT_CONFIRMED)
    assert world.board.seen == []


def test_without_a_channel_nothing_is_noted_so_that_it_can_be_made_up_for(world: World) -> None:
    without = report(world, Newsroom(JinjaReporter(), None))

    assert without.outcome is ReportOutcome.NO_CHANNEL
    assert report(world).outcome is ReportOutcome.ANNOUNCED


def test_reading_it_announces_nothing(world: World) -> None:
    letter = written(world.office, JinjaReporter(), world.clock.now())

    assert letter.text.startswith("3 Projekte, ")
    assert world.board.seen == []
    assert report(world).outcome is ReportOutcome.ANNOUNCED


def test_kommunen_stand_by_name_in_the_order_of_a_dictionary(world: World) -> None:
    (phase,) = content(world).phases

    assert phase.kommunen == ("Aachen", "Lübeck", "Ludwigshafen")
    assert phase.title == "Selbstcheck (Fragebogen)"


def test_milestones_of_the_week_stand_with_their_days(world: World) -> None:
    due = {line.title: line.due for line in content(world).milestones}

    assert (MONDAY, "Aachen") in due["Selbstcheck abgeben"]
    assert all(MONDAY <= day <= date(2026, 3, 15) for days in due.values() for day, _ in days)


def test_what_is_overdue_is_counted_for_each_kommune(world: World) -> None:
    world.clock.moment += timedelta(days=14)
    world.finish(lambda task: task.due < date(2026, 3, 23), "luebeck")

    overdue = content(world).overdue

    assert [line.kommune for line in overdue] == ["Aachen", "Ludwigshafen"]
    assert all(line.number > 1 for line in overdue)


def test_a_kommune_is_silent_after_three_weeks_without_a_settled_task(world: World) -> None:
    silent = {days: content(later(world, days)).silent for days in (14, 18, 21)}

    assert (silent[14], silent[18]) == ((), ())
    assert silent[21] == tuple(SilentLine(name, MONDAY) for name in ("Aachen", "Lübeck", "Ludwigshafen"))


def test_a_kommune_with_nothing_overdue_is_not_silent(world: World) -> None:
    for project in ("aachen", "ludwigshafen"):
        world.finish(lambda task: task.due < date(2026, 4, 20), project)

    assert [line.kommune for line in content(later(world, 35)).silent] == ["Lübeck"]


def later(world: World, days: int) -> World:
    clock = type(world.clock)(moment(MONDAY + timedelta(days=days), time(9)))
    return replace(world, clock=clock)


def test_projects_that_have_not_begun_or_are_finished_stand_apart(world: World) -> None:
    settle_in(world, Kommune("bonn", "Bonn", Land.NW))
    world.start(kommune="bonn", start=date(2026, 4, 13))
    world.finish(lambda _: True)

    said = content(world)

    assert (said.projects, said.not_begun, said.finished) == (4, ("Bonn",), ("Aachen",))


def test_follow_ups_and_letters_that_did_not_arrive_are_counted(office: Office) -> None:
    world = found(office)
    world.start()
    world.courier = FakeCourier([Receipt(Outcome.REFUSED, 550, "5.1.1", text="no such user")])
    world.days(START, START + timedelta(days=10))

    said = content(world)

    assert (said.undelivered, said.follow_ups) == (1, len(world.follow_ups()))


def test_a_programme_without_projects_has_a_report(office: Office) -> None:
    world = found(office)

    assert "Noch hat keine Kommune begonnen." in report(world).body
