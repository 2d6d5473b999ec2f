"""What stands before a search server in a data centre: TLS, and whoever does not say who he is
stays outside. It passes everything else on as it is.

The core of Elasticsearch that the tests can start knows neither TLS nor users. This shows that the
client trusts only the authority it was told of and says who it is, as the real distribution asks;
it does not show what that distribution grants.
"""

import base64
import http.client
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

API_KEY = base64.b64encode(b"id:the-key").decode()
USER, PASSWORD = "hoso", "the-password"
_ACCEPTED = {
    f"ApiKey {API_KEY}",
    "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode(),
}
_REFUSED = (
    b'{"error":{"root_cause":[{"type":"security_exception","reason":"no"}],'
    b'"type":"security_exception","reason":"no"},"status":401}'
)


@contextmanager
def before(port: int, folder: Path) -> Iterator[tuple[int, Path]]:
    """The port of the front, and the file with the certificate of its authority."""
    certificate, key = _certificate(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(port))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port, certificate
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(port: int) -> type[BaseHTTPRequestHandler]:
    class Front(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Authorization") not in _ACCEPTED:
                return self.say(401, [("Content-Type", "application/json")], _REFUSED)
            behind = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            behind.request(self.command, self.path, body, dict(self.headers))
            said = behind.getresponse()
            content = said.read()
            behind.close()
            kept = ("content-type", "x-elastic-product")
            headers = [one for one in said.getheaders() if one[0].lower() in kept]
            return self.say(said.status, headers, content)

        def say(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            for name, value in (*headers, ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, *_said: object) -> None:
            pass

    return Front


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Of 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "front of the tests")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "ca.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, secret
