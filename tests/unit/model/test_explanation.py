"""Every date says why it is the day, in whole sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from etappe.adapters.calendars import calendar_of
from etappe.model.calendar import Calendar
from etappe.model.decisions import Decisions
from etappe.model.explanation import explain_anchor, explain_task
from etappe.model.place import Land, Place
from etappe.model.plan import Plan
from etappe.model.schedule import lay_out
from etappe.model.spec import AnchorSpec, Bound, Roll, calendar_days, months, working_days
from tests.unit.model.specs import BEGUN, FEAST, NO_HOLIDAY, calendar, days, fixed, plan, task


def of_task(drawn: Plan, decisions: Decisions = BEGUN, place: Calendar = NO_HOLIDAY) -> str:
    """Why the last task of a plan is due on its day."""
    return explain_task(lay_out(drawn, decisions, place), drawn.tasks[-1].key)


def of_feast(drawn: Plan, decisions: Decisions = BEGUN, place: Calendar = NO_HOLIDAY) -> str:
    return explain_anchor(lay_out(drawn, decisions, place), "fest")


def soft(**update: object) -> AnchorSpec:
    """A feast that is no event."""
    return FEAST.model_copy(update={"event": False, "stretched_by_school_holidays": True, **update})


def test_a_deadline_before_its_anchor() -> None:
    sentence = of_task(plan(task("brief", working_days("fest", -5))))

    assert sentence == "5 Arbeitstage vor dem Fest am 03.02.2026"


def test_a_deadline_after_its_anchor() -> None:
    sentence = of_task(plan(task("dank", working_days("fest", 1))))

    assert sentence == "1 Arbeitstag nach dem Fest am 03.02.2026"


def test_a_deadline_on_the_day_itself() -> None:
    sentence = of_task(plan(task("feier", working_days("fest", 0))))

    assert sentence == "am Tag „Fest“ (03.02.2026)"


def test_calendar_days_and_months_bear_their_names() -> None:
    assert of_task(plan(task("frist", calendar_days("fest", -14)))) == (
        "14 Kalendertage vor dem Fest am 03.02.2026"
    )
    assert of_task(plan(task("frist", months("fest", 1)))) == "1 Monat nach dem Fest am 03.02.2026"


def test_a_holiday_on_the_way_is_named() -> None:
    decisions = Decisions(date(2021, 10, 1), fixed_anchors={"fest": date(2021, 11, 30)})

    sentence = of_task(
        plan(task("treffen", working_days("fest", -15))), decisions, calendar_of(Place(Land.SN))
    )

    assert sentence == (
        "15 Arbeitstage vor dem Fest am 30.11.2021; verschoben wegen Buß- und Bettag (17.11.2021)"
    )


def test_a_holiday_elsewhere_is_not_named() -> None:
    decisions = Decisions(date(2021, 10, 1), fixed_anchors={"fest": date(2021, 11, 30)})

    sentence = of_task(
        plan(task("treffen", working_days("fest", -15))), decisions, calendar_of(Place(Land.NI))
    )

    assert sentence == "15 Arbeitstage vor dem Fest am 30.11.2021"


def test_four_days_off_are_named() -> None:
    place = calendar(closed=days(date(2026, 1, 6), 4, "Betriebsruhe"))

    sentence = of_task(plan(task("brief", working_days("start", 5))), BEGUN, place)

    assert sentence == (
        "5 Arbeitstage nach dem Start am 05.01.2026; verschoben wegen Betriebsruhe (06.01.2026), "
        "Betriebsruhe (07.01.2026), Betriebsruhe (08.01.2026), Betriebsruhe (09.01.2026)"
    )


def test_many_days_off_are_numbered() -> None:
    place = calendar(closed=days(date(2026, 1, 6), 7, "Betriebsruhe"))

    sentence = of_task(plan(task("brief", working_days("start", 5))), BEGUN, place)

    assert sentence == (
        "5 Arbeitstage nach dem Start am 05.01.2026; "
        "verschoben wegen 5 freier Tage, zuletzt Betriebsruhe (12.01.2026)"
    )


def test_a_deadline_that_rolled_off_a_weekend() -> None:
    sentence = of_task(plan(task("frist", calendar_days("start", 5))))

    assert sentence == (
        "5 Kalendertage nach dem Start am 05.01.2026; vom 10.01.2026 (Samstag) auf einen Arbeitstag gelegt"
    )


def test_a_legal_deadline_that_rolled_names_the_law() -> None:
    place = calendar(public={date(2026, 1, 12): "Feiertag"})

    sentence = of_task(plan(task("frist", calendar_days("start", 7, roll=Roll.LEGAL))), BEGUN, place)

    assert sentence == (
        "7 Kalendertage nach dem Start am 05.01.2026; "
        "statt am 12.01.2026 (Feiertag) am nächsten Werktag (§ 193 BGB)"
    )


def test_a_deadline_fixed_by_hand_names_the_computed_one() -> None:
    decisions = replace(BEGUN, fixed_deadlines={"vorbereitung.brief": date(2026, 1, 20)})

    sentence = of_task(plan(task("brief", working_days("fest", -5))), decisions)

    assert sentence == (
        "5 Arbeitstage vor dem Fest am 03.02.2026; "
        "von Hand auf diesen Tag gelegt; errechnet war der 27.01.2026"
    )


def test_a_compressed_deadline_names_what_it_waits_for() -> None:
    drawn = plan(
        task("los", working_days("start", 18)), task("brief", working_days("fest", -5), after=("los",))
    )

    sentence = of_task(drawn)

    assert sentence == (
        "5 Arbeitstage vor dem Fest am 03.02.2026; "
        "verdichtet: einen Arbeitstag nach „Los“ (29.01.2026) statt am 27.01.2026"
    )


def test_a_committee_task_names_the_day_from_which_a_session_was_looked_for() -> None:
    place = calendar(committee=(date(2026, 1, 14),))

    sentence = of_task(plan(task("beschluss", working_days("start", 5), committee=True)), BEGUN, place)

    assert sentence == (
        "5 Arbeitstage nach dem Start am 05.01.2026; "
        "auf die nächste Sitzung des Gremiums ab dem 12.01.2026 gelegt"
    )


def test_a_committee_task_without_sessions_asks_for_them() -> None:
    sentence = of_task(plan(task("beschluss", working_days("start", 5), committee=True)))

    assert sentence == (
        "5 Arbeitstage nach dem Start am 05.01.2026; "
        "Wunschtermin: bitte die Sitzungstermine des Gremiums eintragen"
    )


def test_a_committee_task_that_waits_for_another_says_both() -> None:
    vote = task("beschluss", working_days("start", 5), committee=True, after=("vorlage",))
    place = calendar(committee=(date(2026, 1, 14), date(2026, 1, 21)))

    sentence = of_task(plan(task("vorlage", working_days("start", 9)), vote), BEGUN, place)

    assert sentence == (
        "5 Arbeitstage nach dem Start am 05.01.2026; "
        "verdichtet: einen Arbeitstag nach „Vorlage“ (16.01.2026) statt am 12.01.2026; "
        "auf die nächste Sitzung des Gremiums ab dem 19.01.2026 gelegt"
    )


def test_the_start_is_given() -> None:
    sentence = explain_anchor(lay_out(plan(), BEGUN, NO_HOLIDAY), "start")

    assert sentence == "vorgegeben"


def test_an_event_on_its_nominal_day_needs_few_words() -> None:
    sentence = of_feast(plan(), Decisions(date(2026, 1, 6)))

    assert sentence == "20 Arbeitstage nach dem Start am 06.01.2026"


def test_an_event_that_is_placed_on_a_tuesday() -> None:
    sentence = of_feast(plan())

    assert sentence == (
        "20 Arbeitstage nach dem Start am 05.01.2026; das wäre der 02.02.2026; "
        "gelegt auf den ersten Dienstag bis Donnerstag, der frei ist"
    )


def test_an_event_names_the_summer_and_the_election_that_it_avoids() -> None:
    wilhelmshaven = calendar_of(Place(Land.NI, elections=(date(2021, 9, 26),)))

    sentence = of_feast(plan(), Decisions(date(2021, 7, 1)), wilhelmshaven)

    assert sentence == (
        "20 Arbeitstage nach dem Start am 01.07.2021; das wäre der 29.07.2021; "
        "gelegt auf den ersten Dienstag bis Donnerstag, der frei ist; "
        "ohne Sommerferien, die sechs Wochen vor der Wahl am 26.09.2021"
    )


def test_an_anchor_that_is_raised_to_its_bound() -> None:
    bound = Bound(at=working_days("start", 25))

    sentence = of_feast(plan(feast=soft(earliest=(bound,))))

    assert sentence == (
        "20 Arbeitstage nach dem Start am 05.01.2026; das wäre der 02.02.2026; "
        "nicht früher als 25 Arbeitstage nach dem Start am 05.01.2026"
    )


def test_an_anchor_that_is_lengthened_by_school_holidays() -> None:
    place = calendar(school=days(date(2026, 1, 12), 12, "Winterferien"))

    sentence = of_feast(plan(feast=soft(latest=(Bound(at=working_days("start", 27)),))), BEGUN, place)

    assert sentence == (
        "20 Arbeitstage nach dem Start am 05.01.2026; das wäre der 02.02.2026; "
        "um 7 Arbeitstage in Schulferien verlängert"
    )


def test_an_anchor_that_is_lengthened_by_a_single_day() -> None:
    place = calendar(school={date(2026, 1, 12): "Winterferien"})

    sentence = of_feast(plan(feast=soft()), BEGUN, place)

    assert sentence.endswith("um 1 Arbeitstag in Schulferien verlängert")


def test_an_anchor_fixed_by_hand_names_the_computed_day() -> None:
    sentence = of_feast(plan(), fixed(fest=date(2026, 2, 6)))

    assert sentence == (
        "20 Arbeitstage nach dem Start am 05.01.2026; "
        "von Hand auf diesen Tag gelegt; errechnet war der 02.02.2026"
    )


def test_a_programme_in_english_explains_itself_in_english() -> None:
    drawn = plan(task("brief", working_days("fest", -5)), language="en")
    place = calendar(closed={date(2026, 1, 28): "Spring cleaning"})

    assert of_task(drawn, BEGUN, place) == (
        "5 working days before dem Fest on 03 Feb 2026; moved because of Spring cleaning (28 Jan 2026)"
    )
    assert of_feast(drawn) == (
        "20 working days after dem Start on 05 Jan 2026; that would be 02 Feb 2026; "
        "placed on the first free Tuesday to Thursday"
    )


def test_a_language_that_nobody_wrote_falls_back_to_german() -> None:
    sentence = of_task(plan(task("brief", working_days("fest", -5)), language="fr"))

    assert sentence == "5 Arbeitstage vor dem Fest am 03.02.2026"
