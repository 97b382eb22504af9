"""What stands in a feed: the words of an entry, its end, and which tasks concern everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from etappe.model.feed import EntryStatus, FeedEntry, concerns_everybody, entry_of, feed_of, reworded
from etappe.model.kommune import Kommune
from etappe.model.plan import Plan
from etappe.model.project import Project, TaskRecord, TaskState
from etappe.model.spec import calendar_days, months, working_days
from tests.unit.model.specs import MONDAY, PREPARATION, plan, task

TENT = "vorbereitung.zelt"
CREATED = datetime(2026, 1, 5, 7, tzinfo=UTC)
CHANGED = datetime(2026, 1, 20, 7, tzinfo=UTC)
AACHEN = Kommune("aachen", "Aachen", "NW")
PLAN = plan(task("zelt", working_days("fest", -10)))
OPEN = TaskRecord(TENT, date(2026, 1, 20))


def entry(record: TaskRecord = OPEN, of: Plan = PLAN, tenant: str = "probe") -> FeedEntry:
    """The entry of a task of Aachen's project."""
    project = Project("aachen", "aachen", of.digest, MONDAY, {}, (), 0, CREATED)
    return entry_of(tenant, AACHEN, project, of, record)


def test_an_entry_says_what_for_whom_where_and_by_which_rule() -> None:
    found = entry()

    assert (found.day, found.title, found.phase) == (OPEN.due, "Zelt (Aachen)", "Vorbereitung")
    assert found.description == (
        "Regel: 10 Arbeitstage vor dem Fest",
        "Rolle: Ansprechperson",
        "Kommune: Aachen",
        "Stand: offen",
    )


def test_the_words_are_those_of_the_programmes_language() -> None:
    found = entry(of=plan(task("zelt", working_days("fest", -1)), language="en"))

    assert found.description[0] == "Rule: 1 working day before dem Fest"
    assert found.description[2:] == ("Municipality: Aachen", "State: open")


@pytest.mark.parametrize(
    ("due", "rule"),
    [
        (working_days("fest", 0), "am Tag „Fest“"),
        (calendar_days("start", 14), "14 Kalendertage nach dem Start"),
        (months("fest", 1), "1 Monat nach dem Fest"),
    ],
)
def test_a_rule_is_told_as_it_is_counted(due: object, rule: str) -> None:
    tent = task("zelt", working_days("fest", -10)).model_copy(update={"due": due})

    assert entry(of=plan(tent)).description[0] == f"Regel: {rule}"


def test_a_rule_names_what_is_waited_for() -> None:
    tent = task("zelt", working_days("fest", -10), after=("platz", "geld"), committee=True)
    before = [task(name, working_days("start", 1)) for name in ("platz", "geld")]

    assert entry(of=plan(*before, tent)).description[0] == (
        "Regel: 10 Arbeitstage vor dem Fest; nicht vor „Platz“, „Geld“; "
        "in einer Sitzung des Gremiums, sobald deren Termine bekannt sind"
    )


def test_a_rule_names_nothing_confidential() -> None:
    talk = task("gespraech", working_days("start", 1)).model_copy(update={"confidential": True})
    tent = task("zelt", working_days("fest", -10), after=("gespraech",))

    assert entry(of=plan(talk, tent)).description[0] == "Regel: 10 Arbeitstage vor dem Fest"


def test_a_day_set_by_hand_says_so() -> None:
    found = entry(replace(OPEN, by_hand=True))

    assert found.description[0] == "Von Hand auf diesen Tag gelegt; Regel: 10 Arbeitstage vor dem Fest"


@pytest.mark.parametrize(
    ("state", "status", "title", "said"),
    [
        (TaskState.OPEN, EntryStatus.CONFIRMED, "Zelt (Aachen)", "offen"),
        (TaskState.DONE, EntryStatus.CONFIRMED, "✓ Zelt (Aachen)", "erledigt"),
        (TaskState.WAIVED, EntryStatus.CANCELLED, "Zelt (Aachen)", "entfallen"),
        (TaskState.RETIRED, EntryStatus.CANCELLED, "Zelt (Aachen)", "nicht mehr im Plan"),
    ],
)
def test_what_does_not_take_place_any_more_is_cancelled(
    state: TaskState, status: EntryStatus, title: str, said: str
) -> None:
    found = entry(replace(OPEN, state=state))

    assert (found.status, found.title, found.description[-1]) == (status, title, f"Stand: {said}")


def test_nobody_is_named_in_an_entry() -> None:
    found = entry(replace(OPEN, state=TaskState.DONE, settled_by="Enno Jadebusen", reason="Enno war krank"))

    assert "Enno" not in repr(found)


def test_the_uid_names_the_task_and_no_day() -> None:
    uid = entry().uid

    assert entry(replace(OPEN, due=date(2026, 2, 2), sequence=4, state=TaskState.RETIRED)).uid == uid
    assert entry(tenant="another").uid != uid
    assert "2026" not in uid


def test_an_entry_is_as_old_as_its_last_change_or_else_its_project() -> None:
    assert entry().last_modified == CREATED
    assert entry(replace(OPEN, settled_at=CREATED, changed_at=CHANGED)).last_modified == CHANGED


def test_an_entry_settled_before_changes_were_counted_is_as_old_as_that() -> None:
    assert entry(replace(OPEN, state=TaskState.DONE, settled_at=CHANGED)).last_modified == CHANGED


@pytest.mark.parametrize(("days", "number"), [(0, 1), (60, 1), (61, 0)])
def test_a_cancelled_entry_is_kept_for_sixty_days(days: int, number: int) -> None:
    cancelled = entry(replace(OPEN, state=TaskState.RETIRED, changed_at=CHANGED))

    feed = feed_of("Aachen", "de", "Europe/Berlin", [cancelled], CHANGED + timedelta(days=days))

    assert len(feed.entries) == number


def test_a_confirmed_entry_stays_however_old_it_is() -> None:
    feed = feed_of("Aachen", "de", "Europe/Berlin", [entry()], CREATED + timedelta(days=2000))

    assert feed.entries == (entry(),)


def test_a_feed_is_in_the_order_of_days() -> None:
    early, late = entry(), entry(replace(OPEN, due=date(2026, 2, 2)))

    assert feed_of("Aachen", "de", "Europe/Berlin", [late, early], CREATED).entries == (early, late)


@pytest.mark.parametrize(
    ("about", "everybody"),
    [
        ({}, False),
        ({"milestone": True}, True),
        ({"meeting": True}, True),
        ({"meeting": True, "milestone": True, "confidential": True}, False),
    ],
)
def test_milestones_and_meetings_concern_everybody_unless_confidential(
    about: dict[str, bool], *, everybody: bool
) -> None:
    spec = task("zelt", working_days("fest", -10)).model_copy(update=about)

    assert concerns_everybody(spec) is everybody


def test_another_plan_rewords_those_whose_entry_reads_otherwise() -> None:
    tent, cake = task("zelt", working_days("fest", -10)), task("kuchen", working_days("fest", -1))
    before = plan(tent, cake, task("musik", working_days("fest", -2)))

    after = plan(tent, cake.model_copy(update={"title": "Torte"}), task("redner", working_days("fest", -2)))

    assert reworded(before, after) == ("vorbereitung.kuchen",)


def test_another_title_of_a_phase_rewords_its_tasks() -> None:
    phase = PREPARATION.model_copy(update={"title": "Vorher"})

    assert reworded(PLAN, plan(task("zelt", working_days("fest", -10)), phases=(phase,))) == (TENT,)


def test_what_an_entry_does_not_say_rewords_nothing() -> None:
    tent = task("zelt", working_days("fest", -10)).model_copy(update={"effort": "lange", "advice": "Bald."})

    assert reworded(PLAN, plan(tent)) == ()
