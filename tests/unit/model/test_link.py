"""A link: how long it lives, where it leads, and what is kept of its token."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from etappe.model.link import LinkPurpose, address, expiry, new_link, project_address, token_hash
from etappe.model.moments import BERLIN

NOW = datetime(2026, 3, 6, 7, 0, tzinfo=UTC)
TOKEN = "t" * 43
LINK = new_link(
    TOKEN, LinkPurpose.TASK, "p", NOW, project_id="aachen", task_key="brief", expires_at=NOW + timedelta(1)
)


@pytest.mark.parametrize(
    ("deadline", "days"),
    [
        pytest.param(date(2026, 3, 26), 27, id="a week after the deadline"),
        pytest.param(date(2026, 3, 9), 14, id="two weeks at least"),
        pytest.param(date(2025, 3, 9), 14, id="overdue for long"),
        pytest.param(date(2026, 9, 9), 60, id="sixty days at most"),
    ],
)
def test_a_link_ends_after_its_deadline_within_bounds(deadline: date, days: int) -> None:
    assert expiry(deadline, NOW, BERLIN) == NOW + timedelta(days=days)


def test_a_link_works_until_the_moment_at_which_it_ends() -> None:
    assert LINK.works(NOW)
    assert not LINK.works(NOW + timedelta(1))
    assert not replace(LINK, revoked_at=NOW).works(NOW)


def test_a_link_that_never_ends_works_until_it_is_revoked() -> None:
    feed = new_link(TOKEN, LinkPurpose.FEED, "p", NOW)

    assert feed.works(NOW + timedelta(days=1000))


def test_nothing_of_the_token_stands_in_a_link() -> None:
    assert TOKEN not in str(LINK)
    assert token_hash(TOKEN) not in str(LINK)


def test_each_purpose_has_its_address() -> None:
    assert address("https://e.org", LinkPurpose.TASK, TOKEN) == f"https://e.org/a/{TOKEN}"
    assert address("https://e.org", LinkPurpose.FEED, TOKEN) == f"https://e.org/kalender/{TOKEN}.ics"
    assert project_address("https://e.org", "aachen") == "https://e.org/projekte/aachen"
