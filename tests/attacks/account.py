"""The ordinary user under whom classes are graded, never root, and the limits that keep attacks harmless."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BOUNDS = ("--nproc=700", "--fsize=268435456", "--core=0", "--nofile=1024")
_CANDIDATES = ("/opt/kvenv/bin/python", "/usr/bin/python3.11", "/usr/bin/python3")
_NEEDS = "import nbgrader, pandas, plotly, click, yaml"
WITHOUT = Path(__file__).parents[1] / "without"
"""What a test's Python need not import."""


class NoAccountError(Exception):
    """There is no Python that the ordinary user can run."""


def _bounded(uid: int) -> list[str]:
    """Begin a command that runs with the limits, as the ordinary user."""
    bounds = ["prlimit", *BOUNDS, "--"] if shutil.which("prlimit") else []
    if os.getuid() != 0:
        return bounds
    user = str(uid)
    dropped = [
        "setpriv",
        "--reuid",
        user,
        "--regid",
        user,
        "--clear-groups",
        "--inh-caps=-all",
        "--",
    ]
    # setpriv still has root's rights when it starts its command, so that must not be the Python itself.
    return [*dropped, *(bounds or ["env"])]


@cache
def python(uid: int) -> str:
    """Return a Python that the ordinary user can read and that has what grading needs."""
    if os.getuid() != 0:
        return sys.executable
    for candidate in (os.environ.get("KAKEHASHI_TEST_PYTHON"), sys.executable, *_CANDIDATES):
        if candidate and Path(candidate).exists():
            done = subprocess.run(
                [*_bounded(uid), candidate, "-c", _NEEDS], capture_output=True, check=False, cwd="/"
            )
            if done.returncode == 0:
                return candidate
    raise NoAccountError(
        f"Grading runs as uid {uid} here, and none of the Pythons tried can be read by it with nbgrader in it: "
        "name one in KAKEHASHI_TEST_PYTHON."
    )


def own(folder: Path, uid: int) -> None:
    """Give everything below a folder to the ordinary user."""
    if os.getuid() != 0:
        return
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, uid, uid, follow_symlinks=False)


def run(
    arguments: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    uid: int,
    seconds: float = 900,
) -> str:
    """Run one command of the chosen Python as the ordinary user; return what it printed."""
    import grader  # noqa: PLC0415  # where it stands, in the checkout or installed

    environment = {
        "PATH": os.pathsep.join([str(Path(python(uid)).parent), "/usr/bin", "/bin"]),
        "PYTHONPATH": os.pathsep.join([str(WITHOUT), str(Path(grader.__file__).parents[1])]),
        "LC_ALL": "C.UTF-8",
        **environment,
    }
    done = subprocess.run(
        [*_bounded(uid), python(uid), *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        encoding="utf-8",
        errors="replace",
        timeout=seconds,
        start_new_session=True,  # a signal to the group must not reach the tests
    )
    return done.stdout


def sweep(home: Path) -> None:
    """End, one by one, the processes that a class left behind: those that were started with its home folder."""
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):  # gone meanwhile, or somebody else's
            if (
                entry.name.isdigit()
                and f"HOME={home}\0".encode() in (entry / "environ").read_bytes()
            ):
                os.kill(int(entry.name), signal.SIGKILL)
