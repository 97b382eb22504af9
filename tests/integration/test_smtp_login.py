"""The courier shows itself only where the line is as protected as it should be, and its password nowhere."""

from __future__ import annotations

import logging
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from etappe.adapters.smtp.courier import process_tls
from etappe.adapters.smtp.relay import Security
from etappe.model.parcel import Outcome
from tests.fakes.agency import PARCEL, Agency, relay_of, yes
from tests.fakes.smtp_server import Behaviour, smtp_server


@pytest.fixture
def agency() -> Iterator[Agency]:
    """Give an agency for one test."""
    agency = Agency()
    yield agency
    agency.dismiss()


def test_a_refused_login_is_a_matter_of_configuration(agency: Agency) -> None:
    with smtp_server(Behaviour.AUTH_535) as journal:
        receipt = agency.hire(relay_of(journal, "u")).carry(PARCEL, yes)

    assert (receipt.outcome, receipt.code) == (Outcome.MISCONFIGURED, 535)
    assert not any(command.startswith("MAIL") for command in journal.commands)


@pytest.mark.parametrize("offers", ["8BITMIME", "AUTH XOAUTH2"])
def test_a_server_without_a_login_we_know_is_a_matter_of_configuration(agency: Agency, offers: str) -> None:
    with smtp_server(offers=offers) as journal:
        receipt = agency.hire(relay_of(journal, "u")).carry(PARCEL, yes)

    assert receipt.outcome is Outcome.MISCONFIGURED


def test_without_starttls_nothing_is_said_in_plain_text(agency: Agency) -> None:
    with smtp_server() as journal:
        relay = relay_of(journal, "u", Security.STARTTLS)
        receipt = agency.hire(relay).carry(PARCEL, yes)

    assert receipt.outcome is Outcome.MISCONFIGURED
    assert [command.split()[0] for command in journal.commands] == ["EHLO"]


@pytest.mark.parametrize("offers", ["AUTH PLAIN", "AUTH LOGIN"])
@pytest.mark.parametrize("behaviour", [Behaviour.OK, Behaviour.AUTH_535, Behaviour.ACCEPT_AND_DROP])
def test_the_password_is_in_no_log_no_repr_and_no_receipt(
    agency: Agency,
    offers: str,
    behaviour: Behaviour,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    with smtp_server(behaviour, offers=offers) as journal:
        relay = relay_of(journal, "u")
        courier = agency.hire(relay)
        receipt = courier.carry(PARCEL, yes)
        courier.close()

    seen = f"{caplog.text}{''.join(capfd.readouterr())}{relay!r}{courier!r}{receipt!r}"
    assert "nter2" not in seen
    assert "aMO8bnRlcjI" not in seen


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a certificate for localhost that nobody has signed, with its key in the same file."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate of this test")
    folder = tmp_path_factory.mktemp("tls")
    key, cert, both = folder / "key.pem", folder / "cert.pem", folder / "both.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    )
    subject = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*command.split(), *subject], check=True, capture_output=True)
    both.write_bytes(key.read_bytes() + cert.read_bytes())
    return both


def server_tls(certificate: Path) -> ssl.SSLContext:
    """Make the server's side of a protected line."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_a_certificate_nobody_signed_is_a_matter_of_configuration(agency: Agency, certificate: Path) -> None:
    with smtp_server(tls=server_tls(certificate)) as journal:
        relay = relay_of(journal, "u", Security.STARTTLS)
        receipt = agency.hire(relay).carry(PARCEL, yes)

    assert receipt.outcome is Outcome.MISCONFIGURED
    assert [command.split()[0] for command in journal.commands] == ["EHLO", "STARTTLS"]


def test_over_a_trusted_line_the_login_comes_after_the_protection(agency: Agency, certificate: Path) -> None:
    trusting = ssl.create_default_context(cafile=certificate)
    with smtp_server(tls=server_tls(certificate)) as journal:
        relay = relay_of(journal, "u", Security.STARTTLS)
        courier = agency.hire(relay, tls=lambda: trusting)
        receipts = [courier.carry(PARCEL, yes) for _ in range(3)]
        courier.close()

    verbs = [command.split()[0] for command in journal.commands]
    assert [receipt.outcome for receipt in receipts] == [Outcome.SENT] * 3
    assert verbs[:4] == ["EHLO", "STARTTLS", "EHLO", "AUTH"]
    assert journal.connections == 1


def test_there_is_one_tls_context_in_a_process_and_it_checks_names() -> None:
    context = process_tls()

    assert context is process_tls()
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
