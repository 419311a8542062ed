"""The outer side of a zygote: start it, ask it for sessions, start it again when it died."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.grading.sandbox import bubblewrap
from grader.grading.sandbox.folders import make_folder, remove_folder
from grader.grading.sandbox.labels import NOT_STARTED, refusal
from grader.grading.sandbox.layout import (
    LINKED,
    LOADER,
    PACKAGE,
    SYSTEM,
    Server,
    environment,
    interpreter,
    python,
)
from grader.grading.sandbox.order import NOBODY, Kind, Order
from grader.grading.sandbox.session import Sandbox, Session, Spent
from grader.grading.sandbox.streams import SocketStream

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.grading.job import Limits

STARTUP = 120.0
"""Seconds for importing everything, on a busy machine with cold disks."""

ANSWER = 20.0
"""Seconds for making or ending a session."""

OPEN, CLOSE, TWIN = b"o", b"c", b"t"
TAIL = 300
"""Characters of a failed start's last words."""


class Line:
    """A connection to a zygote.

    Parameters
    ----------
    control : socket
        To the zygote.
    """

    def __init__(self, control: socket.socket) -> None:
        self._control = control

    def send(self, command: bytes, files: list[int]) -> None:
        """Send a command that is not answered here.

        Parameters
        ----------
        command : bytes
            One byte.
        files : list of int
            File descriptors that go with it.
        """
        socket.send_fds(self._control, [command], files)

    def ask(self, command: bytes, files: list[int], *, seconds: float) -> dict[str, Any]:
        """Send a command and wait for the answer.

        Parameters
        ----------
        command : bytes
            One byte; none to wait for the first answer.
        files : list of int
            File descriptors that go with it.
        seconds : float
            How long to wait.

        Returns
        -------
        dict
            The answer.

        Raises
        ------
        OSError
            If the zygote is gone, cannot do it, or does not answer in time.
        """
        self._control.settimeout(seconds)
        if command:
            self.send(command, files)
        line = b""
        while not line.endswith(b"\n"):
            chunk = self._control.recv(2**16)
            if not chunk:
                raise ConnectionError(self.last_words())
            line += chunk
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise OSError(answer["error"])
        return answer

    def last_words(self) -> str:
        """Say what is known about its end.

        Returns
        -------
        str
            Nothing, where another process started it.
        """
        return ""

    def stop(self) -> None:
        """Let it end."""
        self._control.close()


class Handle(Line):
    """A zygote that was started here.

    Parameters
    ----------
    order : Order
        How it shall serve; file descriptor and folders are filled in here.
    folder : Path or None
        Where the server's module is, if not in this package.
    """

    def __init__(self, order: Order, folder: Path | None) -> None:
        self._left = ExitStack()
        try:
            self._launch(order, [folder] if folder else [])
        except BaseException:
            self._left.close()
            raise

    def _launch(self, order: Order, more: list[Path]) -> None:
        self._home = None if order.kind == "bubblewrap" else _make_home(order.kind)
        if self._home:
            self._left.callback(remove_folder, self._home)
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - the next line closes it
        self._errors = self._left.enter_context(errors)
        self._control, theirs = socket.socketpair()
        self._left.callback(self._control.close)
        with theirs:
            order = replace(order, control=theirs.fileno())
            command, variables = _command(order, self._home, more)
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=[theirs.fileno()],
                env=variables,
                cwd="/",
                start_new_session=True,
            )

    def last_words(self) -> str:
        """Read the end of what it wrote to its standard error.

        Returns
        -------
        str
            The last line, or how it ended.
        """
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(ANSWER)
        code = self._process.returncode
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][-TAIL:] if lines else f"exit status {code}"

    def stop(self) -> None:
        """Kill it and all that it started, and remove its folders."""
        self._control.close()
        try:
            self._process.wait(2)  # it ends the session, and itself
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._left.close()


def _make_home(kind: Kind) -> Path:
    """Make the folder in which the zygote finds this package, and makes the sessions' work folders.

    The package is there under its own name and nothing else: its parent, in a checkout, holds the lessons' answers.
    """
    home = make_folder()
    (home / "path").mkdir()
    (home / "path" / PACKAGE.name).symlink_to(PACKAGE)
    (home / "work").mkdir()
    if kind == "landlock" and os.geteuid() == 0:
        for folder in (home, home / "path", home / "work"):
            os.chown(folder, NOBODY, NOBODY)
    return home


def _command(order: Order, home: Path | None, more: list[Path]) -> tuple[list[str], dict[str, str]]:
    """Write the command that starts the zygote, and its environment."""
    if home is None:
        inner = python("zygote", order.to_json(), program=bubblewrap.program())
        path = [bubblewrap.HERE, *map(str, more)]
        work, temporary = bubblewrap.WORK, bubblewrap.TEMPORARY
        variables = environment(home=work, temporary=temporary, path=path)
        return bubblewrap.bubblewrap(inner, more), variables
    work = str(home / "work")
    order = replace(order, root=work, read=_readable(more))
    path = [str(home / "path"), *map(str, more)]
    variables = environment(home=work, temporary=work, path=path)
    return python("zygote", order.to_json()), variables


def _readable(more: list[Path]) -> tuple[str, ...]:
    system = [str(SYSTEM), *LINKED, *LOADER]
    return (*system, *map(str, [*interpreter(), Path(sys.prefix), PACKAGE, *more]))


class ForkingSandbox(Sandbox):
    """A sandbox with a zygote.

    Parameters
    ----------
    kind : {'bubblewrap', 'landlock', 'none'}
        What isolates the sessions.
    limits : Limits
        How much each may use.
    server : Server
        What runs inside.
    meanwhile : callable, optional
        Called while the zygote is getting ready.
    line : Line, optional
        To a zygote that runs already.
    """

    def __init__(
        self,
        kind: Kind,
        limits: Limits,
        server: Server,
        *,
        meanwhile: Callable[[], None] | None = None,
        line: Line | None = None,
    ) -> None:
        super().__init__(kind)
        self._order, self._folder = Order(kind, server.module, limits), server.folder
        self._handle: Line | None = None
        self._session: Session | None = None
        self._start(line, meanwhile)

    def twin(self) -> Sandbox:
        """Fork the zygote; see `Sandbox.twin`.

        Returns
        -------
        Sandbox
            With a zygote of its own, which need not import anything.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            if self._handle is not None:
                self._handle.send(TWIN, [theirs.fileno()])
        server = Server(self._order.module, self._folder)
        return ForkingSandbox(self.name, self._order.limits, server, line=Line(ours))

    def _start(
        self, handle: Line | None = None, meanwhile: Callable[[], None] | None = None
    ) -> Line:
        try:
            self._handle = handle or Handle(self._order, self._folder)
            if meanwhile is not None:
                meanwhile()
            self._handle.ask(b"", [], seconds=STARTUP)
        except OSError as error:
            self.close()
            raise refusal(NOT_STARTED, kind=self.name, why=str(error) or repr(error)) from error
        return self._handle

    def open(self) -> Session:
        """Open a session; see `Sandbox.open`.

        Returns
        -------
        Session
            A fresh, confined process.
        """
        if self._session:
            self._session.close()
        try:
            self._session = self._open(self._handle or self._start())
        except OSError:  # it died since, and a new one is as good
            self.close()
            self._session = self._open_anew()
        return self._session

    def _open_anew(self) -> Session:
        try:
            return self._open(self._start())
        except OSError as error:
            self.close()
            raise refusal(NOT_STARTED, kind=self.name, why=str(error) or repr(error)) from error

    def _open(self, handle: Line) -> Session:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                handle.ask(OPEN, [theirs.fileno()], seconds=ANSWER)
            except OSError:
                ours.close()
                raise
        return Session(SocketStream(ours), lambda: self._finish(handle))

    def _finish(self, handle: Line) -> Spent:
        try:
            return Spent(**handle.ask(CLOSE, [], seconds=ANSWER))
        except OSError:  # with the zygote all its children died
            self._forget(handle)
            return Spent()

    def _forget(self, handle: Line) -> None:
        if self._handle is handle:
            self._handle = None
            handle.stop()

    def close(self) -> None:
        """End everything; a second time does nothing."""
        if self._session:
            self._session.close()
            self._session = None
        if self._handle:
            self._forget(self._handle)
