"""What all tests share."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest
from hypothesis import settings

# the same examples in every run, and no failure because a machine was busy
settings.register_profile("etappe", derandomize=True, deadline=None)
settings.load_profile("etappe")

collect_ignore = ["assets"]
"""Tests of modules that have to be installed first; acceptance tests do so and run them."""


@pytest.fixture
def now() -> datetime:
    """Monday, 2 March 2026, nine o'clock in Berlin."""
    return datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where every component is there (`.ci/run`), a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and os.environ.get("ETAPPE_REQUIRE") and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
