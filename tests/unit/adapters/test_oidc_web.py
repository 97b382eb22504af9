"""A provider is asked by TLS that holds, is read to a measure, and keeps no more than a few waiting."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from etappe.adapters.oidc.web import AT_ONCE, LARGEST, Web
from etappe.errors import ProviderUnreachable

ANSWER = b'{"issuer": "me"}'
Answering = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def answering(answer: Answering, certificate: Path | None = None) -> Generator[str]:
    """A server that answers in one way; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_request(self, code: object = 0, size: object = 0) -> None:
            """Keep the test's output free of requests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def plainly(handler: BaseHTTPRequestHandler) -> None:
    """Answer as one ought to."""
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(ANSWER)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate that nobody has signed, with its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = builder.add_extension(here, critical=False).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = tmp_path / "both.pem"
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return file


def test_what_a_provider_says_is_read() -> None:
    with answering(plainly) as url:
        assert Web().get(url) == {"issuer": "me"}


def test_a_certificate_that_nobody_trusts_is_no_provider_s(certificate: Path) -> None:
    with answering(plainly, certificate) as url, pytest.raises(ProviderUnreachable) as caught:
        Web().get(url)

    assert "ConnectError" in str(caught.value.facts["cause"])


def test_a_certificate_that_the_machine_trusts_is_good(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    with answering(plainly, certificate) as url:
        assert Web().get(url) == {"issuer": "me"}


def test_an_answer_beyond_all_measure_is_not_read() -> None:
    def much(handler: BaseHTTPRequestHandler) -> None:
        plainly(handler)
        handler.wfile.write(b" " * LARGEST)

    with answering(much) as url, pytest.raises(ProviderUnreachable) as caught:
        Web().get(url)

    assert "bytes" in str(caught.value.facts["cause"])


def test_an_answer_that_drips_is_not_waited_for() -> None:
    done = Event()

    def dripping(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not done.wait(0.02):
            handler.wfile.write(b" ")

    with answering(dripping) as url:
        with pytest.raises(ProviderUnreachable) as caught:
            Web(0.1).get(url)
        done.set()

    assert "come to an end" in str(caught.value.facts["cause"])


def test_only_so_many_wait_at_once_and_the_next_are_told_so() -> None:
    here, done = Barrier(AT_ONCE + 1), Event()

    def waiting(handler: BaseHTTPRequestHandler) -> None:
        here.wait()
        done.wait()
        plainly(handler)

    with answering(waiting) as url, ThreadPoolExecutor(AT_ONCE) as pool:
        web = Web(30)
        waiters = [pool.submit(web.get, url) for _ in range(AT_ONCE)]
        here.wait()
        with pytest.raises(ProviderUnreachable):
            web.get(url)
        done.set()

        assert [waiter.result() for waiter in waiters] == [{"issuer": "me"}] * AT_ONCE
