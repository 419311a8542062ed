"""What the interpreter needs inside: which folders, which variables, which command."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import grader

PACKAGE = Path(grader.__path__[0]).resolve()
"""The folder of this package. What lies beside it, in a checkout the lessons with their answers, stays outside."""

SYSTEM = Path("/usr")
LINKED = ("/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin")
"""Links into /usr on most distributions, folders on others."""

LOADER = ("/etc/ld.so.cache", "/etc/alternatives")
"""Where the loader finds libraries outside the usual folders."""

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")


@dataclass(frozen=True, slots=True)
class Server:
    """What runs inside.

    Parameters
    ----------
    module : str
        Dotted name of a module with ``prepare()`` and ``serve(stream)``.
    folder : Path or None
        Where it is, if it is not part of this package.
    """

    module: str = "grader.grading.inside.serve"
    folder: Path | None = None


def has_environment() -> bool:
    """Tell whether this interpreter runs in a virtual environment.

    Returns
    -------
    bool
        Whether it does.
    """
    return sys.prefix != sys.base_prefix


def libraries() -> list[Path]:
    """List the folders of packages that are not the interpreter's own (``pip install --user``).

    Returns
    -------
    list of Path
        Absolute.
    """
    own = (SYSTEM, sys.prefix, sys.base_prefix)
    names = {"site-packages", "dist-packages"}
    entries = [Path(entry) for entry in sys.path if Path(entry).name in names]
    return [one for one in entries if not any(one.is_relative_to(root) for root in own)]


def interpreter() -> list[Path]:
    """List the folders of the interpreter and of packages, without the virtual environment.

    Returns
    -------
    list of Path
        Absolute, none below /usr.
    """
    base = Path(sys.base_prefix)
    folders = dict.fromkeys([base, base.resolve(), *libraries()])
    return [one for one in folders if one.is_dir() and not one.is_relative_to(SYSTEM)]


def environment(*, home: str, temporary: str, path: list[str]) -> dict[str, str]:
    """Make the environment of the inner side: nothing of ours, except where libraries are.

    Parameters
    ----------
    home : str
        Home and work folder.
    temporary : str
        Folder for temporary files.
    path : list of str
        Where Python finds this package and the server.

    Returns
    -------
    dict
        Variables by name.
    """
    keep = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    threads = ("OPENBLAS", "OMP", "MKL", "NUMEXPR")
    return keep | {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": home,
        "TMPDIR": temporary,
        "PYTHONPATH": os.pathsep.join([*path, *map(str, libraries())]),
        "PYTHONHASHSEED": "0",  # the order of a set is the same each time
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        **{
            f"{name}_NUM_THREADS": "1" for name in threads
        },  # a process with threads cannot be forked
    }


def python(module: str, order: str, *, program: str = sys.executable) -> list[str]:
    """Write the command that starts the inner side.

    Parameters
    ----------
    module : str
        Name of a module of this sub-package.
    order : str
        What `Order.to_json` wrote.
    program : str
        The interpreter.

    Returns
    -------
    list of str
        The command; it takes nothing from the current folder and the user's own packages.
    """
    return [program, "-P", "-s", "-m", f"grader.grading.sandbox.{module}", order]
