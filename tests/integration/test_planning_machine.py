"""Whatever people do to plans, in any order: dates, ledger, letters and audit agree after every step."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from etappe.testing.database import opened
from tests.integration.planning_machine import machine_on
from tests.integration.planning_site import new_offices

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
THOROUGH = settings(
    max_examples=200,
    stateful_step_count=50,
    suppress_health_check=SLOW,
    database=None,
    phases=(Phase.generate,),  # shrinking fifty steps takes minutes: whoever looks for a cause adds it
    report_multiple_bugs=False,
)
BRIEF = settings(THOROUGH, max_examples=10, stateful_step_count=30)


def test_whatever_people_do_to_plans_everything_agrees(fast_engine: Engine) -> None:
    machine = machine_on(fast_engine, new_offices(fast_engine))

    run_state_machine_as_test(machine, settings=THOROUGH)


@pytest.mark.postgres
def test_so_it_does_in_a_server(postgres_url: str) -> None:
    with opened(postgres_url) as engine:
        machine = machine_on(engine, new_offices(engine))

        run_state_machine_as_test(machine, settings=BRIEF)
