"""A real HTTPS server on loopback, with a certificate of its own making."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from alpr_console.domain.list_source import ListSource, SourceKind


@dataclass
class Served:
    """One file, and how honestly it is served."""

    contents: bytes = b"LIC,LIS\n7ABC123,CA\n"
    modified: datetime | None = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    length: int | None = -1
    """Content-Length; -1 the contents' own, None does not say one."""
    chunked: bool = False
    whole: bool = True
    """False: a chunked answer breaks off before its end."""
    headers: dict[str, str] = field(default_factory=dict)
    sha256: str | None = None
    """Text of the '.sha256' beside it."""
    location: str = ""
    """Redirects there."""
    status: int = 200
    heeds_since: bool = True
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Path and headers of each request."""


class TlsServer:
    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self.served = Served()
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None
        self.port = 0
        self.pin = self.new_certificate()

    def source(self, user: str = "", pin: str = "", target: str = "/out/svs.csv") -> ListSource:
        return ListSource(SourceKind.HTTPS, self.address(target), user, pin or self.pin)

    def address(self, target: str = "/out/svs.csv") -> str:
        return f"https://127.0.0.1:{self.port}{target}"

    def new_certificate(self) -> str:
        """Made and used from the next start on; its SHA-256, hex."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "lists.example")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .sign(key, hashes.SHA256())
        )
        pem = serialization.Encoding.PEM
        (self._folder / "server.pem").write_bytes(
            key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            + made.public_bytes(pem)
        )
        self.pin = made.fingerprint(hashes.SHA256()).hex()
        return self.pin

    def start(self) -> None:
        served = self.served

        class Handler(_Handler):
            pass

        Handler.served = served
        self._server = _QuietServer(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._folder / "server.pem")
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def stop(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join(10)
            self._server.server_close()
            self._server = None


class _QuietServer(ThreadingHTTPServer):
    # Clients that refuse the certificate or break off are what the tests are about.
    def handle_error(self, request: object, client_address: object) -> None:
        pass


class _Handler(BaseHTTPRequestHandler):
    served: Served

    def do_GET(self) -> None:
        served = self.served
        served.asked.append((self.path, dict(self.headers)))
        if self.path.partition("?")[0].endswith(".sha256"):
            self._send_sum()
        elif served.location and served.location != self.path:
            self.send_response(302)
            self.send_header("Location", served.location)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self._unchanged():
            self.send_response(304)
            self.end_headers()
        else:
            self._send_file()

    def _unchanged(self) -> bool:
        since = self.headers.get("If-Modified-Since")
        if since is None or self.served.modified is None or not self.served.heeds_since:
            return False
        return self.served.modified <= parsedate_to_datetime(since)

    def _send_sum(self) -> None:
        text = self.served.sha256
        self.send_response(404 if text is None else 200)
        body = (text or "").encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_file(self) -> None:
        served = self.served
        if served.chunked:
            self.protocol_version = "HTTP/1.1"
        self.send_response(served.status)
        if served.modified is not None:
            self.send_header("Last-Modified", format_datetime(served.modified, usegmt=True))
        if served.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif served.length is not None:
            length = len(served.contents) if served.length == -1 else served.length
            self.send_header("Content-Length", str(length))
        for name, value in served.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if served.chunked:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(served.contents), served.contents))
            self.wfile.write(b"0\r\n\r\n" if served.whole else b"ff\r\nLIC")
            self.close_connection = True
        else:
            self.wfile.write(served.contents)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[TlsServer]:
    server = TlsServer(tmp_path / "tls")
    try:
        server.start()
        yield server
    finally:
        server.stop()
