"""Until when a session holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from etappe.model.accounts import Account, StaffRole
from etappe.model.sessions import OpenedSession, Session, Stage, Visit, is_over, is_to_note

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
FULL = Session("s", "a", Stage.FULL, NOW, NOW)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("session", "span"),
    [
        (FULL, timedelta(minutes=30)),
        (replace(FULL, last_seen_at=NOW + timedelta(minutes=5)), timedelta(minutes=35)),
        (replace(FULL, last_seen_at=NOW + timedelta(hours=11, minutes=50)), timedelta(hours=12)),
        (replace(FULL, stage=Stage.PASSWORD, last_seen_at=NOW + timedelta(hours=1)), timedelta(minutes=10)),
    ],
)
def test_a_session_holds_up_to_a_moment_and_no_longer(session: Session, span: timedelta) -> None:
    assert not is_over(session, NOW + span - SECOND)
    assert is_over(session, NOW + span)


def test_use_is_noted_from_one_minute_on() -> None:
    minute = timedelta(minutes=1)

    assert not is_to_note(FULL, NOW + minute - SECOND)
    assert is_to_note(FULL, NOW + minute)


def test_a_token_does_not_show_when_a_session_is_printed() -> None:
    account = Account("a", "Jule", "jule@place.de", StaffRole.ADMIN, NOW)

    assert "secret-token" not in repr(OpenedSession("secret-token", Visit(account, FULL)))
