"""A server that tries, from inside, what must not be possible; the probe asks it before anything is graded."""

from __future__ import annotations

import ctypes
import json
import math
import os
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.grading.sandbox.streams import Stream

PR_GET_SECCOMP, PR_GET_NO_NEW_PRIVS = 21, 39
SECCOMP_MODE_FILTER = 2


def prepare() -> None:
    """Import nothing: this server shall start quickly."""


def _prctl(option: int) -> int:
    answer: int = ctypes.CDLL(None).prctl(option, 0, 0, 0, 0)
    return answer


def _refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return True
    return False


def _read(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 - what a trainee would write
        return file.read()


def _write(path: str) -> None:
    with open(path, "wb"):  # noqa: PTH123 - what a trainee would write
        pass


def holes(secret: str) -> list[str]:
    """List what this process can do and must not.

    Parameters
    ----------
    secret : str
        Path of a file outside, which everybody may read.

    Returns
    -------
    list of str
        Names; empty if it is confined.
    """
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "planted")  # noqa: PTH118, PTH100, PTH120 - pathlib would say the same in more steps
    held = {
        "root": os.getuid() != 0,
        "no_new_privs": _prctl(PR_GET_NO_NEW_PRIVS) == 1,
        "seccomp": _prctl(PR_GET_SECCOMP) == SECCOMP_MODE_FILTER,
        "network": _refused(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM)),
        "files": _refused(lambda: _read(secret)),
        "package": _refused(lambda: _write(beside)),
        "namespaces": _refused(_unshare),
    }
    return sorted(name for name, holds in held.items() if not holds)


def _unshare() -> None:
    if ctypes.CDLL(None, use_errno=True).unshare(0x10000000) != 0:
        raise OSError(ctypes.get_errno(), "unshare")


def serve(stream: Stream) -> None:
    """Answer one line, the path of a secret, with the list of holes in JSON.

    Parameters
    ----------
    stream : Stream
        To the probe.
    """
    line = b""
    while not line.endswith(b"\n"):
        chunk = stream.receive(math.inf)
        if not chunk:
            return
        line += chunk
    stream.send(json.dumps(holes(line.decode().strip())).encode() + b"\n")
    stream.receive(math.inf)
