"""One fork into fresh namespaces, and what the child finds there."""

from __future__ import annotations

import ctypes
import platform
import signal
from pathlib import Path

from grader.grading.sandbox.linux import (
    PR_SET_DUMPABLE,
    checked,
    libc,
    mount,
    prctl,
    tid_address,
)

CLONE_SETTID, CLONE_CLEARTID = 0x01000000, 0x00200000
# user, mount, process numbers, network, SysV and POSIX queues, host name
APART = 0x10000000 | 0x00020000 | 0x20000000 | 0x40000000 | 0x08000000 | 0x04000000
CLONE_NUMBER = {"x86_64": 56, "aarch64": 220}

READONLY, NOSUID, NODEV, NOEXEC = 1, 2, 4, 8
RECURSIVE, PRIVATE = 0x4000, 0x40000
FILES = 4096
"""How many files a work folder may hold."""


def _clone() -> int:
    """Do what fork does in the C library, with namespaces.

    The C library remembers the number of each thread, for its locks. The kernel writes the new number to the same
    place; left as it was, a thread of the child could be taken for another one.
    """
    where = tid_address()
    flags = APART | signal.SIGCHLD | (CLONE_SETTID | CLONE_CLEARTID if where else 0)
    tid, none = ctypes.c_void_p(where), ctypes.c_void_p(None)
    last = (tid, none) if platform.machine() == "x86_64" else (none, tid)
    number = ctypes.c_long(CLONE_NUMBER[platform.machine()])
    pid: int = libc().syscall(number, ctypes.c_ulong(flags), none, none, *last)
    return pid


def fork_apart() -> int:
    """Fork into fresh user, mount, process, network, IPC and host name namespaces.

    Returns
    -------
    int
        0 in the child, which is process 1 there: when it ends, the kernel kills all others in its namespace. The
        child's number in the parent.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    python = ctypes.pythonapi
    python.PyOS_BeforeFork()
    pid = _clone()
    if pid == 0:
        python.PyOS_AfterFork_Child()
        return 0
    number = ctypes.get_errno()
    python.PyOS_AfterFork_Parent()
    ctypes.set_errno(number)
    return checked(pid, "clone")


def map_ids(uid: int, gid: int) -> None:
    """Keep the user and group that the parent has, and no other.

    Parameters
    ----------
    uid, gid : int
        Those of the parent: until they are mapped, this process cannot ask for its own.
    """
    prctl(PR_SET_DUMPABLE, 1, what="dumpable")  # or these files would belong to root
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        Path("/proc/self", name).write_text(text, encoding="ascii")


def mount_folders(folders: tuple[str, ...], size_mb: int) -> None:
    """Mount a fresh tmpfs on each work folder, and a fresh /proc.

    Parameters
    ----------
    folders : tuple of str
        Where; they exist.
    size_mb : int
        Size of each, in MiB.
    """
    mount(None, "/", flags=RECURSIVE | PRIVATE)
    options = f"size={size_mb}m,nr_inodes={FILES},mode=700"
    for folder in folders:
        mount("tmpfs", folder, flags=NOSUID | NODEV, options=options)
    try:
        mount("proc", "/proc", flags=NOSUID | NODEV | NOEXEC)
    except OSError:
        # Started by root, bubblewrap covers parts of /proc, and the kernel then gives out no fresh one.
        cover = READONLY | NOSUID | NODEV | NOEXEC
        mount("tmpfs", "/proc", flags=cover, options="size=4k,nr_inodes=2")
