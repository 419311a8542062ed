"""A container per session, where Docker or Podman is all there is; and, unconfined, a plain process."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

from grader.grading.sandbox.bubblewrap import FOLDERS, HERE, TEMPORARY, WORK
from grader.grading.sandbox.labels import NOT_STARTED, refusal
from grader.grading.sandbox.layout import PACKAGE, Server, environment, python
from grader.grading.sandbox.order import NOBODY, Kind, Order
from grader.grading.sandbox.session import Sandbox, Session, Spent
from grader.grading.sandbox.streams import PipeStream

if TYPE_CHECKING:
    from pathlib import Path

    from grader.grading.job import Limits

ENGINES = ("podman", "docker")
IMAGE = "KAKEHASHI_IMAGE"
"""Environment variable: an image with Python and this package's dependencies."""

PYTHON = "python3"
PATIENCE = 20.0


def engine() -> str | None:
    """Find a container engine that answers.

    Returns
    -------
    str or None
        Its path.
    """
    for name in ENGINES:
        program = shutil.which(name)
        with suppress(OSError, subprocess.TimeoutExpired):
            if program and _quietly(program, "info") == 0:
                return program
    return None


def _quietly(*command: str) -> int:
    done = subprocess.run(  # noqa: S603 - our own words
        command, capture_output=True, check=False, timeout=PATIENCE
    )
    return done.returncode


def command(program: str, image: str, name: str, order: Order, folder: Path | None) -> list[str]:
    """Write the command that runs one session in a container.

    Parameters
    ----------
    program : str
        Path of the engine.
    image : str
        Its image, which must be there already.
    name : str
        Name of the container.
    order : Order
        How to serve.
    folder : Path or None
        Where the server's module is, if not in this package.

    Returns
    -------
    list of str
        The command.
    """
    limits, more = order.limits, [str(folder)] if folder else []
    variables = environment(home=WORK, temporary=TEMPORARY, path=[HERE, *more])
    shown = {key: value for key, value in variables.items() if key != "LD_LIBRARY_PATH"}
    shown["PYTHONPATH"] = ":".join([HERE, *more])
    user = f"uid={NOBODY},gid={NOBODY}"
    tmpfs = [f"{place}:rw,nosuid,nodev,size={limits.disk_mb}m,{user}" for place in FOLDERS]
    shared = [f"{PACKAGE}:{HERE}/{PACKAGE.name}:ro", *(f"{path}:{path}:ro" for path in more)]
    return [
        *(program, "run", "--rm", "-i", "--pull", "never", "--name", name),
        *("--network", "none", "--ipc", "none", "--read-only", "--cap-drop", "ALL"),
        *("--security-opt", "no-new-privileges", "--user", f"{NOBODY}:{NOBODY}"),
        *("--pids-limit", str(limits.processes), "--memory", f"{limits.memory_mb}m"),
        *(word for place in tmpfs for word in ("--tmpfs", place)),
        *(word for place in shared for word in ("--volume", place)),
        *(word for key, value in sorted(shown.items()) for word in ("--env", f"{key}={value}")),
        *("--workdir", WORK, image),
        *python("piped", order.to_json(), program=PYTHON),
    ]


class PipedSandbox(Sandbox):
    """A sandbox that starts a process for each session: nothing is warm, and nothing needs Linux outside.

    Parameters
    ----------
    kind : {'container', 'none'}
        What isolates the sessions.
    limits : Limits
        How much each may use.
    server : Server
        What runs inside.
    image : str
        The container's image; unused for ``none``.
    """

    def __init__(self, kind: Kind, limits: Limits, server: Server, *, image: str = "") -> None:
        super().__init__(kind)
        self._order, self._folder, self._image = (
            Order(kind, server.module, limits),
            server.folder,
            image,
        )
        self._engine = engine() if kind == "container" else None
        if kind == "container" and not (self._engine and image):
            why = f"{IMAGE}: {image or '-'}; {' / '.join(ENGINES)}: {self._engine or '-'}"
            raise refusal(NOT_STARTED, kind=kind, why=why)
        self._session: Session | None = None

    def open(self) -> Session:
        """Open a session; see `Sandbox.open`.

        Returns
        -------
        Session
            A fresh process.
        """
        self.close()
        self._session = self._in_container() if self._engine else self._plain()
        return self._session

    def _in_container(self) -> Session:
        program, name = str(self._engine), f"kakehashi-{secrets.token_hex(8)}"
        run = command(program, self._image, name, self._order, self._folder)
        process = self._popen(run, None, None)

        def finish() -> Spent:
            # Killing the engine's client would leave the container running.
            with suppress(OSError, subprocess.TimeoutExpired):
                _quietly(program, "kill", name)
            return _end(process)

        return Session(_stream(process), finish)

    def _plain(self) -> Session:
        home = tempfile.mkdtemp(prefix="kakehashi-")
        path = [str(PACKAGE.parent), *([str(self._folder)] if self._folder else [])]
        # Windows needs more than we know of; what runs here is the author's own.
        variables = {**os.environ, **environment(home=home, temporary=home, path=path)}
        variables["PATH"] = os.environ.get("PATH", "")
        process = self._popen(python("piped", self._order.to_json()), variables, home)

        def finish() -> Spent:
            spent = _end(process)
            shutil.rmtree(home, ignore_errors=True)
            return spent

        return Session(_stream(process), finish)

    def _popen(
        self, run: list[str], variables: dict[str, str] | None, home: str | None
    ) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        try:
            return subprocess.Popen(  # noqa: S603 - our own words
                run,
                stdin=pipe,
                stdout=pipe,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=variables,
                cwd=home,
            )
        except OSError as error:
            raise refusal(NOT_STARTED, kind=self.name, why=str(error)) from error

    def close(self) -> None:
        """End everything; a second time does nothing."""
        if self._session:
            self._session.close()
            self._session = None


def _stream(process: subprocess.Popen[bytes]) -> PipeStream:
    assert process.stdout is not None  # noqa: S101 - asked for above
    assert process.stdin is not None  # noqa: S101 - asked for above
    return PipeStream(process.stdout, process.stdin)  # type: ignore[arg-type]


def _end(process: subprocess.Popen[bytes]) -> Spent:
    process.kill()
    process.wait()
    return Spent()
