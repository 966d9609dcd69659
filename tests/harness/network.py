"""No test reaches the network: only this machine's own sockets open."""

import socket
from typing import Any

HERE = {"127.0.0.1", "::1", "localhost", ""}


class NetworkForbidden(AssertionError):
    """A test tried to reach another machine."""


def _check(family: int, address: Any) -> None:
    if family == socket.AF_UNIX:
        return
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode()
    if host not in HERE and not str(host).startswith("127."):
        raise NetworkForbidden(f"A test tried to reach {host}: tests never use the network.")


def install(patch: Any) -> None:
    """Guard the two doors out of the process: connecting, and asking a name."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    ask = socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _check(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _check(self.family, address)
        return connect_ex(self, address)

    def guarded_ask(host: Any, *args: Any, **kwargs: Any) -> Any:
        _check(socket.AF_INET, (host or "",))
        return ask(host, *args, **kwargs)

    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_ask)
