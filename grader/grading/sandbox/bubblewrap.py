"""A file tree of its own for the zygote, put together by bubblewrap from the system's read-only parts."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from grader.grading.sandbox.layout import (
    LINKED,
    LOADER,
    PACKAGE,
    SYSTEM,
    has_environment,
    interpreter,
)

HERE = "/opt/kakehashi"
ENVIRONMENT = f"{HERE}/python"
WORK, TEMPORARY, SHARED = "/work", "/tmp", "/dev/shm"  # noqa: S108 - inside, where they are fresh
FOLDERS = (WORK, TEMPORARY, SHARED)


def _system() -> list[str]:
    options = ["--ro-bind", str(SYSTEM), str(SYSTEM)]
    for name in LINKED:
        path = Path(name)
        if path.is_symlink():
            options += ["--symlink", str(path.readlink()), name]
        elif path.is_dir():
            options += ["--ro-bind", name, name]
    for name in LOADER:
        options += ["--dir", str(Path(name).parent), "--ro-bind-try", name, name]
    return options


def _bind(outside: Path, inside: str) -> list[str]:
    """Bind a folder, and make those above it ones that everybody may enter."""
    above = [str(up) for up in reversed(Path(inside).parents) if str(up) != "/"]
    return [*(word for up in above for word in ("--dir", up)), "--ro-bind", str(outside), inside]


def _python(more: list[Path]) -> list[str]:
    """Bind the interpreter, this package, and the virtual environment: at another place, for /tmp may hold it."""
    options = [word for path in [*interpreter(), *more] for word in _bind(path, str(path))]
    if has_environment():
        options += _bind(Path(sys.prefix), ENVIRONMENT)
    return [*options, *_bind(PACKAGE, f"{HERE}/{PACKAGE.name}")]


def program() -> str:
    """Name the interpreter as it is found inside.

    Returns
    -------
    str
        Its path.
    """
    return f"{ENVIRONMENT}/bin/{Path(sys.executable).name}" if has_environment() else sys.executable


def _namespaces() -> list[str]:
    """All of them; for root no user namespace.

    Root mounts with root's rights, also an interpreter that only root can reach; the zygote then becomes an ordinary
    user, and makes the sessions' user namespaces as that one.
    """
    options = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    options += ["--unshare-cgroup-try", "--hostname", "kakehashi", "--cap-drop", "ALL"]
    if os.geteuid() == 0:
        return [*options, "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    return ["--unshare-user", *options]


def bubblewrap(inner: list[str], more: list[Path]) -> list[str]:
    """Write the command that runs another command in a file tree of its own.

    Parameters
    ----------
    inner : list of str
        The other command.
    more : list of Path
        Further folders to be read inside.

    Returns
    -------
    list of str
        The command. What it starts dies with the thread that started it.

    Raises
    ------
    OSError
        If bubblewrap is not installed.
    """
    wrapper = shutil.which("bwrap", path="/usr/bin:/bin:/usr/local/bin")
    if wrapper is None:
        raise OSError("bwrap is not installed")
    return [
        wrapper,
        *_namespaces(),
        *("--die-with-parent", "--new-session"),
        *_system(),
        *("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"),
        *("--tmpfs", TEMPORARY, "--tmpfs", WORK),
        *_python(more),
        *("--remount-ro", "/", "--chdir", WORK, "--"),
        *inner,
    ]
