"""What all tests share."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import settings

# the same examples in every run, and no failure because a machine was busy
settings.register_profile("etappe", derandomize=True, deadline=None)
settings.load_profile("etappe")


@pytest.fixture
def now() -> datetime:
    """Monday, 2 March 2026, nine o'clock in Berlin."""
    return datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
