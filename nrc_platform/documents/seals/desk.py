"""
The verifier that a worker keeps at hand for what it has just sealed: loaded once, forked for each.

Each file is still judged by a process of its own, made for it; only loading the code is spared,
which costs twenty times the judgement. What strangers hand in never comes here.
"""

import atexit
import contextlib
import os
import select
import subprocess
import threading
import time

LINE_BYTES = 65536


class DeskSilent(Exception):
    """The verifier is gone, or did not answer in time."""


class Desk:
    """One verifier, started when first asked, replaced when it fell or when the process forked."""

    def __init__(self, command: list[str], folder: str) -> None:
        self._command, self._folder = command, folder
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        atexit.register(self.close)

    def ask(self, given: bytes, *, seconds: float) -> bytes:
        """
        Return the line that answers an order of one file.

        Raises `DeskSilent`; the next order starts another verifier.
        """
        with self._lock:
            child = self._started()
            try:
                return self._answer(child, given, time.monotonic() + seconds)
            except (OSError, DeskSilent) as fallen:
                self._end()
                raise DeskSilent from fallen

    def close(self) -> None:
        """Let the verifier end; a forked process leaves its parent's alone."""
        self._end()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._owner != os.getpid() or (self._child and self._child.poll() is not None):
            self._end()
        if self._child is None:
            self._child = subprocess.Popen(  # noqa: S603
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Nothing of ours goes in: neither the passphrase of the key nor any other secret.
                env={"LC_ALL": "C.UTF-8"},
                cwd=self._folder,
                bufsize=0,
            )
            self._owner = os.getpid()
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            if self._owner == os.getpid():
                child.kill()
                child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()

    @staticmethod
    def _answer(child: "subprocess.Popen[bytes]", given: bytes, deadline: float) -> bytes:
        if child.stdin is None or child.stdout is None:
            raise DeskSilent
        # The verifier reads a whole order before it answers: written whole, then read.
        rest = memoryview(given)
        while rest:
            _wait_for(write=child.stdin.fileno(), deadline=deadline)
            rest = rest[os.write(child.stdin.fileno(), rest[:LINE_BYTES]) :]
        line = b""
        while not line.endswith(b"\n"):
            _wait_for(read=child.stdout.fileno(), deadline=deadline)
            piece = os.read(child.stdout.fileno(), LINE_BYTES)
            if not piece:
                raise DeskSilent
            line += piece
        return line


def _wait_for(deadline: float, *, read: int | None = None, write: int | None = None) -> None:
    reads = [] if read is None else [read]
    writes = [] if write is None else [write]
    left = deadline - time.monotonic()
    if left <= 0 or not any(select.select(reads, writes, [], left)):
        raise DeskSilent
