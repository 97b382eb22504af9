"""Anchors are lines in a file that is only ever appended to."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from etappe.adapters.anchor_file import AnchorFile
from etappe.errors import AnchorGarbled
from etappe.model.audit import AuditAnchor

FIRST = AuditAnchor(datetime(2026, 3, 2, 1, 30, tzinfo=UTC), 18, "5cb1")
SECOND = AuditAnchor(datetime(2026, 3, 3, 1, 30, tzinfo=UTC), 21, "6361")


def test_without_a_file_there_are_no_anchors(tmp_path: Path) -> None:
    assert AnchorFile(tmp_path / "anchors.txt", "ours").anchors() == ()


def test_anchors_are_read_as_they_were_kept(tmp_path: Path) -> None:
    file = AnchorFile(tmp_path / "data" / "anchors.txt", "ours")

    file.keep(FIRST)
    file.keep(SECOND)

    assert file.anchors() == (FIRST, SECOND)


def test_an_anchor_is_a_line_that_people_can_read(tmp_path: Path) -> None:
    AnchorFile(tmp_path / "anchors.txt", "ours").keep(FIRST)

    assert (tmp_path / "anchors.txt").read_text() == "2026-03-02T01:30:00+00:00 ours 18 5cb1\n"


def test_programmes_share_the_file_and_see_their_own_anchors(tmp_path: Path) -> None:
    ours, theirs = (AnchorFile(tmp_path / "anchors.txt", tenant) for tenant in ("ours", "theirs"))

    ours.keep(FIRST)
    theirs.keep(SECOND)

    assert (ours.anchors(), theirs.anchors()) == ((FIRST,), (SECOND,))


@pytest.mark.parametrize("line", ["", "one two", "yesterday ours 18 5cb1", "2026-03-02T01:30:00 ours x 5cb1"])
def test_a_line_that_is_no_anchor_is_named(tmp_path: Path, line: str) -> None:
    file = AnchorFile(tmp_path / "anchors.txt", "ours")
    file.keep(FIRST)
    with (tmp_path / "anchors.txt").open("a") as more:
        more.write(line + "\n")

    with pytest.raises(AnchorGarbled, match=r"anchors\.txt', line 2: this is no anchor"):
        file.anchors()
