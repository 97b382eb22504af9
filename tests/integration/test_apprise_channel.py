"""Announcements to a team channel, which here is a web server of our own."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from etappe.adapters.apprise_channel import AppriseChannel
from etappe.errors import UnknownChannel
from tests.fakes.web_hook import Hook, listening


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A web hook on the loopback interface."""
    with listening() as hook:
        yield hook


def test_an_announcement_reaches_the_channel_as_plain_text(hook: Hook) -> None:
    reached = AppriseChannel([hook.url]).announce("Etappe erreicht", "<b>Müller</b> & Co.")

    assert reached is True
    assert [(it["title"], it["message"]) for it in hook.announced] == [
        ("Etappe erreicht", "<b>Müller</b> & Co.")
    ]


def test_a_channel_that_refuses_is_asked_once_whatever_its_url_wants(hook: Hook) -> None:
    hook.status = 500

    reached = AppriseChannel([hook.url]).announce("t", "b")

    assert reached is False
    assert len(hook.announced) == 1


def test_a_refusal_of_one_channel_does_not_keep_the_next_from_hearing(hook: Hook) -> None:
    closed = "json://127.0.0.1:9/"

    reached = AppriseChannel([closed, hook.url]).announce("t", "b")

    assert reached is False
    assert len(hook.announced) == 1


def test_no_token_is_in_a_log_or_repr(hook: Hook, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    hook.status = 500
    channel = AppriseChannel([hook.url])

    channel.announce("t", "b")

    own = [record for record in caplog.records if record.name.startswith(("apprise", "etappe"))]
    assert "t0psecret" not in "".join(record.getMessage() for record in own) + repr(channel)
    assert logging.getLogger("apprise").level >= logging.WARNING


@pytest.mark.parametrize(
    ("url", "scheme"),
    [
        ("nosuch://user:t0psecret@host", "nosuch"),
        ("slack://t0psecret", "slack"),
        ("t0psecret", r"\?"),
    ],
)
def test_an_unknown_channel_is_named_by_its_scheme_alone_before_anyone_is_told(
    hook: Hook, url: str, scheme: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(UnknownChannel, match=f"'{scheme}://…'") as refusal:
        AppriseChannel([hook.url, url]).announce("t", "b")

    assert "t0psecret" not in str(refusal.value) + caplog.text
    assert hook.announced == []
