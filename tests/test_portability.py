"""What a trainee or an HR officer runs must also run on a municipal Windows PC."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import grader

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINE = Path(grader.__path__[0])
DOCS = Path(__file__).parents[1] / "docs"

# Only sandboxed grading may ever need Linux; the demo and the command line call grading.
PORTABLE = (
    "standard",
    "lab",
    "marking",
    "authoring",
    "exchange",
    "measurement",
    "records",
    "placement",
    "credentials",
    "dashboard",
)

POSIX_MODULES = frozenset(
    "curses fcntl grp posix pty pwd readline resource syslog termios tty".split()  # noqa: SIM905 - one word, one name
)
# Missing from `os` and `signal` on Windows, or failing there for ordinary users (symlink), or failing
# where POSIX overwrites (rename).
POSIX_CALLS = frozenset(
    """
    os.chown os.chroot os.fork os.forkpty os.getegid os.geteuid os.getgid os.getgroups os.getloadavg
    os.getpgid os.getpgrp os.getsid os.getuid os.killpg os.lchown os.link os.mkfifo os.mknod os.nice
    os.openpty os.pread os.pwrite os.rename os.sched_getaffinity os.sched_setaffinity os.setgid
    os.setpgid os.setsid os.setuid os.statvfs os.symlink os.sync os.uname os.wait os.wait3 os.wait4
    os.WNOHANG signal.alarm signal.pause signal.pthread_kill signal.setitimer signal.SIGALRM
    signal.SIGCHLD signal.SIGHUP signal.SIGKILL signal.SIGPIPE signal.SIGUSR1 signal.SIGUSR2
    time.tzset
    """.split()  # noqa: SIM905 - as above; 50 quoted names would hide the list
)
POSIX_METHODS = frozenset({"symlink_to", "hardlink_to"})
POSIX_KEYWORDS = frozenset({"pass_fds", "preexec_fn", "process_group", "start_new_session"})
POSIX_PATHS = re.compile(r"^/(bin|dev|etc|proc|sys|tmp|usr|var)(/|$)")
POSIX_STRFTIME = re.compile(r"%-[dHIjmMSyY]")
POSIX_STARTS = frozenset({"fork", "forkserver"})


def _calls(node: ast.Call) -> Iterator[str]:
    """What is POSIX-only about one call."""
    names = {keyword.arg for keyword in node.keywords}
    yield from (f"{name}=" for name in sorted(names & POSIX_KEYWORDS, key=str))
    if isinstance(node.func, ast.Attribute):
        name = node.func.attr
        if name in POSIX_METHODS:
            yield f".{name}()"
        start = node.args[0] if node.args else None
        if name in {"get_context", "set_start_method"} and isinstance(start, ast.Constant):
            yield from ({str(start.value)} & POSIX_STARTS)
    if "encoding" not in names and any(
        keyword.arg in {"text", "universal_newlines"}
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is True
        for keyword in node.keywords
    ):
        yield "text= without encoding= (cp932 on a Japanese Windows)"


def _literal(node: ast.Constant) -> Iterator[str]:
    """What is POSIX-only about one literal."""
    if isinstance(node.value, str):
        if POSIX_PATHS.match(node.value):
            yield node.value
        if POSIX_STRFTIME.search(node.value):
            yield f"strftime {node.value!r}"


def _posix_only(node: ast.AST) -> Iterator[str]:
    """What is POSIX-only about one node of a syntax tree."""
    if isinstance(node, ast.Import):
        yield from sorted({alias.name.split(".")[0] for alias in node.names} & POSIX_MODULES)
    elif isinstance(node, ast.ImportFrom):
        yield from sorted({str(node.module).split(".")[0]} & POSIX_MODULES)
        dotted = {f"{node.module}.{alias.name}" for alias in node.names}
        yield from sorted(dotted & POSIX_CALLS)
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        yield from {f"{node.value.id}.{node.attr}"} & POSIX_CALLS
    elif isinstance(node, ast.Constant):
        yield from _literal(node)
    if isinstance(node, ast.Call):
        yield from _calls(node)


def findings(source: str) -> list[str]:
    """Return ``line: what`` for everything in a module that Windows does not have."""
    return [
        f"{getattr(node, 'lineno', 0)}: {what}"
        for node in ast.walk(ast.parse(source))
        for what in _posix_only(node)
    ]


def _sources() -> list[Path]:
    base = [path for path in sorted(ENGINE.glob("*.py")) if path.name != "__main__.py"]
    rooms = [
        path for room in ("schema", *PORTABLE) for path in sorted((ENGINE / room).rglob("*.py"))
    ]
    return base + rooms


@pytest.mark.parametrize("path", _sources(), ids=lambda p: p.relative_to(ENGINE).as_posix())
def test_no_posix_only_call(path: Path) -> None:
    """The source of every portable room is free of calls, modules and paths that Windows lacks."""
    found = findings(path.read_text(encoding="utf-8"))

    assert [] == found


@pytest.mark.parametrize(
    "source",
    [
        "import fcntl",
        "from resource import setrlimit",
        "from os import fork",
        "import os\nos.getuid()",
        "import signal\nsignal.signal(signal.SIGALRM, f)",
        "open('/proc/self/status', encoding='utf-8')",
        "p = '/dev/shm'",
        "import subprocess\nsubprocess.run(x, preexec_fn=f)",
        "import subprocess\nsubprocess.run(x, text=True)",
        "import multiprocessing as m\nm.get_context('fork')",
        "day.strftime('%Y年%-m月')",
        "path.symlink_to(other)",
    ],
)
def test_the_reader_of_sources_sees_it(source: str) -> None:
    """Each kind of POSIX-only code is found, so an empty list means something."""
    assert 1 == len(findings(source))


def test_every_portable_room_exists() -> None:
    """A renamed sub-package cannot slip out of the check."""
    missing = [room for room in PORTABLE if not (ENGINE / room / "__init__.py").is_file()]

    assert [] == missing


def test_docs_say_what_is_portable() -> None:
    """The architecture page names the rooms that are portable, and says what was not tried."""
    page = (DOCS / "reference" / "architecture.md").read_text(encoding="utf-8")
    section = page.split("## What is portable", 1)[1]

    assert [] == [room for room in PORTABLE if f"`{room}`" not in section]
    assert "Linux only" in section
