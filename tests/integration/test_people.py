"""Who fills which role, who steps in, and what happens when somebody is away."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from etappe.demo.people import TEAM
from etappe.errors import (
    AbsenceBackwards,
    BadAddress,
    CalendarEnds,
    NameMissing,
    UnknownKommune,
    UnknownPerson,
    UnknownRole,
)
from etappe.model.audit import Fact
from etappe.model.identity import identity
from etappe.model.kommune import DayKind, Kommune, NamedDay
from etappe.model.ledger import CATCH_UP, OVERVIEW, Due
from etappe.model.people import Contact, Person
from etappe.model.place import Land
from etappe.model.shard import WHOLE
from etappe.service.day_entry import enter_days
from etappe.service.kommunen import add_kommune
from etappe.service.office import Office
from etappe.service.people import list_contacts, report_absence, set_contact, set_staff
from etappe.service.projects import Wish, start_project

IDA = Person(identity("person", "ida@gera.example"), "Ida Moos", "ida@gera.example")
UDO = Person(identity("person", "udo@gera.example"), "Udo Berg", "udo@gera.example")
FAR = timedelta(days=400)


@pytest.fixture
def gera(office: Office, now: datetime) -> Office:
    """An office with one Kommune and its contact person Ida."""
    add_kommune(office, Kommune("gera", "Gera", Land.TH), "setup", now)
    set_contact(office, "gera", "AP", IDA.name, IDA.email, None, "setup", now)
    return office


def facts(office: Office, by: str = "eva") -> list[Fact]:
    """What the audit holds of somebody's deeds, the oldest first."""
    with office.store.begin() as tx:
        return [fact for _, fact in reversed(tx.audit.facts()) if fact.actor == by]


def armed(office: Office, rule_key: str, now: datetime) -> list[Due]:
    """The overviews of a kind that will be due, in the order of time."""
    with office.store.begin() as tx:
        return [due for due in tx.ledger.due(now + FAR, 1000, WHOLE) if due.rule_key == rule_key]


def catch_ups(office: Office, now: datetime) -> dict[str, date]:
    """The day of the overview after each absence, by its key without the person."""
    return {due.occ_key.split("/")[2]: due.local_date for due in armed(office, CATCH_UP, now)}


def test_a_contact_gets_a_deputy(gera: Office, now: datetime) -> None:
    set_contact(gera, "gera", "AP", IDA.name, IDA.email, (UDO.name, UDO.email), "eva", now)

    assert list_contacts(gera, "gera") == (Contact("AP", IDA, UDO),)


def test_a_change_is_told_in_the_audit_by_ids_without_names(gera: Office, now: datetime) -> None:
    set_contact(gera, "gera", "AP", UDO.name, UDO.email, (IDA.name, IDA.email), "eva", now)

    assert facts(gera) == [
        Fact("eva", "person added", f"person/{UDO.id}", {}),
        Fact(
            "eva",
            "role filled",
            "gera/AP",
            {"before": {"person": IDA.id, "deputy": None}, "after": {"person": UDO.id, "deputy": IDA.id}},
        ),
    ]


def test_saying_the_same_twice_changes_nothing(gera: Office, now: datetime) -> None:
    set_contact(gera, "gera", "AP", " Ida  Moos ", "IDA@gera.example ", None, "eva", now)

    assert list_contacts(gera, "gera") == (Contact("AP", IDA),)
    assert facts(gera) == []


def test_a_new_name_for_a_known_address_renames_the_person(gera: Office, now: datetime) -> None:
    set_contact(gera, "gera", "PS", "Ida Moos-Berg", IDA.email, None, "eva", now)

    assert [(c.role, c.person.name) for c in list_contacts(gera, "gera")] == [
        ("AP", "Ida Moos-Berg"),
        ("PS", "Ida Moos-Berg"),
    ]
    assert [f.action for f in facts(gera)] == ["person renamed", "role filled"]


def test_the_project_team_of_the_demo_stands_in_where_a_kommune_has_nobody(
    gera: Office, now: datetime
) -> None:
    for m in TEAM:
        set_staff(gera, m.role, m.name, m.email, m.deputy, "eva", now)

    contacts = list_contacts(gera, "gera")
    assert [(c.role, c.person.name) for c in contacts] == [
        ("AP", "Ida Moos"),
        ("PM", "Jule Sommerfelden"),
        ("MO", "Nele Windhagen"),
        ("PL", "Matthis Oberlind"),
    ]
    assert contacts[1].deputy is not None
    assert facts(gera)[-1].about == "staff/PL"


def test_a_kommune_may_have_project_management_of_its_own(gera: Office, now: datetime) -> None:
    set_staff(gera, "PM", "Eva Tal", "eva@etappe.example", None, "setup", now)

    set_contact(gera, "gera", "PM", UDO.name, UDO.email, None, "eva", now)

    assert list_contacts(gera, "gera")[1] == Contact("PM", UDO)
    assert facts(gera)[-1].data["before"] is None


@pytest.mark.parametrize("address", ["ida", "ida@", "ida@gera", "ida@gera.example, udo@gera.example"])
def test_a_bad_address_is_refused_and_nothing_saved(gera: Office, now: datetime, address: str) -> None:
    with pytest.raises(BadAddress, match=r"is no mail address; write it like name@example\.org"):
        set_contact(gera, "gera", "AP", "Udo Berg", "udo@gera.example", ("Ida Moos", address), "eva", now)

    assert list_contacts(gera, "gera") == (Contact("AP", IDA),)
    assert facts(gera) == []


def test_a_person_needs_a_name(gera: Office, now: datetime) -> None:
    with pytest.raises(NameMissing, match=r"'udo@gera\.example' has no name; add one"):
        set_contact(gera, "gera", "AP", " ", UDO.email, None, "eva", now)


def test_a_role_must_be_one_of_the_programme(gera: Office, now: datetime) -> None:
    with pytest.raises(UnknownRole, match="no role 'BM'; there are: AP, PM, VS, MO, PL"):
        set_contact(gera, "gera", "BM", IDA.name, IDA.email, None, "eva", now)
    with pytest.raises(UnknownRole, match="no role 'BM'"):
        set_staff(gera, "BM", IDA.name, IDA.email, None, "eva", now)


def test_a_contact_needs_a_kommune(office: Office, now: datetime) -> None:
    with pytest.raises(UnknownKommune, match="There is no Kommune 'gera'"):
        set_contact(office, "gera", "AP", IDA.name, IDA.email, None, "eva", now)
    with pytest.raises(UnknownKommune, match="There is no Kommune 'gera'"):
        list_contacts(office, "gera")


def test_nobody_gets_an_overview_before_there_is_a_project(gera: Office, now: datetime) -> None:
    set_staff(gera, "PM", "Eva Tal", "eva@etappe.example", None, "eva", now)

    assert armed(gera, OVERVIEW, now) == []


def test_who_joins_a_running_project_gets_the_weekly_overview(gera: Office, now: datetime) -> None:
    start_project(gera, "gera", Wish(date(2026, 3, 9)), "eva", now)

    set_contact(gera, "gera", "MO", UDO.name, UDO.email, None, "eva", now)
    set_staff(gera, "PM", "Eva Tal", "eva@etappe.example", None, "eva", now)

    readers = {due.person_id: due.local_date for due in armed(gera, OVERVIEW, now)}
    assert readers == dict.fromkeys(
        (IDA.id, UDO.id, identity("person", "eva@etappe.example")), date(2026, 3, 9)
    )


def test_the_head_of_administration_gets_no_overview(gera: Office, now: datetime) -> None:
    start_project(gera, "gera", Wish(date(2026, 3, 9)), "eva", now)

    set_contact(gera, "gera", "VS", UDO.name, UDO.email, None, "eva", now)

    assert [due.person_id for due in armed(gera, OVERVIEW, now)] == [IDA.id]


def test_saying_it_twice_arms_one_overview(gera: Office, now: datetime) -> None:
    start_project(gera, "gera", Wish(date(2026, 3, 9)), "eva", now)

    for _ in range(2):
        set_contact(gera, "gera", "PS", IDA.name, IDA.email, None, "eva", now)

    assert len(armed(gera, OVERVIEW, now)) == 1


def test_an_absence_ends_with_an_overview_on_the_first_working_day(gera: Office, now: datetime) -> None:
    report_absence(gera, "Ida@gera.example", date(2026, 3, 16), date(2026, 3, 27), "eva", now)

    (due,) = armed(gera, CATCH_UP, now)
    assert due.occ_key == f"catch_up/{IDA.id}/2026-03-16"
    assert (due.person_id, due.project_id, due.local_date) == (IDA.id, None, date(2026, 3, 30))
    assert due.due_at == datetime(2026, 3, 30, 6, tzinfo=UTC)  # eight o'clock in summer time
    assert facts(gera) == [
        Fact(
            "eva",
            "absence reported",
            f"person/{IDA.id}",
            {"first": "2026-03-16", "last": "2026-03-27", "last before": None},
        )
    ]


def test_closing_days_of_the_kommune_come_before_the_overview(gera: Office, now: datetime) -> None:
    enter_days(gera, "gera", [NamedDay(DayKind.CLOSED, date(2026, 3, 30), "Inventur")], "eva", now)

    report_absence(gera, IDA.email, date(2026, 3, 16), date(2026, 3, 27), "eva", now)

    assert catch_ups(gera, now) == {"2026-03-16": date(2026, 3, 31)}


def test_the_project_team_comes_back_by_the_calendar_of_its_own_place(office: Office, now: datetime) -> None:
    set_staff(office, "PM", "Eva Tal", "eva@etappe.example", None, "eva", now)

    report_absence(office, "eva@etappe.example", date(2027, 3, 1), date(2027, 3, 5), "eva", now)

    # Monday the eighth is International Women's Day, a holiday in Berlin
    assert catch_ups(office, now) == {"2027-03-01": date(2027, 3, 9)}


def test_a_longer_absence_moves_its_overview(gera: Office, now: datetime) -> None:
    report_absence(gera, IDA.email, date(2026, 3, 16), date(2026, 3, 27), "eva", now)

    report_absence(gera, IDA.email, date(2026, 3, 16), date(2026, 4, 2), "eva", now)

    # Good Friday and Easter Monday lie between
    assert catch_ups(gera, now) == {"2026-03-16": date(2026, 4, 7)}
    assert facts(gera)[-1].data["last before"] == "2026-03-27"


def test_an_absence_that_runs_into_the_next_moves_its_overview_behind_that(
    gera: Office, now: datetime
) -> None:
    report_absence(gera, IDA.email, date(2026, 3, 9), date(2026, 3, 13), "eva", now)

    report_absence(gera, IDA.email, date(2026, 3, 16), date(2026, 3, 18), "eva", now)

    assert catch_ups(gera, now) == dict.fromkeys(("2026-03-09", "2026-03-16"), date(2026, 3, 19))


def test_an_absence_told_afterwards_is_caught_up_with_today(gera: Office, now: datetime) -> None:
    report_absence(gera, IDA.email, date(2026, 2, 16), date(2026, 2, 20), "eva", now)

    assert catch_ups(gera, now) == {"2026-02-16": date(2026, 3, 2)}


def test_an_absence_told_twice_is_noted_once(gera: Office, now: datetime) -> None:
    for _ in range(2):
        report_absence(gera, IDA.email, date(2026, 3, 16), date(2026, 3, 27), "eva", now)

    assert [f.action for f in facts(gera)] == ["absence reported"]


def test_an_absence_cannot_end_before_it_begins(gera: Office, now: datetime) -> None:
    with pytest.raises(
        AbsenceBackwards, match=r"cannot end on 15\.03\.2026 before it begins on 16\.03\.2026"
    ):
        report_absence(gera, IDA.email, date(2026, 3, 16), date(2026, 3, 15), "eva", now)


def test_an_absence_without_an_end_is_refused_with_the_years_that_are_known(
    gera: Office, now: datetime
) -> None:
    with pytest.raises(CalendarEnds, match=r"covers 2015 to 2045 .* 31\.12\.9999"):
        report_absence(gera, IDA.email, date(2026, 3, 16), date.max, "eva", now)


def test_an_absence_of_a_stranger_is_refused(gera: Office, now: datetime) -> None:
    with pytest.raises(
        UnknownPerson, match=r"Nobody has the address 'ada@gera\.example'; see 'etappe contacts"
    ):
        report_absence(gera, "ada@gera.example", date(2026, 3, 16), date(2026, 3, 20), "eva", now)
