"""Bytes between the judge and a session, with a limit on every wait."""

from __future__ import annotations

import math
import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from queue import Empty, Full, Queue
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import socket

CHUNK = 2**16
PATIENCE = 30.0
"""Seconds after which a session that takes nothing is given up."""


class Stream(ABC):
    """Both directions of a connection."""

    @abstractmethod
    def send(self, data: bytes) -> None:
        """Send all of it. What a session that has ended can no longer take is dropped.

        Parameters
        ----------
        data : bytes
            What to send.

        Raises
        ------
        TimeoutError
            If the other side does not take it.
        """

    @abstractmethod
    def receive(self, timeout: float) -> bytes:
        """Wait for the next bytes.

        Parameters
        ----------
        timeout : float
            Seconds; infinity to wait for ever.

        Returns
        -------
        bytes
            At most 64 KiB; empty when the other side has ended, or this one was closed.

        Raises
        ------
        TimeoutError
            If nothing came.
        """

    @abstractmethod
    def close(self) -> None:
        """End the connection; a second time does nothing."""


class SocketStream(Stream):
    """A stream over a socket.

    Parameters
    ----------
    connection : socket
        Connected; the stream closes it.
    patience : float
        Seconds to wait for the other side to take what is sent.
    """

    def __init__(self, connection: socket.socket, *, patience: float = PATIENCE) -> None:
        self._socket, self._patience = connection, patience

    def send(self, data: bytes) -> None:
        """Send all of it; see `Stream.send`.

        Parameters
        ----------
        data : bytes
            What to send.
        """
        with suppress(ConnectionError):
            if self._is_open():
                self._socket.settimeout(self._patience)
                self._socket.sendall(data)

    def receive(self, timeout: float) -> bytes:
        """Wait for the next bytes; see `Stream.receive`.

        Parameters
        ----------
        timeout : float
            Seconds; infinity to wait for ever.

        Returns
        -------
        bytes
            Empty when the other side has ended.
        """
        if not self._is_open():
            return b""
        self._socket.settimeout(None if math.isinf(timeout) else max(timeout, 0.001))
        try:
            return self._socket.recv(CHUNK)
        except ConnectionError:
            return b""

    def _is_open(self) -> bool:
        return self._socket.fileno() >= 0

    def close(self) -> None:
        """End the connection."""
        self._socket.close()


class PipeStream(Stream):
    """A stream over two pipes, for which Windows knows no time limit: a thread waits at each.

    Parameters
    ----------
    source, sink : binary file
        Unbuffered; the stream closes them.
    patience : float
        Seconds to wait for the other side to take what is sent.
    """

    def __init__(self, source: BinaryIO, sink: BinaryIO, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._arrived: Queue[bytes] = Queue(maxsize=64)  # a flood waits in the pipe, not here
        self._leaving: Queue[tuple[bytes, threading.Event] | None] = Queue()
        self._closed = self._ended = False
        self._threads = [
            threading.Thread(target=self._pull, args=(source,), daemon=True),
            threading.Thread(target=self._push, args=(sink,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _pull(self, source: BinaryIO) -> None:
        with source:
            chunk = b"."
            while chunk and not self._closed:
                try:
                    chunk = source.read(CHUNK) or b""
                except OSError:
                    chunk = b""
                self._deliver(chunk)

    def _deliver(self, chunk: bytes) -> None:
        while not self._closed:
            with suppress(Full):
                self._arrived.put(chunk, timeout=0.1)
                return

    def _push(self, sink: BinaryIO) -> None:
        with suppress(OSError), sink:
            while item := self._leaving.get():
                data, done = item
                with suppress(OSError):
                    _write_all(sink, data)
                done.set()

    def send(self, data: bytes) -> None:
        """Send all of it; see `Stream.send`.

        Parameters
        ----------
        data : bytes
            What to send.

        Raises
        ------
        TimeoutError
            If the other side does not take it.
        """
        done = threading.Event()
        self._leaving.put((data, done))
        if not done.wait(self._patience):
            raise TimeoutError

    def receive(self, timeout: float) -> bytes:
        """Wait for the next bytes; see `Stream.receive`.

        Parameters
        ----------
        timeout : float
            Seconds; infinity to wait for ever.

        Returns
        -------
        bytes
            Empty when the other side has ended.

        Raises
        ------
        TimeoutError
            If nothing came.
        """
        if self._ended:
            return b""
        try:
            chunk = self._arrived.get(timeout=None if math.isinf(timeout) else max(timeout, 0.001))
        except Empty:
            raise TimeoutError from None
        self._ended = not chunk
        return chunk

    def close(self) -> None:
        """End the connection. The process at the other end has ended already, so no thread waits for long."""
        self._closed = True
        self._leaving.put(None)
        for thread in self._threads:
            thread.join(timeout=5)


def _write_all(sink: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[sink.write(rest) or 0 :]
