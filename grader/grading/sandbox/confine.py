"""Everything that is taken from a fresh process before it sees a line of a trainee's code."""

from __future__ import annotations

import fcntl
import math
import os
import resource
import struct
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from grader.grading.sandbox import bubblewrap, landlock, namespaces, seccomp
from grader.grading.sandbox.layout import DEVICES
from grader.grading.sandbox.linux import (
    PR_CAP_AMBIENT,
    PR_CAP_AMBIENT_CLEAR_ALL,
    PR_CAPBSET_DROP,
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    checked,
    libc,
    prctl,
)
from grader.grading.sandbox.order import NOBODY, Order
from grader.grading.sandbox.syscalls import machine

if TYPE_CHECKING:
    from grader.grading.job import Limits

STREAM, REPORT = 3, 4
"""The only file descriptors of a fresh process, besides three times /dev/null."""

CAPABILITY_VERSION = 0x20080522
CAPABILITIES = 64
OPEN_FILES = 256
KILL = 9


def leave_root() -> None:
    """Become an ordinary user for good; nothing happens if this process is one."""
    if os.geteuid() != 0:
        return
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)


def keep_files(stream: int, report: int) -> None:
    """Move two file descriptors to their places and close all others.

    Parameters
    ----------
    stream, report : int
        To the judge, and to the zygote.
    """
    high = [fcntl.fcntl(number, fcntl.F_DUPFD, 100) for number in (stream, report)]
    nothing = os.open(os.devnull, os.O_RDWR)
    for number, place in zip([nothing] * 3 + high, (0, 1, 2, STREAM, REPORT), strict=True):
        os.dup2(number, place, inheritable=False)
    os.closerange(REPORT + 1, 2**20)


def settle(folder: str, temporary: str) -> None:
    """Work in a folder, which is home too.

    Parameters
    ----------
    folder, temporary : str
        The folders.
    """
    os.chdir(folder)
    os.environ.update(HOME=folder, TMPDIR=temporary)
    tempfile.tempdir = None  # it is looked for once and remembered


def _threads() -> int:
    """Count the processes and threads of this account: the limit counts those of the whole machine."""
    mine, total = os.getuid(), 0
    for entry in os.scandir("/proc"):
        try:
            if entry.name.isdigit() and entry.stat().st_uid == mine:
                total += os.stat(f"/proc/{entry.name}/task").st_nlink - 2  # noqa: PTH116 - often
        except OSError:  # it ended meanwhile
            continue
    return total


def limit(limits: Limits, *, others: int = 0) -> None:
    """Set the limits that the kernel keeps for each process.

    Parameters
    ----------
    limits : Limits
        How much.
    others : int
        Processes and threads of the same account that are counted too.
    """
    cpu = math.ceil(limits.total_seconds) + 1
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_mb << 20),
        (resource.RLIMIT_FSIZE, limits.disk_mb << 20),
        (resource.RLIMIT_NPROC, limits.processes + others),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, cpu),
    ):
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def drop_capabilities() -> None:
    """Give up every right of an administrator, also those over the own namespace, for good."""
    prctl(PR_SET_NO_NEW_PRIVS, 1, what="no_new_privs")
    libc().prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    for number in range(CAPABILITIES):
        libc().prctl(PR_CAPBSET_DROP, number, 0, 0, 0)  # fails for those that do not exist
    header = struct.pack("=II", CAPABILITY_VERSION, 0)
    checked(libc().capset(header, bytes(24)), "capset")


def _with_bubblewrap(order: Order, ids: tuple[int, int]) -> None:
    namespaces.map_ids(*ids)
    namespaces.mount_folders(bubblewrap.FOLDERS, order.limits.disk_mb)
    settle(bubblewrap.WORK, bubblewrap.TEMPORARY)
    limit(order.limits)
    drop_capabilities()
    seccomp.install(seccomp.program(machine()))


def _with_landlock(order: Order, folder: str) -> None:
    prctl(PR_SET_DUMPABLE, 1, what="dumpable")  # so that the zygote sees its open files
    settle(folder, folder)
    limit(order.limits, others=_threads())
    read = [Path(name) for name in (*order.read, *DEVICES)]
    landlock.restrict(read=read, write=[Path(folder), Path(os.devnull)])
    drop_capabilities()
    seccomp.install(seccomp.program(machine(), alone=os.getpid()))


def confine(order: Order, folder: str, ids: tuple[int, int]) -> None:
    """Confine this process, a fresh fork of the zygote.

    Parameters
    ----------
    order : Order
        How.
    folder : str
        Its work folder; empty if it is mounted.
    ids : tuple of int
        User and group of the zygote.
    """
    os.setsid()  # process groups cross namespaces: kill(0, …) must not reach the zygote
    if sys.platform == "linux":
        prctl(PR_SET_PDEATHSIG, KILL, what="pdeathsig")
    if order.kind == "bubblewrap":
        _with_bubblewrap(order, ids)
    elif order.kind == "landlock":
        _with_landlock(order, folder)
    else:
        settle(folder, folder)


def confine_container(order: Order) -> None:
    """Confine this process, the only one of a container.

    Parameters
    ----------
    order : Order
        How.
    """
    settle(bubblewrap.WORK, bubblewrap.TEMPORARY)
    limit(order.limits)
    drop_capabilities()
    seccomp.install(seccomp.program(machine()))
