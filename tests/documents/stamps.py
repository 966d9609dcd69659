"""A time-stamp authority on this machine that answers by script: rightly, or wrongly in one way."""

import http.server
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import algos, cms, tsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.timestamps import DummyTimeStamper

from tests.documents.sealed import Authority

REPLY = "application/timestamp-reply"
TIMEOUT = 0.4
# What somebody else asked once.
OLD = tsp.TimeStampReq(
    {
        "version": 1,
        "message_imprint": {
            "hash_algorithm": {"algorithm": "sha256"},
            "hashed_message": b"\x01" * 32,
        },
        "nonce": 7,
    }
).dump()
Script = Callable[["Desk", bytes], None]


class Desk(http.server.BaseHTTPRequestHandler):
    """Answers one request by the script that its address names."""

    scripts: dict[str, Script] = {}
    asked: list[str] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append(self.path)
        assert self.headers["Content-Type"] == "application/timestamp-query"
        try:
            self.scripts[self.path.strip("/")](self, body)
        except OSError:
            """The client left."""

    def give(self, body: bytes, *, status: int = 200, kind: str = REPLY, length: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


def respond(authority: Authority, body: bytes, change: Any = None, **options: Any) -> bytes:
    """Answer as the authority does, the statement changed before it is signed."""

    class Changed(DummyTimeStamper):
        def _build_tst_info(self, imprint: Any, dt: Any, req: Any) -> Any:
            info = super()._build_tst_info(imprint, dt, req)
            if change:
                change(info)
            return info

    stamper = authority.stamper(Changed, **options)
    return stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()


def wrong_imprint(info: Any) -> None:
    info["message_imprint"]["hashed_message"] = b"\x00" * 32


def wrong_nonce(info: Any) -> None:
    info["nonce"] = 42


def no_nonce(info: Any) -> None:
    del info["nonce"]


def other_algorithm(info: Any) -> None:
    info["message_imprint"]["hash_algorithm"] = algos.DigestAlgorithm({"algorithm": "sha512"})


def too_long(info: Any) -> None:
    info["policy"] = "1.2." + ".".join(["4294967295"] * 2500)


def drip_head(desk: Desk, body: bytes) -> None:
    desk.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(20):
        desk.wfile.write(b"X-Wait: 1\r\n")
        time.sleep(0.05)


def drip_body(desk: Desk, body: bytes) -> None:
    desk.send_response(200)
    desk.send_header("Content-Type", REPLY)
    desk.end_headers()
    for _ in range(20):
        desk.wfile.write(b"0")
        time.sleep(0.05)


def late(authority: Authority) -> Script:
    def script(desk: Desk, body: bytes) -> None:
        time.sleep(TIMEOUT + 0.1)
        desk.give(respond(authority, body))

    return script


def elsewhere(desk: Desk, body: bytes) -> None:
    desk.send_response(307)
    desk.send_header("Location", "/right")
    desk.send_header("Content-Length", "0")
    desk.end_headers()


def status(name: str) -> bytes:
    return tsp.TimeStampResp({"status": {"status": name}}).dump()


def not_a_statement(authority: Authority, body: bytes) -> bytes:
    answer = tsp.TimeStampResp.load(respond(authority, body))
    answer["time_stamp_token"]["content"]["encap_content_info"] = cms.EncapsulatedContentInfo(
        {"content_type": "data", "content": b"bonjour"}
    )
    return answer.dump(force=True)


def broken_signature(authority: Authority, body: bytes) -> bytes:
    answer = tsp.TimeStampResp.load(respond(authority, body))
    signer = answer["time_stamp_token"]["content"]["signer_infos"][0]
    signer["signature"] = bytes(256)
    return answer.dump(force=True)


def scripts(good: Authority) -> dict[str, Script]:
    """Return every way of answering wrongly, and the right one."""
    past = Authority(of=good, ends=datetime(2021, 1, 1, tzinfo=UTC))
    mail = Authority(of=good, purpose=ExtendedKeyUsageOID.EMAIL_PROTECTION)
    stolen = Authority()
    stolen.certificate = good.certificate
    day, now = timedelta(days=1), datetime.now(UTC)

    def changed(change: Any = None, by: Authority = good, **options: Any) -> Script:
        return lambda desk, body: desk.give(respond(by, body, change, **options))

    def whole(cut: Callable[[bytes], bytes]) -> Script:
        return lambda desk, body: desk.give(cut(respond(good, body)))

    return {
        "right": changed(),
        "500": lambda desk, body: desk.give(respond(good, body), status=500),
        "404": lambda desk, body: desk.give(b"", status=404),
        "429": lambda desk, body: desk.give(b"", status=429),
        "moved": elsewhere,
        "hang": lambda desk, body: time.sleep(TIMEOUT + 0.1),
        "late": late(good),
        "drip-head": drip_head,
        "drip-body": drip_body,
        "closed": lambda desk, body: desk.connection.close(),
        "empty": lambda desk, body: desk.give(b""),
        "garbage": lambda desk, body: desk.give(b"\x30\x82\xff\xff" + b"\x00" * 900),
        "text": lambda desk, body: desk.give(b"<html>Portail du proxy</html>", kind="text/html"),
        "wrong-type": lambda desk, body: desk.give(respond(good, body), kind="text/plain"),
        "too-long": lambda desk, body: desk.give(b"\x30" * 200_000),
        "token-too-long": changed(too_long),
        "half": whole(lambda answer: answer[: len(answer) // 2]),
        "cut-short": lambda desk, body: desk.give(b"\x30\x82", length=4000),
        "more-after": whole(lambda answer: answer + b"\x00"),
        "rejected": lambda desk, body: desk.give(status("rejection")),
        "waiting": lambda desk, body: desk.give(status("waiting")),
        "granted-nothing": lambda desk, body: desk.give(status("granted")),
        "not-a-statement": lambda desk, body: desk.give(not_a_statement(good, body)),
        "wrong-imprint": changed(wrong_imprint),
        "wrong-nonce": changed(wrong_nonce),
        "no-nonce": changed(no_nonce),
        "replay": lambda desk, body: desk.give(respond(good, OLD)),
        "other-algorithm": changed(other_algorithm),
        "yesterday": changed(fixed_dt=now - day),
        "tomorrow": changed(fixed_dt=now + day),
        "broken-signature": lambda desk, body: desk.give(broken_signature(good, body)),
        "stolen-name": changed(by=stolen),
        "other-root": changed(by=Authority()),
        "not-for-stamps": changed(by=mail),
        "expired": changed(by=past),
    }
