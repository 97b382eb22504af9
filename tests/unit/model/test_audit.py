"""Links of the chain of facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from etappe.model.audit import GENESIS, AuditAnchor, Fact, link, torn_from

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
FACT = Fact("eva", "task done", "aachen/fest", {"after": "done", "before": "open"})


def test_a_link_is_the_same_for_the_same_fact() -> None:
    assert link(GENESIS, 1, AT, FACT) == link(GENESIS, 1, AT, replace(FACT))


@pytest.mark.parametrize(
    "other",
    [
        replace(FACT, actor="paul"),
        replace(FACT, action="task waived"),
        replace(FACT, about="aachen/los"),
        replace(FACT, data={"after": "open"}),
        Fact("eva", "task", "done aachen/fest", FACT.data),
    ],
)
def test_a_link_covers_everything_that_a_fact_says(other: Fact) -> None:
    assert link(GENESIS, 1, AT, other) != link(GENESIS, 1, AT, FACT)


def test_a_link_covers_its_place_and_the_link_before() -> None:
    links = {link(GENESIS, 1, AT, FACT), link(GENESIS, 2, AT, FACT), link("1" * 64, 1, AT, FACT)}

    assert len(links) == 3


def test_the_order_of_the_data_does_not_matter() -> None:
    turned = replace(FACT, data={"before": "open", "after": "done"})

    assert link(GENESIS, 1, AT, turned) == link(GENESIS, 1, AT, FACT)


def test_days_in_the_data_are_text() -> None:
    assert replace(FACT, data={"day": date(2026, 3, 2)}).data_text() == '{"day": "2026-03-02"}'


def test_a_chain_that_goes_on_holds_its_anchors() -> None:
    anchors = [AuditAnchor(AT, 3, "three"), AuditAnchor(AT, 5, "five")]

    assert torn_from(anchors, {3: "three", 5: "five"}) is None
    assert torn_from([], {}) is None


def test_a_cut_tail_is_known_by_the_first_anchor_that_is_gone() -> None:
    anchors = [AuditAnchor(AT, 3, "three"), AuditAnchor(AT, 5, "five"), AuditAnchor(AT, 7, "seven")]

    assert torn_from(anchors, {3: "three"}) == anchors[1]


def test_a_chain_that_was_written_anew_is_known_by_its_hash() -> None:
    anchor = AuditAnchor(AT, 3, "three")

    assert torn_from([anchor], {3: "another"}) == anchor
