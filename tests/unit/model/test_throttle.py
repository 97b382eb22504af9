"""What counts as one network."""

from __future__ import annotations

import pytest

from etappe.model.throttle import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:0DB8:0001:0002::", "2001:db8:1:2::/64"),
        ("a socket", "a socket"),
    ],
)
def test_whoever_has_one_address_is_counted_with_all_they_have(address: str, network: str) -> None:
    assert network_of(address) == network
