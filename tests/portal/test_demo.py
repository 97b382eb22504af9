"""Without a password one looks around in a demo, and nowhere else."""

from __future__ import annotations

import shutil
from pathlib import Path

from pydantic import SecretStr

from etappe.bootstrap import STOPPED_CLOCK, assembled
from etappe.settings import Settings
from etappe_portal.running import portal_of
from tests.portal.site import ADDRESS, Site


def is_demo(tables: Path, folder: Path, database: Path | None) -> bool:
    """Whether the portal on a folder with the clock of a demo takes itself for one."""
    (folder / STOPPED_CLOCK).write_text("2026-05-22T16:00:00+00:00", encoding="ascii")
    shutil.copyfile(tables, database or folder / "etappe.db")
    url = SecretStr(f"sqlite:///{database}") if database else None
    settings = Settings(data_dir=folder, database=url, mail=None, team=(), portal_url=ADDRESS)
    with assembled(settings) as etappe:
        return portal_of(etappe, mailbox=True).demo


def test_the_database_of_a_demo_is_one(tables: Path, tmp_path: Path) -> None:
    assert is_demo(tables, tmp_path, None)


def test_another_database_beside_the_clock_of_a_demo_is_none(tables: Path, tmp_path: Path) -> None:
    assert not is_demo(tables, tmp_path, tmp_path / "real.db")


def test_where_people_are_real_nobody_signs_in_without_a_password(site: Site) -> None:
    browser = site.browser()

    answer = browser.post("/demo/anmelden", data={"role": "admin"})

    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers
    assert browser.get("/postfach").status_code == 404
