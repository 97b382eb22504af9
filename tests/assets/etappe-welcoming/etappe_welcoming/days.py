"""Days off in the states: federal holidays, each with the day on which it is observed."""

from __future__ import annotations

from datetime import date, timedelta

from holidays import country_holidays

from etappe.plugin import Days

FIRST_YEAR, LAST_YEAR = 2020, 2045
THANKSGIVING = "Thanksgiving Day"


def of_state(state: str) -> Days:
    """The days of a state; nothing in this programme is planned around school holidays."""
    last = date(LAST_YEAR, 12, 31)
    federal = country_holidays("US", years=range(FIRST_YEAR, LAST_YEAR + 1), observed=True)
    public = dict(sorted(federal.items()))
    return Days(
        land=state,
        first=date(FIRST_YEAR, 1, 1),
        last=last,
        public=public,
        school={},
        school_known_until=last,
        closed=_fridays_after(public),
    )


def _fridays_after(public: dict[date, str]) -> dict[date, str]:
    """City halls take the long weekend, although no law says so."""
    one_day = timedelta(days=1)
    return {day + one_day: f"Day after {name}" for day, name in public.items() if name == THANKSGIVING}
