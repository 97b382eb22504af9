"""The address of the mail server."""

from __future__ import annotations

import pytest

from etappe.adapters.smtp.relay import Relay, Security
from etappe.errors import BadMailUrl


def test_a_whole_url_is_read() -> None:
    url = "mailtos://u%40place.de:p%3A%2Fw@mail.place.de:2525/?from=etappe@place.de&name=Weltoffene%20Kommune"

    relay = Relay.from_url(url)

    assert (relay.host, relay.port, relay.user, relay.password) == (
        "mail.place.de",
        2525,
        "u@place.de",
        "p:/w",
    )
    assert (relay.sender.name, relay.sender.address) == ("Weltoffene Kommune", "etappe@place.de")


@pytest.mark.parametrize(
    ("url", "security", "port"),
    [
        ("mailto://relay/?from=a@b.de", Security.NONE, 25),
        ("mailto://relay/?from=a@b.de&mode=insecure", Security.NONE, 25),
        ("mailto://relay/?from=a@b.de&mode=starttls", Security.STARTTLS, 587),
        ("mailtos://relay/?from=a@b.de", Security.STARTTLS, 587),
        ("mailtos://relay:25/?from=a@b.de", Security.STARTTLS, 25),
        ("mailtos://relay:465/?from=a@b.de", Security.SSL, 465),
        ("mailtos://relay/?from=a@b.de&mode=ssl", Security.SSL, 465),
        ("mailtos://relay:465/?from=a@b.de&mode=starttls", Security.STARTTLS, 465),
    ],
)
def test_the_scheme_and_the_mode_decide_how_the_line_is_protected(
    url: str, security: Security, port: int
) -> None:
    relay = Relay.from_url(url)

    assert (relay.security, relay.port) == (security, port)


def test_without_a_from_the_user_is_the_sender() -> None:
    relay = Relay.from_url("mailtos://etappe%40place.de:secret@mail.place.de")

    assert relay.sender.address == "etappe@place.de"


def test_a_from_may_hold_the_name_as_well() -> None:
    relay = Relay.from_url("mailto://relay/?from=Amt%20f%C3%BCr%20Vielfalt%20%3Ca@b.de%3E")

    assert (relay.sender.name, relay.sender.address) == ("Amt für Vielfalt", "a@b.de")


def test_smtp_names_another_host_as_it_does_for_apprise() -> None:
    relay = Relay.from_url("mailtos://u:secret@place.de/?from=a@place.de&smtp=mail.place.de")

    assert relay.host == "mail.place.de"


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("https://u:hunter2@relay/?from=a@b.de", "scheme"),
        ("hunter2", "scheme"),
        ("mailtos://u:hunter2@/?from=a@b.de", "host"),
        (f"mailtos://u:hunter2@{'x' * 64}/?from=a@b.de", "host"),
        ("mailtos://u:hunter2/3@relay/?from=a@b.de", "host or port"),
        ("mailtos://u:[hunter2@relay/?from=a@b.de", "host or port"),
        ("mailtos://u:hunter2@relay:99999/?from=a@b.de", "host or port"),
        ("mailtos://u:hunter2@relay/?from=a@b.de&mode=hunter2", "mode"),
        ("mailtos://u:hunter2@relay/?from=a@b.de&mode=insecure", "mode"),
        ("mailtos://u:hunter2@relay/", "from"),
        ("mailtos://u:hunter2@relay/?from=a%0D%0ABcc:b@c.de", "from"),
        ("mailtos://u:hunter2@relay/?from=a@b.de&pass=hunter2", "query"),
    ],
)
def test_a_bad_url_is_refused_with_the_part_at_fault_and_without_the_password(url: str, part: str) -> None:
    with pytest.raises(BadMailUrl, match=f"its {part} ") as refusal:
        Relay.from_url(url)

    assert "hunter2" not in str(refusal.value)
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None


def test_the_password_is_in_no_repr() -> None:
    relay = Relay.from_url("mailtos://u:hunter2@relay/?from=a@b.de")

    assert "hunter2" not in f"{relay!r} {relay!s}"
