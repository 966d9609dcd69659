"""A mail server of the tests: it answers what a test wrote, and counts what it accepted."""

import socket
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

Answer = str | Callable[[socket.socket], None]
USUAL: Mapping[str, Answer] = {
    "CONNECT": "220 stub",
    "EHLO": "250-stub\r\n250 8BITMIME",
    "HELO": "250 stub",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    "END": "250 kept",
    "RSET": "250 ok",
    "QUIT": "221 bye",
}


def drop(link: socket.socket) -> None:
    """Hang up without a word."""
    link.close()


def hang(link: socket.socket) -> None:
    """Say nothing for longer than anybody waits."""
    time.sleep(0.6)
    link.close()


class StubServer:
    """One script for all its visits: verb → answer; `accepted` holds the mails it kept."""

    def __init__(self, script: Mapping[str, Answer]) -> None:
        self.script: dict[str, Any] = {**USUAL, **script}
        self.accepted: list[bytes] = []
        self.seen: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def stop(self) -> None:
        """Take no more visits."""
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self._socket.accept()
            except OSError:
                return
            try:
                self._talk(link)
            except (OSError, ValueError):
                pass
            finally:
                link.close()

    def _say(self, link: socket.socket, verb: str) -> bool:
        answer = self.script.get(verb, "502 unknown")
        if callable(answer):
            answer(link)
            return False
        link.sendall(answer.encode("latin-1") + b"\r\n")
        return True

    def _talk(self, link: socket.socket) -> None:
        link.settimeout(2)
        if not self._say(link, "CONNECT"):
            return
        lines = link.makefile("rb")
        for line in lines:
            verb = line.split(maxsplit=1)[0].decode("latin-1").upper() if line.strip() else ""
            if not self._say(link, verb) or verb == "QUIT":
                return
            if verb == "DATA" and str(self.script["DATA"]).startswith("354"):
                mail = b""
                while (part := lines.readline()) not in (b".\r\n", b""):
                    mail += part
                self.seen.append(mail)
                if str(self.script["END"]).startswith("250"):
                    self.accepted.append(mail)
                if not self._say(link, "END"):
                    return
