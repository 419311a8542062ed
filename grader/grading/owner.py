"""Who is grading: names of running graders, and which of them are no more."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine


def own_name() -> str:
    """Name this process so that no other run, on any machine, ever has the same name.

    Returns
    -------
    str
        Host, process and a random part.
    """
    return f"{socket.gethostname()}/{os.getpid()}/{_birth(os.getpid())}/{secrets.token_hex(4)}"


def has_ended(name: str) -> bool:
    """Tell whether the run with a name has certainly ended.

    Parameters
    ----------
    name : str
        As `own_name` gave it.

    Returns
    -------
    bool
        False if it runs, or ran on another machine, or this system does not tell.
    """
    host, _, rest = name.partition("/")
    process, _, rest = rest.partition("/")
    birth = rest.partition("/")[0]
    if host != socket.gethostname() or not process.isdecimal() or not birth:
        return False
    return _birth(int(process)) != birth


def return_orphans(engine: Engine) -> None:
    """Take back what was claimed by runs that were killed.

    Parameters
    ----------
    engine : Engine
        The gradebook.
    """
    from grader.grading import gradebook  # noqa: PLC0415  # graders have no business with databases

    held: dict[str, list[str]] = {}
    for job in gradebook.jobs(engine).values():
        if job.state == "running" and job.lease_owner and has_ended(job.lease_owner):
            held.setdefault(job.lease_owner, []).append(job.key)
    for owner, keys in sorted(held.items()):
        gradebook.give_back(engine, keys, owner=owner)


def _birth(process: int) -> str:
    """Return when a process was started, in ticks since this machine was; empty where that cannot be told.

    The number of a process is given to another one sooner or later; number and birth together are not.
    """
    if sys.platform != "linux":
        return ""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "none"
    fields = told.rpartition(")")[2].split()
    state, ticks = fields[0], fields[19]
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()[:8]
    return "none" if state in "ZX" else f"{ticks}-{boot}"
