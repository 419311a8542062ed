"""Which files a process may reach, where it cannot have a file tree of its own (landlock(7))."""

from __future__ import annotations

import ctypes
import os
import struct
from typing import TYPE_CHECKING

from grader.grading.sandbox.linux import PR_SET_NO_NEW_PRIVS, checked, libc, prctl

if TYPE_CHECKING:
    from pathlib import Path

# The same on every processor.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
CREATE_RULESET_VERSION = 1
RULE_PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
TRUNCATE, IOCTL_DEV = 1 << 14, 1 << 15
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
READ = EXECUTE | READ_FILE | READ_DIR
NET = 0b11  # bind and connect
SCOPES = 0b11  # abstract sockets and signals

LEAST = 3
"""Linux 6.2: before it, a file that may be read may also be emptied (O_RDONLY | O_TRUNC)."""
WITH_NET, WITH_IOCTL, WITH_SCOPES = 4, 5, 6


def version() -> int:
    """Ask the kernel what it can do.

    Returns
    -------
    int
        Version of landlock's interface; 0 if there is none.
    """
    flag = ctypes.c_uint32(CREATE_RULESET_VERSION)
    answer: int = libc().syscall(ctypes.c_long(CREATE_RULESET), None, ctypes.c_size_t(0), flag)
    return max(answer, 0)


def _ruleset(abi: int) -> tuple[int, int]:
    """Make an empty set of rules; return its file descriptor and all rights it governs."""
    rights = (IOCTL_DEV << 1 if abi >= WITH_IOCTL else IOCTL_DEV) - 1
    words = [rights, NET if abi >= WITH_NET else None, SCOPES if abi >= WITH_SCOPES else None]
    known = b"".join(struct.pack("=Q", word) for word in words if word is not None)
    size = ctypes.c_size_t(len(known))
    made = libc().syscall(ctypes.c_long(CREATE_RULESET), known, size, ctypes.c_uint32(0))
    return checked(made, "landlock_create_ruleset"), rights


def _allow(rules: int, path: Path, rights: int) -> None:
    """Add a rule for everything under a path; leave out a path that is not there."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        rule = struct.pack("=Qi", rights if path.is_dir() else rights & OF_FILES, handle)
        kind = ctypes.c_int(RULE_PATH_BENEATH)
        number = ctypes.c_long(ADD_RULE)
        added = libc().syscall(number, ctypes.c_int(rules), kind, rule, ctypes.c_uint32(0))
        checked(added, f"landlock_add_rule {path}")
    finally:
        os.close(handle)


def restrict(*, read: list[Path], write: list[Path]) -> None:
    """Leave this process nothing but these files, for good.

    Parameters
    ----------
    read : list of Path
        Folders and files to be read and executed.
    write : list of Path
        Folders and files to do everything with.

    Raises
    ------
    OSError
        If the kernel has no landlock, or one that is too old.
    """
    abi = version()
    if abi < LEAST:
        raise OSError(f"landlock version {abi}; {LEAST} is needed")
    rules, rights = _ruleset(abi)
    for path in read:
        _allow(rules, path, READ)
    for path in write:
        _allow(rules, path, rights)
    prctl(PR_SET_NO_NEW_PRIVS, 1, what="no_new_privs")
    number, zero = ctypes.c_long(RESTRICT_SELF), ctypes.c_uint32(0)
    checked(libc().syscall(number, ctypes.c_int(rules), zero), "landlock_restrict_self")
    os.close(rules)
