"""Listeners of the host on the loopback interface and on Unix sockets: what arrives there got out."""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path


class Listener:
    """Collect what arrives by TCP, UDP, a Unix socket in a folder, and an abstract one."""

    def __init__(self, folder: Path) -> None:
        self.received = b""
        self.names: dict[str, str] = {}
        self._stop = threading.Event()
        self._selector = selectors.DefaultSelector()
        self._tcp(socket.AF_INET, "127.0.0.1", "TCP")
        with contextlib.suppress(OSError):  # a machine without IPv6
            self._tcp(socket.AF_INET6, "::1", "TCP6")
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", 0))
        self._add(udp, "UDP", str(udp.getsockname()[1]))
        path = folder / "s"
        self._unix(str(path), "SOCKET", str(path))
        path.chmod(0o777)
        name = f"kakehashi-{os.getpid()}-{id(self)}"
        self._unix("\0" + name, "ABSTRACT", name)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _tcp(self, family: int, address: str, name: str) -> None:
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.bind((address, 0))
        listening.listen(32)
        self._add(listening, name, str(listening.getsockname()[1]))

    def _unix(self, address: str, name: str, told: str) -> None:
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(address)
        listening.listen(32)
        self._add(listening, name, told)

    def _add(self, listening: socket.socket, name: str, told: str) -> None:
        listening.settimeout(0)
        self._selector.register(listening, selectors.EVENT_READ)
        self.names[name] = told

    def _run(self) -> None:
        while not self._stop.is_set():
            for key, _ in self._selector.select(0.1):
                assert isinstance(key.fileobj, socket.socket)
                with contextlib.suppress(OSError):
                    self._take(key.fileobj)

    def _take(self, ready: socket.socket) -> None:
        if ready.type == socket.SOCK_DGRAM:
            self.received += ready.recv(2000)
            return
        connection, _ = ready.accept()
        with connection:
            connection.settimeout(1)
            self.received += connection.recv(2000)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            assert isinstance(key.fileobj, socket.socket)
            key.fileobj.close()
        self._selector.close()
