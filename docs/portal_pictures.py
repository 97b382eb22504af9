"""Takes the pictures of the portal for the docs: `make pictures` carries the demo and looks at its pages."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
DESKTOP, PHONE = (1440, 1200), (390, 844)


def main() -> None:
    """Look at the main pages, on a desktop and on a phone."""
    chromium = shutil.which("chromium") or sys.exit(
        "Chromium is missing; install Debian's package 'chromium'."
    )
    with tempfile.TemporaryDirectory() as folder, _demo(folder), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        _management(browser)
        _contact(browser)
        browser.close()


def _management(browser: Browser) -> None:
    page = _window(browser, DESKTOP)
    page.goto(f"{ADDRESS}/anmelden")
    page.get_by_role("button", name="Projektmanagement").click()
    _take(page, "portal-overview")
    page.goto(f"{ADDRESS}/projekte/wilhelmshaven")
    _take(page, "portal-project")
    page.goto(f"{ADDRESS}/projekte/wilhelmshaven/termine/workshop")
    page.get_by_role("button", name="Ansehen", exact=True).nth(1).click()
    _take(page, "portal-diff")


def _contact(browser: Browser) -> None:
    mailbox, phone = _window(browser, DESKTOP), _window(browser, PHONE)
    phone.goto(_link(mailbox))
    phone.get_by_role("button", name="Weiter").click()
    mailbox.wait_for_timeout(3000)
    mailbox.goto(f"{ADDRESS}/postfach")
    mailbox.locator("tbody a").first.click()
    code = re.search(r"\b(\d{6})\b", mailbox.locator("main").inner_text())
    assert code, "the code has not arrived"
    phone.get_by_label("Code").fill(code[1])
    phone.get_by_role("button", name="Weiter").click()
    _take(phone, "portal-answer")


def _link(mailbox: Page) -> str:
    """The link in the newest letter that holds one."""
    mailbox.goto(f"{ADDRESS}/postfach")
    letters = [str(link.get_attribute("href")) for link in mailbox.locator("tbody a").all()]
    for letter in letters:
        mailbox.goto(f"{ADDRESS}{letter}")
        found = mailbox.locator("main a[href*='/a/']")
        if found.count():
            return str(found.first.get_attribute("href"))
    sys.exit("no letter holds a link")


def _window(browser: Browser, size: tuple[int, int]) -> Page:
    return browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="de-DE").new_page()


def _take(page: Page, name: str) -> None:
    page.screenshot(path=IMAGES / f"{name}.png")


@contextmanager
def _demo(folder: str) -> Generator[None]:
    command = [
        str(Path(sys.executable).with_name("etappe")),
        "up",
        "--demo",
        "--no-flows",
        "--port",
        str(PORT),
    ]
    told = {**os.environ, "ETAPPE_DATA_DIR": folder, "PYTHONUNBUFFERED": "1"}
    demo = subprocess.Popen(command, env=told, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own command
    assert demo.stdout is not None
    for line in demo.stdout:
        if "Prefect" in line:
            break
    _wait()
    try:
        yield
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait()


def _wait() -> None:
    """Until the portal answers."""
    while True:
        try:
            urlopen(f"{ADDRESS}/health").close()  # noqa: S310 - our own address
        except OSError:
            sleep(0.2)
        else:
            return


if __name__ == "__main__":
    main()
