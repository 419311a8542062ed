"""Which isolation works here: each is tried by running it, once per process."""

from __future__ import annotations

import importlib
import json
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, get_args

from grader.errors import GradingError
from grader.grading.job import Limits
from grader.grading.sandbox.container import IMAGE, PipedSandbox
from grader.grading.sandbox.folders import make_folder, remove_folder
from grader.grading.sandbox.labels import NO_SANDBOX, NOT_HERE, NOT_THIS, refusal
from grader.grading.sandbox.layout import Server
from grader.grading.sandbox.order import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.grading.sandbox.session import Sandbox

WANTED = "KAKEHASHI_SANDBOX"
"""Environment variable: the one isolation to be used."""

ORDER: tuple[Kind, ...] = ("bubblewrap", "landlock", "container")
SECONDS = 60.0


def start_sandbox(
    kind: Kind,
    limits: Limits,
    *,
    server: Server | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> Sandbox:
    """Start a sandbox.

    Parameters
    ----------
    kind : {'bubblewrap', 'landlock', 'container', 'none'}
        What isolates the sessions; see `choose_sandbox`.
    limits : Limits
        How much each session may use.
    server : Server, optional
        What runs inside; the server of notebooks by default.
    meanwhile : callable, optional
        Called while that is getting ready, which takes seconds.

    Returns
    -------
    Sandbox
        Ready; everything is imported.

    Raises
    ------
    GradingError
        If it cannot be started.
    """
    server = server or Server()
    if kind == "container" or not hasattr(os, "fork"):
        if meanwhile is not None:
            meanwhile()
        return PipedSandbox(kind, limits, server, image=os.environ.get(IMAGE, ""))
    # Its modules are there on POSIX systems only.
    host = importlib.import_module("grader.grading.sandbox.host")
    sandbox: Sandbox = host.ForkingSandbox(kind, limits, server, meanwhile=meanwhile)
    return sandbox


def _holes(kind: Kind, secret: str) -> list[str]:
    """Ask the inner side of a real session what it can do."""
    with start_sandbox(kind, Limits(), server=Server(f"{__package__}.checkup")) as sandbox:
        stream = sandbox.open().stream
        stream.send(secret.encode() + b"\n")
        line = b""
        while not line.endswith(b"\n"):
            chunk = stream.receive(SECONDS)
            if not chunk:
                return ["died"]
            line += chunk
    found: list[str] = json.loads(line)
    return found


@cache
def why_not(kind: Kind) -> str:
    """Try an isolation for real.

    Parameters
    ----------
    kind : {'bubblewrap', 'landlock', 'container'}
        Which.

    Returns
    -------
    str
        Why it cannot be used here; empty if it can.
    """
    folder = make_folder()
    try:
        folder.chmod(0o755)  # so that it is not the access rights that protect the secret
        secret = folder / "secret"
        secret.write_text("secret", encoding="ascii")
        return ", ".join(_holes(kind, str(secret)))
    except GradingError as error:
        return error.en.splitlines()[-1]
    except (OSError, ValueError) as error:
        return str(error) or repr(error)
    finally:
        remove_folder(folder)


def choose_sandbox(*, trusted: bool = False, wanted: str | None = None) -> Kind:
    """Choose how submitted code is isolated here.

    Parameters
    ----------
    trusted : bool
        The notebooks are the author's own, and need no isolation.
    wanted : str, optional
        The one isolation to be used; the environment variable ``KAKEHASHI_SANDBOX`` by default.

    Returns
    -------
    {'bubblewrap', 'landlock', 'container', 'none'}
        The first that works; ``none`` only if trusted.

    Raises
    ------
    GradingError
        If none works, or the one that is wanted does not.
    """
    if trusted:
        return "none"
    if sys.platform != "linux":
        raise refusal(NOT_HERE)
    if wanted := wanted or os.environ.get(WANTED):
        return _insist(wanted)
    reasons = []
    for kind in ORDER:
        if not (reason := why_not(kind)):
            return kind
        reasons.append(f"{kind}: {reason}")
    raise refusal(NO_SANDBOX, why="; ".join(reasons))


def _insist(wanted: str) -> Kind:
    for kind in ORDER:
        if kind == wanted:
            if reason := why_not(kind):
                raise refusal(NOT_THIS, kind=wanted, why=reason)
            return kind
    raise refusal(NOT_THIS, kind=wanted, why=", ".join(get_args(Kind)))
