"""The calls of Linux for which Python has no name. Importable everywhere, usable on Linux only."""

from __future__ import annotations

import ctypes
import os
from functools import cache

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_GET_TID_ADDRESS = 40
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4


@cache
def libc() -> ctypes.PyDLL:
    """Return the C library, called without giving up Python's lock.

    Returns
    -------
    ctypes.PyDLL
        The library; ``syscall`` returns a long.
    """
    library = ctypes.PyDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    return library


def checked(result: int, what: str) -> int:
    """Return what a call returned, or raise what it left in errno.

    Parameters
    ----------
    result : int
        What the call returned; negative for failure.
    what : str
        Name of the call, for the message.

    Returns
    -------
    int
        The result.

    Raises
    ------
    OSError
        If the result is negative.
    """
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def prctl(option: int, value: int, *, what: str) -> None:
    """Change an attribute of this process.

    Parameters
    ----------
    option, value : int
        As prctl(2) lists them.
    what : str
        Name of the option, for the message.
    """
    zero = ctypes.c_ulong(0)
    checked(libc().prctl(option, ctypes.c_ulong(value), zero, zero, zero), what)


def mount(kind: str | None, target: str, *, flags: int, options: str | None = None) -> None:
    """Mount a file system that has no device.

    Parameters
    ----------
    kind : str or None
        Type of the file system; None to change an existing mount.
    target : str
        Where.
    flags : int
        As mount(2) lists them.
    options : str, optional
        What the file system itself takes.
    """
    name = kind.encode() if kind else None
    data = options.encode() if options else None
    result = libc().mount(name, target.encode(), name, ctypes.c_ulong(flags), data)
    checked(result, f"mount {target}")


def tid_address() -> int | None:
    """Find where the C library keeps the number of this thread.

    Returns
    -------
    int or None
        Address; None where the kernel does not tell.
    """
    address = ctypes.c_ulong(0)
    zero = ctypes.c_ulong(0)
    if libc().prctl(PR_GET_TID_ADDRESS, ctypes.byref(address), zero, zero, zero):
        return None
    return address.value or None
